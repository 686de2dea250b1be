"""When two display names are the same name to a reader's eye, and which names nobody may take."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from confusable_homoglyphs import confusables
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsroom.accounts.contact_names import contact_in

LENGTH_MAX = 40
KEY_LENGTH_MAX = 240

# Names that claim to speak for the paper. Only staff may carry them, with or without a number.
RESERVED = (
    "administration", "anonymous", "chief editor", "deleted", "deleted reader", "desk", "editors",
    "management", "news desk", "postmaster", "publisher", "root",
    "security", "support", "system", "the desk", "the management", "the publisher",
)  # fmt: skip

# Titles that claim it as any word of a name: "Moderator Jane", "Chief Editor".
TITLES = (
    "admin", "administrator", "editor", "editorial", "editorinchief", "mod", "moderation",
    "moderator", "moderators", "newsdesk", "newsroom", "official", "staff", "sysadmin", "verified",
    "webmaster",
)  # fmt: skip

# What other sites draw behind a name that they have checked.
_CHECK_MARKS = frozenset("✓✔☑✅🗸🗹")

# Pairs that only a typeface tells apart, beyond Unicode's own table: "Ida" and "lda" in a
# sans-serif, a zero and an O, and the letters that run together.
_ALIKE = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o"})
_RUN_TOGETHER = (("rn", "m"), ("vv", "w"))

# Scripts whose letters pass for each other's. No honest name mixes them.
_TWINS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "GLAGOLITIC")

# Scripts in which one character is one sound, and seldom a name by itself.
_ALPHABETS = (
    "LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "LISU", "GLAGOLITIC", "GEORGIAN", "HEBREW",
    "ARABIC", "SYRIAC", "THAANA", "NKO", "TIFINAGH", "MONGOLIAN", "DESERET", "ADLAM",
)  # fmt: skip

# Blank though they count as letters, marks or symbols (Unicode's default ignorables, and Braille's
# empty cell).
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U0001d159\U0001d173-\U0001d17a\U000e0100-\U000e01ef]"
)
# Persian, Urdu and the languages of India write a joiner or non-joiner between two letters.
_JOINER_IN_ITS_PLACE = re.compile("(?<=[\u0600-\u0dff])[\u200c\u200d](?=[\u0600-\u0dff])")
_PILE_OF_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3}"
)


def tidy(name: str) -> str:
    """The name as it is kept: composed characters, one plain space between words, and emoji
    without the selector that phones write behind them (❤ and no more)."""
    return " ".join(unicodedata.normalize("NFC", name).replace("\ufe0f", "").split())


def folded(name: str) -> str:
    """The key under which a display name is unique: without case, accents, look-alikes,
    spaces, punctuation and characters that cannot be seen. Two names with one key are one."""
    return run_together(_folded_apart(name))


def run_together(key: str) -> str:
    """A key put together from those of words, whose letters may run together where they meet."""
    for together, one in _RUN_TOGETHER:
        key = key.replace(together, one)
    return key[:KEY_LENGTH_MAX]


def _folded_apart(name: str) -> str:
    """The same, with letters that run together still told apart."""
    seen = "".join(c for c in _plain_case(name) if _is_seen(c))
    # Composed again, so that a Korean syllable is looked up as one and not by its strokes.
    plain = "".join(_plainest(c) for c in unicodedata.normalize("NFC", seen))
    return plain.translate(_ALIKE)


def check_form(name: str) -> None:
    """Raise ValidationError unless `name` is one line of visible text of a bearable length,
    in letters of one alphabet, and no way to reach somebody."""
    if len(name) > LENGTH_MAX or len(_plain_case(name)) > KEY_LENGTH_MAX:
        raise ValidationError(
            _("A display name has at most %(number)s characters.") % {"number": LENGTH_MAX},
            code="length",
        )
    if _has_hidden(name):
        raise ValidationError(
            _("A display name is made of characters one can see: please remove the hidden ones."),
            code="hidden",
        )
    if not any(c.isalpha() and unicodedata.category(c) != "Lm" for c in name):
        raise ValidationError(_("A display name needs a letter."), code="no_letter")
    if is_lone_letter(name):
        raise ValidationError(
            _("One letter tells nobody who you are: please write a little more."), code="length"
        )
    if len(set(_twin_scripts(name))) > 1:
        raise ValidationError(
            _("Please write your display name in the letters of one alphabet."), code="mixed"
        )
    if sentence := contact_in(name):
        raise ValidationError(sentence, code="contact")


def is_reserved(name: str, *papers: str) -> bool:
    """Whether `name` would pass for the paper's own voice; `papers` are names of the paper."""
    if _CHECK_MARKS.intersection(name):
        return True
    key = folded(name)
    without_number = folded(name.rstrip("0123456789 ._-#"))
    if {key, without_number} & {folded(reserved) for reserved in (*RESERVED, *TITLES)}:
        return True
    words = {folded(word) for word in re.split(r"[\W_]+", unicodedata.normalize("NFKC", name))}
    if words & {folded(title) for title in TITLES}:
        return True
    return any(
        _passes_for(fold(name), fold(_without_article(paper)))
        # Where the paper's name ends in an r and an n follows, the two run together.
        for fold in (folded, _folded_apart)
        for paper in papers
        if paper
    )


def _passes_for(key: str, paper: str) -> bool:
    """A long name of a paper is claimed by every name that contains it ("Courier Sports"); a
    short one ("The Sun") only by itself, or Sunny could not comment."""
    if len(paper) >= 8:
        return paper in key
    return key in (paper, folded("the") + paper)


def _without_article(paper: str) -> str:
    return re.sub(r"^the\s+", "", paper, flags=re.IGNORECASE)


def _plain_case(name: str) -> str:
    """Compatibility forms (full-width, circled, mathematical …) and case taken away."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())


@cache
def _plainest(character: str) -> str:
    """The Latin letter or digit that a lower-case character passes for (Unicode TR39), itself or
    as its capital: Cyrillic н is no h, but Н is an H, and a name is one name in either case."""
    if character.isascii():
        return character
    for form in (character, character.upper()):
        alike = (entry["c"] for entry in confusables.confusables_data.get(form, []))
        plain = sorted(c for c in alike if c == "|" or (c.isascii() and c.isalnum()))
        if plain:
            return str(plain[0].casefold())
    return character


def _is_seen(character: str) -> bool:
    """Letters, digits, symbols, and the marks that make another letter rather than adorn one:
    of the classes of Unicode, the accents of Latin, Greek and Cyrillic, and the points of
    Hebrew and Arabic, are left out; vowel signs, tones, nukta and virama stay."""
    if _BLANK.match(character):
        return False
    if unicodedata.category(character)[0] == "M":
        order = unicodedata.combining(character)
        return order == 0 or 7 <= order <= 9 or 37 <= order < 200
    return unicodedata.category(character)[0] in "LNS"


def _has_hidden(name: str) -> bool:
    visible = _JOINER_IN_ITS_PLACE.sub("", name)
    if _BLANK.search(visible) or _PILE_OF_MARKS.search(visible):
        return True
    kinds = {unicodedata.category(c) for c in visible}
    return bool(kinds & {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def is_lone_letter(name: str) -> bool:
    """Whether all that can be read is one bare letter of an alphabet. Where a character is a
    syllable or a word (李, 나, ओ, አ) one is a whole name; so is a letter with its mark (Ý, Ó)."""
    read = [c for c in unicodedata.normalize("NFKD", name) if c.isalnum() or _is_mark(c)]
    return len(read) == 1 and unicodedata.name(read[0], "").startswith(_ALPHABETS)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _twin_scripts(name: str) -> Iterator[str]:
    for character in unicodedata.normalize("NFKD", name):
        if character.isalpha():
            script = unicodedata.name(character, "").split(" ")[0]
            if script in _TWINS:
                yield script

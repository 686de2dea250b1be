"""When two display names are the same name to a reader's eye."""

import unicodedata
from functools import cache

from confusable_homoglyphs import confusables
from django.core.exceptions import ValidationError

LENGTH_MIN, LENGTH_MAX = 2, 40

# Names that claim to speak for the paper. Only staff may carry them.
RESERVED = (
    "admin", "administrator", "deleted reader", "desk", "editor", "editors", "editor in chief",
    "editorial", "moderation", "moderator", "moderators", "news desk", "newsroom", "official",
    "publisher", "root", "staff", "support", "system", "the editor", "the editors", "webmaster",
)  # fmt: skip

# Pairs that only a typeface tells apart, beyond Unicode's own table: "Ida" and "lda" in a
# sans-serif, a zero and an O, and the digit that so often stands for the letter.
_ALIKE = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o"})


@cache
def _plainest(character: str) -> str:
    """The plainest of the characters that look like this one (Unicode TR39's confusables)."""
    if character.isascii():
        return character
    alike = confusables.confusables_data.get(character, [])
    plain = sorted(entry["c"] for entry in alike if entry["c"].isascii())
    return plain[0].casefold() if plain else character


def _is_seen(character: str) -> bool:
    """Letters, digits, symbols, and the marks that are vowels rather than accents."""
    kind = unicodedata.category(character)[0]
    return kind in "LNS" or (kind == "M" and not unicodedata.combining(character))


def folded(name: str) -> str:
    """The key under which a display name is unique: without case, accents, look-alikes,
    spaces, punctuation and characters that cannot be seen. Two names with one key are one."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(_plainest(c) for c in decomposed if _is_seen(c))
    return unicodedata.normalize("NFC", plain).translate(_ALIKE)


def check_form(name: str) -> None:
    """Raise ValidationError unless `name` is one line of visible text of a bearable length."""
    if not LENGTH_MIN <= len(name) <= LENGTH_MAX:
        raise ValidationError(
            f"A display name has {LENGTH_MIN} to {LENGTH_MAX} characters.", code="length"
        )
    unseen = [c for c in name if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp")]
    if unseen:
        raise ValidationError(
            "A display name is made of characters one can see: please remove the hidden ones.",
            code="hidden",
        )
    if not any(c.isalnum() for c in name):
        raise ValidationError("A display name needs a letter or a digit.", code="no_letter")


def is_reserved(name: str, *also: str) -> bool:
    """Whether `name` would pass for the paper's own voice; `also` are further such names."""
    key = folded(name)
    return any(key == folded(reserved) for reserved in (*RESERVED, *also) if reserved)

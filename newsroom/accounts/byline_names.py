"""When a reader's name is, to another reader's eye, the name of somebody who writes for the paper.

Case, accents, look-alikes and spaces make no other name (`display_names.folded`), and here neither
do titles (“Dr”), generations (“Jr.”), degrees, what claims to be the real one (“official”),
middle initials, a number behind it, ornaments, German ways to write an umlaut, and the order of
given and family name. A town makes one: “Dario Quill, Leeds” is somebody else."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, combinations, permutations

from newsroom.accounts.display_names import folded, is_lone_letter, run_together

_ADDITIONS = frozenset(
    folded(word)
    for word in (
        # titles
        "Mr", "Mrs", "Ms", "Miss", "Mx", "Sir", "Dame", "Lord", "Lady", "Dr", "Dra", "Doctor",
        "Prof", "Professor", "Rev", "Reverend", "Hon", "Capt", "Captain", "Herr", "Frau",
        "Fräulein",
        "Monsieur", "Madame", "Mme", "Mlle", "Señor", "Señora", "Sr", "Sra", "Signor", "Signora",
        "Dipl", "Ing", "Mag", "med", "phil", "jur", "rer", "nat", "hc", "habil", "Mister",
        # generations and degrees
        "Jr", "Junior", "Senior", "II", "III", "IV", "2nd", "3rd", "PhD", "MD", "MA", "MSc", "BA",
        "BSc", "LLM", "MBA", "Esq",
        # what claims to be the one meant
        "the", "real", "true", "original", "actual", "official", "verified", "staff", "author",
        "reporter", "journalist", "correspondent", "columnist", "writer", "editor", "newsroom",
        "himself", "herself",
    )
)  # fmt: skip
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_SPELLED_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe",
     "å": "aa", "Å": "Aa"}
)  # fmt: skip
# Names of more words than these are compared in their own order and with the last word first.
_WORDS_IN_ANY_ORDER = 4
# Of more additions than these it is asked only what is left without all of them.
_ADDITIONS_TOLD_APART = 5
# Written in one with a name, as accounts are called.
_CLAIMS = tuple(folded(claim) for claim in ("thereal", "real", "official"))
# The second letter of an umlaut written as two, and what letters of two words, or a hooked v, run
# together to.
_UNSURE = re.compile("(?<=[aou])e|(?<=a)a|[mvw]|^n|r$")
# Letters that `_bare` takes for those of the alphabet and a key keeps as they are.
LIKE_LATIN = (
    "[\u0080-\u02ff\u1d00-\u1dbf\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f"
    "\U0001df00-\U0001dfff]"
)
_TRADE_MARKS = re.compile("[™℠]|ᵀᴹ|ˢᴹ")
_LATIN = re.compile(
    r"LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) (?:DOTLESS )?([A-Z])(?: WITH .+)?"
)


def is_same_person(name: str, byline: str) -> bool:
    """Whether a reader would take somebody with this name for the one with this byline."""
    return not _forms(name).isdisjoint(forms_in_any_order(byline))


class Bylines:
    """Many bylines, compared with a name at once."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_form: dict[str, set[str]] = defaultdict(set)
        for name in names:
            for form in forms_in_any_order(name):
                self._by_form[form].add(name)

    def like(self, name: str) -> set[str]:
        """Those for whom somebody with this name would be taken."""
        return {byline for form in _forms(name) for byline in self._by_form.get(form, ())}


def traces(byline: str) -> set[tuple[str, ...]]:
    """What finds, among the keys of accounts (`folded`), every name that may be like this one and
    few others: regular expressions, of which a key matches all of one tuple, or LIKE_LATIN.

    Each asks for the letters of a word in their order, without those that another spelling may
    leave out, and allows what stands between them.
    """
    return {tuple(sorted(set(map(_trace, words)))) for words in _spellings(byline, 2)}


def _trace(word: str) -> str:
    return "".join(f"[^{letter}]*{letter}" for letter in _UNSURE.sub("", word))


def _cores(name: str, least: int) -> list[tuple[str, ...]]:
    """What may be left of a name without its additions, the shortest first. What looks like an
    addition may be a name (Anna Li, Md Rahman, Nat King): no fewer than `least` words are left."""
    plain = unicodedata.normalize("NFKC", _APOSTROPHES.sub("", name)).rstrip("0123456789 ._-#")
    words = [word for each in _split(plain) if (word := folded(each))]
    additions = [place for place, word in enumerate(words) if word in _ADDITIONS]
    few = len(additions) <= _ADDITIONS_TOLD_APART
    numbers = range(len(additions), -1, -1) if few else (len(additions), 0)
    cores = []
    for left_out in chain.from_iterable(combinations(additions, number) for number in numbers):
        telling = [word for place, word in enumerate(words) if place not in left_out]
        whole = [word for word in telling if not is_lone_letter(word)]
        if len(telling) >= least:
            cores.append(tuple(whole if len(whole) > 1 else telling))
    return cores or [tuple(words)]


def _split(name: str) -> list[str]:
    """At whatever is no letter, mark, digit or joiner."""
    kept = (c if unicodedata.category(c)[0] in "LMN" or c in "\u200c\u200d" else " " for c in name)
    return "".join(kept).split()


def _forms(name: str, least: int = 1) -> frozenset[str]:
    forms = {folded(name), *(run_together("".join(words)) for words in _spellings(name, least))}
    for claim in _CLAIMS if least == 1 else ():
        forms |= {form.removeprefix(claim).removesuffix(claim) for form in forms}
    return frozenset(forms - {""})


def _spellings(name: str, least: int) -> list[tuple[str, ...]]:
    """The words as they stand, with umlauts written as two letters where there are any, and with
    letters that only look like those of Latin, or have a stroke, written as those."""
    name = _TRADE_MARKS.sub(" ", name)
    ways = dict.fromkeys((name, name.translate(_SPELLED_UMLAUTS), "".join(map(_bare, name))))
    return [words for each in ways for words in _cores(each, least)]


def _bare(character: str) -> str:
    if not character.isascii() and (match := _LATIN.fullmatch(unicodedata.name(character, ""))):
        return match[1].lower()
    return character


@lru_cache(maxsize=20_000)
def forms_in_any_order(byline: str) -> frozenset[str]:
    forms = set(_forms(byline, 2))
    for words in _spellings(byline, 2):
        if len(words) <= _WORDS_IN_ANY_ORDER:
            forms |= {run_together("".join(order)) for order in permutations(words)}
        else:
            forms.add(run_together("".join((words[-1], *words[:-1]))))
    return frozenset(forms - {""})

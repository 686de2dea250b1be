"""One form for all the ways to write the same letters, with the way back: every place in the
folded text is a place in the text as it was typed.

Folded away are case, letterforms (fullwidth, mathematical, circled), accents, letters of other
scripts that look like Latin ones, and all that cannot be seen. Lists and texts are folded alike,
so a Cyrillic word still finds itself. Vowel signs (Thai, Devanagari …) are letters and stay."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from newsroom.foundation.visible_text import is_invisible, reading_order

# Accents, strokes through, vowel points of Arabic and Hebrew, nukta: by their combining class.
# Others are spelling: virama is 9, the voicing of kana 8, the tone marks of Thai 107.
_ACCENTS = frozenset({1, 7, *range(10, 37), *range(200, 241)})

# Scripts that are mixed into Latin words to deceive. Others hold an l or an o that looks alike
# too (alef, ayin), but whoever uses them writes in them.
_DECEIVING = ("LATIN ", "CYRILLIC ", "GREEK ", "ARMENIAN ", "CHEROKEE ", "COPTIC ", "LISU ")
_OWN_LETTERS = {"σ", "ь"}  # look like another letter of their own script, once folded: о, в
# What the data have not, and one keyboard's letters for another's (Arabic and Persian).
_ALIKE = {"є": "e", "ɛ": "e", "ь": "ь", "ك": "ک", "ي": "ی", "ى": "ی"}
_LATIN_NAME = re.compile(
    r"(?:NEGATIVE (?:CIRCLED|SQUARED) |REGIONAL INDICATOR SYMBOL )?"
    r"LATIN (?:SMALL LETTER|LETTER SMALL CAPITAL|CAPITAL LETTER) (?:DOTLESS )?([A-Z])(?: WITH .+)?"
    r"|REGIONAL INDICATOR SYMBOL LETTER ([A-Z])"
)
_JOINING = re.compile(
    "[\u3040-\u30ff][\u3099\u309a]|[\u1100-\u1112][\u1161-\u1175](?:[\u11a8-\u11c2])?"
    "|[가-힣][\u11a8-\u11c2]"
)
_PARTS = re.compile("[\u3099\u309a\u1161-\u1175\u11a8-\u11c2]")


@dataclass(frozen=True, slots=True)
class Folded:
    text: str
    origin: Sequence[int]
    """For each character of the folded text the place it came from, and the end."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that became these, of which there is at least one."""
        return self.origin[start], max(self.origin[end], self.origin[end - 1] + 1)


class Reordered(Folded):
    """A text that is read in another order than it is stored in."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        places = self.origin[start:end]
        return min(places), max(places) + 1


def folded_as_read(text: str) -> Folded | None:
    """The fold of what readers see, where overrides of direction show them another text than the
    one that is stored; otherwise None."""
    order = reading_order(text)
    if order is None:
        return None
    fold = folded("".join(map(text.__getitem__, order)))
    return Reordered(fold.text, [[*order, len(text)][place] for place in fold.origin])


def folded(text: str) -> Folded:
    if text.isascii():
        return Folded(text.lower(), range(len(text) + 1))
    if set(map(len, map(_FOLDS.__getitem__, map(ord, set(text))))) == {1}:
        together = text.translate(_FOLDS)
        if not _PARTS.search(together):
            return Folded(together, range(len(text) + 1))
    pieces = [_FOLDS[ord(each)] for each in text]
    origin = [place for place, piece in enumerate(pieces) for _ in piece]
    together = "".join(pieces)
    if _PARTS.search(together):
        together, origin = _joined(together, origin)
    return Folded(together, [*origin, len(text)])


def _joined(text: str, origin: list[int]) -> tuple[str, list[int]]:
    """Syllables of Hangul and voiced kana, put together from their parts."""
    pieces, places, last = [], [], 0
    for match in _JOINING.finditer(text):
        syllable = unicodedata.normalize("NFC", match[0])
        pieces += [text[last : match.start()], syllable]
        places += origin[last : match.start()] + [origin[match.start()]] * len(syllable)
        last = match.end()
    return "".join(pieces) + text[last:], places + origin[last:]


class _Folds(dict[int, str]):
    """What becomes of a character; worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        fold = _fold_of(chr(point))
        self[point] = fold
        return fold


def _fold_of(letter: str) -> str:
    if is_invisible(letter):
        return ""
    if unicodedata.category(letter) == "Cs":
        return "\ufffd"  # half a character, which nothing further on could take
    bare = _without_accents(unicodedata.normalize("NFKD", letter)).casefold()
    bare = _without_accents(unicodedata.normalize("NFKD", bare))
    alike = "".join(_alike(each) for each in bare)
    if _PARTS.search(alike):
        return unicodedata.normalize("NFC", alike)
    return alike


def _without_accents(text: str) -> str:
    return "".join(
        each
        for each in text
        if unicodedata.combining(each) not in _ACCENTS and unicodedata.category(each) != "Me"
    )


def _alike(letter: str) -> str:
    if letter.isascii():
        return letter
    if known := _ALIKE.get(letter) or look_alikes().get(letter):
        return known
    if named := _LATIN_NAME.fullmatch(unicodedata.name(letter, "")):
        return (named[1] or named[2]).lower()
    number = unicodedata.decimal(letter, None)
    return letter if number is None else str(number)


@cache
def look_alikes() -> dict[str, str]:
    """Small letters that look like a Latin one, from Unicode's table of confusables. A letter is
    what its small form looks like; where that is like nothing, what its capital looks like."""
    source = resources.files("confusable_homoglyphs").joinpath("confusables.json")
    table = json.loads(source.read_text(encoding="utf-8"))
    small: dict[str, str] = {}
    capital: dict[str, str] = {}
    for latin in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for each in table.get(latin, ()):
            letter = each["c"]
            if len(letter) == 1 and unicodedata.name(letter, "").startswith(_DECEIVING):
                folded_case = letter.casefold()
                kept = small if folded_case == letter else capital
                kept.setdefault(folded_case, latin.lower())
    return {
        letter: latin
        for letter, latin in {**capital, **small}.items()
        if len(letter) == 1 and not letter.isascii() and letter not in _OWN_LETTERS
    }


_FOLDS = _Folds({point: chr(point).lower() for point in range(128)})

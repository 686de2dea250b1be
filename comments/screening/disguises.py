"""How people spell a word so that a list does not find it: digits and signs for letters,
stretched and doubled letters, letters apart, a break in the word, letters masked.

Works on folded text, and only points out places. Ordinary text has few, and many of them are
nothing; what reads as no listed word is no disguise (see `vocabulary`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

_SIGNS = r"$@!|+€¢"
_LETTER = r"[^\W_]"
_HAN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_UNIT = rf"(?:[^\W_{_HAN}]|[{_SIGNS}])"
# Between letters that stand apart: the same all along, or any one character. After full stops and
# commas a space would make it initials or a list: A. S. S. Miller.
_APART = r"(?![.,;:!?]\s)[\W_]"

SPACED = re.compile(
    rf"(?<![\w'’]){_UNIT}"
    rf"(?:({_APART}[\W_]{{0,2}}?){_UNIT}(?:\1{_UNIT})+|(?:{_APART}{_UNIT}){{2,}})(?!\w)"
)
SPACED_SYLLABLES = re.compile(
    rf"(?<!\w)[가-힣][ *._·|~+^-]{{1,2}}[가-힣](?!\w)|[{_HAN}](?:[ \t*._·|~+^-]{{1,3}}[{_HAN}])+"
)
DECODED = re.compile(
    rf"(?:(?<=_)|(?<![\w{_SIGNS}]))(?:{_LETTER}|[{_SIGNS}])*[\d{_SIGNS}](?:{_LETTER}|[{_SIGNS}])*"
)
STRETCHED = re.compile(
    rf"(?<!{_LETTER}){_LETTER}*?({_LETTER})\1\1{_LETTER}*|(?<!\w)(?:({_LETTER})\2){{3,}}(?!\w)"
)
BROKEN = re.compile(rf"(?<!{_LETTER}){_LETTER}++(?:[-_*~·•^]{{1,2}}{_LETTER}++)+")
MASKED = re.compile(
    rf"(?<![\w*#]){_LETTER}++(?:[*#]++{_LETTER}*+)+|(?<!\w){_LETTER}+[-_.]{{2,}}{_LETTER}+"
)
# A listed noun with what these languages write onto it: particles of Korean, the article and the
# short prepositions of Arabic. 시발점 is another word: 점 is no particle.
INFLECTED = re.compile(
    r"(?<!\w)([가-힣]{2,}?)(?:은|는|이|가|을|를|아|야|의|도|들|들아|들이|들은|들을|만|에|에게|한테"
    r"|와|과|랑|이랑|로|으로|님|이다|이야|이네|인데|이지|같은|같이|까지|부터|처럼)(?!\w)"
    r"|(?<!\w)[وف]?(?:[بك]?ال|لل|[بلك])([\u0620-\u06d3]{2,})(?!\w)"
)

# What a text must have for one of these to be worth looking for: ordinary ones have little of it,
# and each look costs more than finding ten thousand words.
_HAS_SPACED = re.compile(rf" \S \S |[{_SIGNS}][\W_]{{1,3}}[{_SIGNS}]")
_HAS_CODE = re.compile(rf"[\d{_SIGNS}]")
_HAS_BREAK = re.compile(r"[-_*~·•^#]|\.\.")
_HAS_SYLLABLES = re.compile(f"[{_HAN}가-힣\u0620-\u06d3]")
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщъыьэюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
)
_HELD = AhoCorasick(
    [letter * 3 for letter in "".join(_ALPHABETS)]
    + [2 * a + 2 * b for each in _ALPHABETS for a in each for b in each if a != b]
)

_LETTER_OR_SIGN, _SYLLABLE = re.compile(_UNIT), re.compile(_LETTER)
_GAP = re.compile(r"[\W_]")
_ORDINAL = re.compile(r"\d+(st|nd|rd|th|s)")
_AROUND = "0123456789$@!|+€¢"

LONGEST = 60
# Words of one letter that may stand before or after a word spelled out: a f u c k i n g pity.
_ALONE = frozenset("aiouyenr")

# A guess, unlike the others: more than one word may fit.
LETTERS_LEFT_OUT = "with letters left out"


class Place(NamedTuple):
    """A stretch of the folded text that may stand for something else."""

    start: int
    end: int
    written: str
    """Its letters and signs, without what stands between them."""
    how: str


def places(text: str, line: str) -> Iterator[Place]:
    """Of a folded text, with the line of its words."""
    if _HAS_SPACED.search(line) or _HAS_SPACED.search(text):
        for match in SPACED.finditer(text):
            yield from _spelled_out(match, _LETTER_OR_SIGN, least=3)
    if _HAS_CODE.search(text):
        for match in DECODED.finditer(text):
            yield from _decoded(match)
    if _HELD.find_matches_as_indexes(text):
        for match in STRETCHED.finditer(text):
            yield Place(*match.span(), match[0], "with letters stretched")
    if _HAS_BREAK.search(text):
        for match in BROKEN.finditer(text):
            yield Place(*match.span(), _GAP.sub("", match[0]), "with a break in the word")
        for match in MASKED.finditer(text):
            yield Place(*match.span(), match[0], LETTERS_LEFT_OUT)
    if not text.isascii() and _HAS_SYLLABLES.search(text):
        for match in SPACED_SYLLABLES.finditer(text):
            yield from _spelled_out(match, _SYLLABLE, least=2)
        for match in INFLECTED.finditer(text):
            yield Place(*match.span(match.lastindex or 0), match[match.lastindex or 0], "")


def _spelled_out(match: re.Match[str], one: re.Pattern[str], least: int) -> Iterator[Place]:
    """The letters that stand apart, also without what may be words beside them."""
    spots = [each.start() for each in one.finditer(match[0])][:LONGEST]
    letters = "".join(match[0][spot] for spot in spots)
    for first in range(_words_alone(letters) + 1):
        for last in range(len(letters), len(letters) - _words_alone(letters[::-1]) - 1, -1):
            if last - first >= least:
                start, end = match.start() + spots[first], match.start() + spots[last - 1] + 1
                yield Place(start, end, letters[first:last], "with its letters apart")


def _words_alone(letters: str) -> int:
    """How many of the first letters, two at most, may be words by themselves."""
    return next((n for n, each in enumerate(letters[:2]) if each not in _ALONE), 2)


def _decoded(match: re.Match[str]) -> Iterator[Place]:
    """The token, also without the digits and signs around it: idiot99, !!!stupid."""
    token = match[0].rstrip("!+|")
    if _ORDINAL.fullmatch(token):
        return
    bare = token.strip(_AROUND)
    for written in dict.fromkeys((token, bare)):
        if any(each.isalpha() for each in written):  # 455 is a number
            spelled = written != bare or _HAS_CODE.search(bare)
            how = (
                "with digits or signs for letters" if spelled else "with digits or signs around it"
            )
            yield Place(match.start(), match.start() + len(token), written, how)

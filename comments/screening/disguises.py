"""How people spell a word so that a list does not find it: digits and signs for letters,
stretched and doubled letters, letters apart, a break in the word, letters masked.

Works on folded text. Ordinary text has few such places, so all of them are looked at closely,
and against the words of the lists alone: what reads as no listed word is no disguise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, product
from typing import NamedTuple

_SIGNS = r"$@!|+€¢"
_LETTER = r"[^\W_]"
_UNIT = rf"(?:{_LETTER}|[{_SIGNS}])"
# Between letters that stand apart: the same all along, or any one character. After full stops and
# commas a space would make it initials or a list: A. S. S. Miller.
_APART = r"(?![.,;:!?]\s)[\W_]"
_HAN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"

SPACED = re.compile(
    rf"(?<![\w'’]){_UNIT}(?:({_APART}[\W_]{{0,2}}?){_UNIT}(?:\1{_UNIT})+|(?:{_APART}{_UNIT}){{2,}})(?!\w)"
    rf"|(?<!\w)[가-힣][ *._·|~+^-]{{1,2}}[가-힣](?!\w)"
    rf"|[{_HAN}](?:[ \t*._·|~+^-]{{1,3}}[{_HAN}])+"
)
DECODED = re.compile(rf"(?<![\w{_SIGNS}])[\w{_SIGNS}]*[\d{_SIGNS}][\w{_SIGNS}]*")
STRETCHED = re.compile(
    rf"(?<!{_LETTER}){_LETTER}*?({_LETTER})\1\1{_LETTER}*|(?<!\w)(?:({_LETTER})\2){{3,}}(?!\w)"
)
BROKEN = re.compile(rf"(?<!{_LETTER}){_LETTER}++(?:[-_*~·•^]{{1,2}}{_LETTER}++)+")
# A listed noun with what these languages write onto it: particles of Korean, the article and the
# short prepositions of Arabic. 시발점 is another word: 점 is no particle.
INFLECTED = re.compile(
    r"(?<!\w)(?P<noun>[가-힣]{2,}?)(?:은|는|이|가|을|를|아|야|의|도|들|들아|들이|들은|들을|만|에|에게|한테"
    r"|와|과|랑|이랑|로|으로|님|이다|이야|이네|인데|이지|같은|같이|까지|부터|처럼)(?!\w)"
    r"|(?<!\w)[وف]?(?:[بك]?ال|لل|[بلك])(?P<name>[\u0620-\u06d3]{2,})(?!\w)"
)
MASKED = re.compile(
    rf"(?<![\w*#]){_LETTER}++(?:[*#]++{_LETTER}*+)+|(?<!\w){_LETTER}+[-_.]{{2,}}{_LETTER}+"
)

_HELD = re.compile(r"(.)\1\1+")
_ONE = re.compile(_UNIT)
_GAP = re.compile(r"[\W_]")
_MASK = re.compile(r"[*#._-]")
_CODE = re.compile(rf"[\d{_SIGNS}]")
_AROUND = "0123456789$@!|+€¢"

_READ_AS = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b",
    "9": "g", "$": "s", "@": "a", "!": "il", "|": "il", "+": "t", "€": "e", "¢": "c",
}  # fmt: skip
_READ_AS_CYRILLIC = {"3": "eз", "4": "aч", "6": "б"}
# Past so many letters that may be two, each sign is read one way throughout.
_MOST_DOUBTFUL = 5
_LONGEST = 60
# Words of one letter that may stand before or after a word spelled out: a f u c k i n g pity.
_ALONE = frozenset("aiouyenr")


class Place(NamedTuple):
    """A stretch of the folded text that may stand for something else."""

    start: int
    end: int
    written: str
    """Its letters and signs, without what stands between them."""
    how: str


def places(text: str) -> Iterator[Place]:
    for match in SPACED.finditer(text):
        yield from _spelled_out(match)
    for match in DECODED.finditer(text):
        yield from _decoded(match)
    for match in STRETCHED.finditer(text):
        yield Place(*match.span(), match[0], "with letters stretched")
    for match in INFLECTED.finditer(text):
        yield Place(*match.span(match.lastgroup or 0), match[match.lastgroup or 0], "")
    for match in BROKEN.finditer(text):
        yield Place(*match.span(), _GAP.sub("", match[0]), "with a break in the word")
    for match in MASKED.finditer(text):
        yield Place(*match.span(), match[0], "with letters left out")


def _spelled_out(match: re.Match[str]) -> Iterator[Place]:
    """The letters that stand apart, also without what may be words beside them."""
    spots = [each.start() for each in _ONE.finditer(match[0])][:_LONGEST]
    letters = "".join(match[0][spot] for spot in spots)
    least = 2 if letters[0] > "\u3000" else 3
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
    bare = token.strip(_AROUND)
    for written in dict.fromkeys((token, bare)):
        if any(each.isalpha() for each in written):  # 455 is a number
            start = match.start() + match[0].find(written)
            how = (
                "with digits or signs for letters"
                if written != bare or _CODE.search(bare)
                else ("with digits or signs around it")
            )
            yield Place(start, start + len(written), written, how)


class Vocabulary:
    """The words of the lists, folded, found by what is left of them in a disguise."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = frozenset(words)
        self.by_squeezed: dict[str, list[str]] = defaultdict(list)
        self.by_frame: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in sorted(self.words):
            self.by_squeezed[squeezed(word)].append(word)
            self.by_frame[len(word), word[0]].append(word)

    def meant_by(self, place: Place) -> Iterator[str]:
        """Words of the list that these letters and signs may be read as."""
        if _MASK.search(place.written):
            yield from self._unmasked(place.written)
            return
        for reading in readings(place.written):
            if reading in self.words:
                yield reading
            for word in self.by_squeezed.get(squeezed(reading), ()):
                if word != reading and is_stretched(reading, word):
                    yield word

    def _unmasked(self, written: str) -> Iterator[str]:
        shown = sum(each.isalnum() for each in written)
        if shown < 2 or shown * 2 < len(written) or len(written) > _LONGEST:
            return
        looks_like = re.compile(_GAP.sub(".", written))
        for word in self.by_frame.get((len(written), written[0]), ()):
            if looks_like.fullmatch(word):
                yield word


def readings(written: str) -> Iterator[str]:
    """What letters with digits and signs among them may say, the likeliest first."""
    read_as = _READ_AS
    if any("а" <= each <= "я" for each in written):
        read_as = {**_READ_AS, **_READ_AS_CYRILLIC}
    choices = [read_as.get(each, each) for each in written[:_LONGEST]]
    if sum(len(each) > 1 for each in choices) <= _MOST_DOUBTFUL:
        for letters in product(*choices):
            yield "".join(letters)
    else:
        yield "".join(each[0] for each in choices)
        yield "".join(each[-1] for each in choices)


def plain_readings(written: str) -> Iterator[str]:
    """The readings with no letter more than twice, and none more than once in a row where it was
    held: what a word inside of another is looked for in."""
    for reading in readings(written):
        yield reading
        if _HELD.search(reading):
            yield _HELD.sub(r"\1\1", reading)
            yield _HELD.sub(r"\1", reading)


def squeezed(word: str) -> str:
    """Each run of a letter as one of it."""
    return "".join(letter for letter, _ in groupby(word))


def is_stretched(written: str, word: str) -> bool:
    """Whether one is the other with letters held (three or more) or every letter doubled. Two of
    a letter are spelling: cool is not col. Expects both to be the same, squeezed."""
    runs = [
        (len(list(ours)), len(list(theirs)))
        for (_, ours), (_, theirs) in zip(groupby(written), groupby(word), strict=True)
    ]
    if all(ours == theirs or ours >= max(3, theirs) for ours, theirs in runs):
        return True
    return len(runs) > 2 and all(ours == 2 * theirs for ours, theirs in runs)

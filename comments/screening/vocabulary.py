"""The listed words, found by what is left of them in a disguise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, product

from comments.screening.disguises import LONGEST, Place

_GAP = re.compile(r"[\W_]")
_MASK = re.compile(r"[*#._-]")
_HELD = re.compile(r"(.)\1\1+")

_READ_AS = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b",
    "9": "g", "$": "s", "@": "a", "!": "il", "|": "il", "+": "t", "€": "e", "¢": "c",
}  # fmt: skip
_AMBIGUOUS = frozenset(_READ_AS)
_READ_AS_CYRILLIC = {"3": "eз", "4": "aч", "6": "б"}
# Past so many letters that may be two, each sign is read one way throughout.
_MOST_DOUBTFUL = 5


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
        if not place.how:
            yield from {place.written} & self.words
            return
        if _MASK.search(place.written):
            yield from self._unmasked(place.written)
            return
        for reading in readings(place.written):
            if reading in self.words:
                yield reading
            if _HELD.search(reading) or reading[::2] == reading[1::2]:
                for word in self.by_squeezed.get(squeezed(reading), ()):
                    if word != reading and is_stretched(reading, word):
                        yield word

    def _unmasked(self, written: str) -> Iterator[str]:
        shown = sum(each.isalnum() for each in written)
        if shown < 2 or shown * 2 < len(written) or len(written) > LONGEST:
            return
        looks_like = re.compile(_GAP.sub(".", written))
        for word in self.by_frame.get((len(written), written[0]), ()):
            if looks_like.fullmatch(word):
                yield word


def readings(written: str) -> Iterator[str]:
    """What letters with digits and signs among them may say, the likeliest first."""
    if _AMBIGUOUS.isdisjoint(written):
        yield written
        return
    read_as = _READ_AS
    if any("а" <= each <= "я" for each in written):
        read_as = {**_READ_AS, **_READ_AS_CYRILLIC}
    choices = [read_as.get(each, each) for each in written[:LONGEST]]
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
    a letter are spelling: cool is not col. Neither is xxx a long xx. Expects both to be the same,
    squeezed."""
    runs = [
        (len(list(ours)), len(list(theirs)))
        for (_, ours), (_, theirs) in zip(groupby(written), groupby(word), strict=True)
    ]
    if len(runs) > 1 and all(ours == theirs or ours >= max(3, theirs) for ours, theirs in runs):
        return True
    return len(runs) > 2 and all(ours == 2 * theirs for ours, theirs in runs)

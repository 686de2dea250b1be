"""The words of a text in a line, with one space between any two: what a whole word or a phrase is
looked for in, whatever stands between its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from comments.screening.disguises import Place

_WORD = re.compile(r"\S+")
# No phrase goes on past the end of a sentence or a paragraph: let it go. Die Hard is on.
_STOP = re.compile(r"[.!?;:…。！？][\s\"'”’)]|\n\s*\n")


def spoken_words(folded: str) -> list[str]:
    return folded.translate(_LETTERS).split()


class Line:
    def __init__(self, folded: str, meant: Iterable[tuple[Place, str]] = ()) -> None:
        """`meant` are the words to read in their places, in any order; the first of those that
        overlap counts."""
        self._folded = folded
        self._letters = folded.translate(_LETTERS)
        self._meant: list[tuple[Place, str]] = []
        for place, word in sorted(meant, key=lambda each: each[0].start):
            if not self._meant or place.start >= self._meant[-1][0].end:
                self._meant.append((place, word))
        if self._meant:
            words: Iterable[str] = (word for word, *_ in self._words)
        else:
            words = self._letters.split()
        self.text = f" {' '.join(words)} "

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where in the folded text these words of the line stand, with the spaces around them;
        None if a sentence ends between them."""
        words = self._between(start, end)
        for (_, _, before, _), (_, after, _, _) in pairwise(words):
            if _STOP.search(self._folded[before : after + 1]):
                return None
        return words[0][1], words[-1][2]

    def how(self, start: int, end: int) -> str:
        """How the first of these words that is disguised is written."""
        return next((how for *_, how in self._between(start, end) if how), "")

    def _between(self, start: int, end: int) -> list[tuple[str, int, int, str]]:
        first = self.text.count(" ", 0, start + 1) - 1
        return self._words[first : first + self.text.count(" ", start, end) - 1]

    @cached_property
    def _words(self) -> list[tuple[str, int, int, str]]:
        """Each with its place in the folded text, and how it was disguised."""
        words = []
        last = 0
        for place, word in [*self._meant, (Place(len(self._letters), 0, "", ""), "")]:
            words += [
                (match[0], *match.span(), "")
                for match in _WORD.finditer(self._letters, last, place.start)
            ]
            if word:
                words.append((word, place.start, place.end, place.how))
            last = place.end
        return words


class _Letters(dict[int, str]):
    """Letters, digits and vowel signs as they are, all else a space."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        is_spoken = letter.isalnum() or unicodedata.category(letter).startswith("M")
        self[point] = letter if is_spoken else " "
        return self[point]


_LETTERS = _Letters()

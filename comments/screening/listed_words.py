"""The lists of words, phrases and patterns, compiled so that ten thousand cost what ten do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self

from ahocorasick_rs import AhoCorasick

from comments.screening.disguises import Place, places
from comments.screening.folding import Folded, folded, folded_as_read
from comments.screening.patterns import Patterns, complaint_about_pattern
from comments.screening.spoken import Line, spoken_words
from comments.screening.tongues import Tongues, how_written, is_of_no_spaces
from comments.screening.verdict import DOUBT
from comments.screening.vocabulary import Vocabulary, plain_readings


@dataclass(frozen=True)
class Entry:
    """A row of a list."""

    rule: str
    text: str
    kind: str = "word"
    """word, phrase or pattern. Words and phrases are told apart for people alone."""
    refuses: bool = False
    whole: bool = True
    """Only as words by themselves. Patterns say so with \\b; scripts that put no space between
    words have none."""
    weight: int = DOUBT


class Found(NamedTuple):
    entry: Entry
    span: tuple[int, int]
    """In the text as it was typed."""
    how: str = ""
    """How it was disguised, as the end of a sentence; empty if it was not."""


def complaint_about(kind: str, text: str, *, whole: bool = True) -> str:
    """What is wrong with an entry, in a sentence for people; empty if nothing is."""
    if kind == "pattern":
        return complaint_about_pattern(text)
    letters = folded(text).text.strip()
    if not letters or not (spoken_words(letters) or _SIGN.search(letters)):
        return "There is nothing in it that could be found."
    if not whole and len(letters) == 1 and letters.isascii():
        return "One letter is in nearly every comment: list it as a whole word, or not at all."
    return ""


class Words:
    """Words that stand by themselves are found in the line of the text's words, all others in the
    folded text, each by one automaton; then what is written in disguise is looked at."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Raises ValueError, with a sentence for people, where a pattern is none."""
        self._entries = tuple(entries)
        self._patterned = [each for each in self._entries if each.kind == "pattern"]
        self._patterns = Patterns([each.text for each in self._patterned])
        spoken: dict[str, list[Entry]] = defaultdict(list)
        within: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            if entry.kind == "pattern":
                continue
            letters = folded(entry.text).text.strip()
            words = spoken_words(letters)
            if not entry.whole or _SIGN.search(letters) or any(map(is_of_no_spaces, letters)):
                if letters:
                    within[letters].append(entry)
            elif words:
                spoken[f" {' '.join(words)} "].append(entry)
        self._spoken, self._within = _Automaton(spoken), _Automaton(within)
        self._vocabulary = Vocabulary(word for line in spoken for word in line.split())

    @classmethod
    def compiled(cls, entries: Iterable[Entry]) -> Self:
        return cls(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def found(self, text: str, language: str = "en") -> list[Found]:
        """Each entry with each place where the text has it, undisguised ones first."""
        if not self._entries:
            return []
        fold, tongues = folded(text), Tongues(text, language)
        kept: list[Found] = []
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for entry, start, end, how in self._candidates(fold):
            span = fold.span(start, end)
            known = spans[id(entry)]
            if any(span[0] < theirs[1] and theirs[0] < span[1] for theirs in known[-_NEAR:]):
                continue
            written = text[slice(*span)]
            differs = written.casefold() != entry.text.casefold()
            if differs and tongues.is_another_word(written, entry.text):
                continue
            known.append(span)
            kept.append(Found(entry, span, how or how_written(written, entry.text)))
        kept += self._by_pattern(text, fold)
        return kept + list(self._as_read(text, kept))

    def _as_read(self, text: str, kept: list[Found]) -> Iterator[Found]:
        """What is found only in what readers see, where an override of direction turns what is
        stored."""
        if (fold := folded_as_read(text)) is None:
            return
        seen = {(id(entry), place) for entry, span, _ in kept for place in range(*span)}
        matches = [(entry, start, end) for entry, start, end, _ in self._candidates(fold)]
        matches += [
            (self._patterned[n], start, end) for n, start, end in self._patterns.found(fold.text)
        ]
        for entry, start, end in matches:
            span = fold.span(start, end)
            places = {(id(entry), place) for place in range(*span)}
            if not places & seen:
                seen |= places
                yield Found(entry, span, "with its direction turned")

    def _candidates(self, fold: Folded) -> Iterator[tuple[Entry, int, int, str]]:
        for entries, start, end in self._within.find(fold.text):
            for entry in entries:
                if not entry.whole or _stands_alone(fold.text, start, end):
                    yield entry, start, end, ""
        line = Line(fold.text)
        for entries, start, end in self._spoken.find(line.text):
            if place := line.place(start, end):
                for entry in entries:
                    yield entry, *place, ""
        yield from self._disguised(fold.text, line.text)

    def _disguised(self, text: str, words: str) -> Iterator[tuple[Entry, int, int, str]]:
        meant: list[tuple[Place, str]] = []
        for place in places(text, words):
            for word in self._vocabulary.meant_by(place):
                meant.append((place, word))
                for entry in self._spoken.entries.get(f" {word} ", ()):
                    yield entry, place.start, place.end, place.how
            if self._within.entries and place.how:
                for entry in self._inside(place):
                    yield entry, place.start, place.end, place.how
        if meant:
            line = Line(text, meant)
            for entries, start, end in self._spoken.find(line.text):
                if (how := line.how(start, end)) and (spot := line.place(start, end)):
                    for entry in entries:
                        yield entry, *spot, how

    def _inside(self, place: Place) -> Iterator[Entry]:
        """What is looked for within words, in what this place may say."""
        for reading in plain_readings(place.written):
            for entries, start, _ in self._within.find(reading):
                for entry in entries:
                    if not entry.whole or is_of_no_spaces(reading[start]):
                        yield entry

    def _by_pattern(self, text: str, fold: Folded) -> Iterator[Found]:
        """In the text as it is, and in the folded one if there is more to it than case."""
        seen = set()
        for number, start, end in self._patterns.found(text):
            seen.add((number, start, end))
            yield Found(self._patterned[number], (start, end))
        if not text.isascii():
            for number, start, end in self._patterns.found(fold.text):
                span = fold.span(start, end)
                if (number, *span) not in seen:
                    yield Found(
                        self._patterned[number], span, "with other letterforms or look-alikes"
                    )


class _Automaton:
    """Many strings looked for at once, each with the entries it stands for."""

    def __init__(self, entries: dict[str, list[Entry]]) -> None:
        self.entries = dict(entries)
        self._lists = list(self.entries.values())
        self._machine = AhoCorasick(list(self.entries)) if entries else None

    def find(self, text: str) -> Iterator[tuple[list[Entry], int, int]]:
        if self._machine is not None:
            for number, start, end in self._machine.find_matches_as_indexes(text, overlapping=True):
                yield self._lists[number], start, end


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether neither side is in the midst of a word, where the script has an end of words."""
    return not (_goes_on(text, start - 1, start) or _goes_on(text, end - 1, end))


def _goes_on(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    return all(each.isalnum() and not is_of_no_spaces(each) for each in (text[left], text[right]))


# Of the places where the same entry was found, as many are compared with a new one.
_NEAR = 20
# What no word is written with: an entry that has it is looked for to the letter.
_SIGN = re.compile(r"[^\w\s'’‘ʼ\-‐‑–.,\u0300-\u036f]")

"""Shouting, flooding and empty talk: what a text does rather than what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from comments.screening.limits import limit
from comments.screening.submission import Submission
from comments.screening.verdict import DOUBT, Finding

_LONG_RUN = re.compile(r"(\S)\1{3,}")
# Accents stand one or two to a letter in every language; more is drawing.
_MARKS_A_LETTER = 3
_UNSEEN_MOST = 8
# Joiners of emoji and letters, marks of direction and isolates in right-to-left text, and the soft
# hyphens of a text copied from a justified page.
_HAVE_A_PLACE = frozenset("\u00ad\u061c\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")


@dataclass(frozen=True)
class NoiseLimits:
    capitals_percent: int = limit(
        70, "Per cent of capitals from which a text shouts", least=30, most=100
    )
    capitals_letters: int = limit(40, "In texts of at least so many letters", least=10, most=1000)
    same_character: int = limit(12, "The same character in a row, at most", least=4, most=500)
    symbols_percent: int = limit(
        70, "Per cent of symbols and emoji from which a text says nothing", least=20, most=100
    )


def find(submission: Submission, limits: NoiseLimits) -> Iterator[Finding]:
    """Capitals throughout, one character without end, symbols instead of words, and marks piled
    on letters are held."""
    text = submission.text
    cased = [c for c in text if c.isupper() or c.islower()]
    upper = sum(map(str.isupper, cased))
    if len(cased) >= limits.capitals_letters and upper * 100 >= limits.capitals_percent * len(
        cased
    ):
        yield Finding("noise", f"{upper * 100 // len(cased)} % capitals", DOUBT)
    for match in _LONG_RUN.finditer(text):
        if match.end() - match.start() > limits.same_character:
            number = match.end() - match.start()
            yield Finding("noise", f"“{match[1]}” {number}× in a row", DOUBT, span=match.span())
    solid = [c for c in text if not c.isspace()]
    # Letters of scripts whose vowels are marks count as letters: their category begins with M.
    spoken = sum(c.isalnum() or unicodedata.category(c) in ("Mc", "Mn") for c in solid)
    silent = len(solid) - spoken
    if len(solid) >= 8 and silent * 100 >= limits.symbols_percent * len(solid):
        yield Finding("noise", f"{silent * 100 // len(solid)} % symbols", DOUBT)
    if not text.isascii():
        yield from _drawn(text)


def _drawn(text: str) -> Iterator[Finding]:
    """Marks piled on letters, and runs of what cannot be seen."""
    place, piled = 0, None
    for is_mark, run in groupby(text, lambda c: unicodedata.combining(c) > 0):
        length = len(list(run))
        if is_mark and length > _MARKS_A_LETTER and piled is None:
            piled = (max(0, place - 1), place + length)
        place += length
    if piled:
        yield Finding("noise", "marks piled on letters", DOUBT, span=piled)
    unseen = sum(
        unicodedata.category(c) == "Cf" and c not in _HAVE_A_PLACE for c in _FLAG.sub("", text)
    )
    if unseen > _UNSEEN_MOST:
        yield Finding("noise", f"{unseen} invisible characters", DOUBT)

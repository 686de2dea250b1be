"""A text with the passages marked that screening pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, and the numbers of the findings that point at it; none for most."""

    text: str
    findings: tuple[int, ...] = ()


def marked(text: str, spans: Iterable[tuple[int, int] | None]) -> list[Piece]:
    """The text cut where a marked passage begins or ends. Each span bears its number, from one
    on; several may overlap, and one that does not fit the text, which its author may have changed
    since, marks nothing."""
    fitting = [
        (number, span)
        for number, span in enumerate(spans, 1)
        if span and 0 <= span[0] < span[1] <= len(text)
    ]
    cuts = sorted({0, len(text), *(edge for _, span in fitting for edge in span)})
    return [
        Piece(
            text[start:end],
            tuple(number for number, span in fitting if span[0] <= start and end <= span[1]),
        )
        for start, end in pairwise(cuts)
    ]

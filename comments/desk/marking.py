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
    is_covered: bool = False
    """Whether it is hidden until the moderator looks."""


Span = tuple[int, int]


def marked(
    text: str, spans: Iterable[Span | None], covered: Iterable[Span | None] = ()
) -> list[Piece]:
    """The text cut where a marked passage begins or ends. Each span bears its number, from one
    on; several may overlap, and one that does not fit the text, which its author may have changed
    since, marks nothing. `covered` are the passages to hide until the moderator looks."""
    hidden = [span for span in covered if span and 0 <= span[0] < span[1] <= len(text)]
    fitting = [
        (number, span)
        for number, span in enumerate(spans, 1)
        if span and 0 <= span[0] < span[1] <= len(text)
    ]
    edges = {edge for span in [*(span for _, span in fitting), *hidden] for edge in span}
    cuts = sorted({0, len(text), *edges})
    return [
        Piece(
            text[start:end],
            tuple(number for number, span in fitting if span[0] <= start and end <= span[1]),
            any(span[0] <= start and end <= span[1] for span in hidden),
        )
        for start, end in pairwise(cuts)
    ]

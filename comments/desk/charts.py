"""Charts as plain shapes, drawn by the server: what a template needs to write them as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 720, 150, 30
MARKS = 4


@dataclass(frozen=True)
class Block:
    series: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Column:
    label: str
    mark: str
    """What stands beneath it; empty for most, where there are many."""
    middle: float
    values: list[int]
    blocks: list[Block]


@dataclass(frozen=True)
class Columns:
    """Stacked columns over time."""

    series: list[tuple[str, str]]
    columns: list[Column]
    lines: list[tuple[float, int]]
    """Where a line across stands, and for how many."""
    width: int = WIDTH
    height: int = HEIGHT + FOOT
    base: int = HEIGHT


@dataclass(frozen=True)
class Bar:
    label: str
    number: int
    percent: float
    """Of the longest bar, from 0 to 100."""
    beside: str = ""


def columns(
    steps: Sequence[tuple[str, str, Mapping[str, int]]], series: Sequence[tuple[str, str]]
) -> Columns:
    """One column for each step (label, mark, numbers by series), the first series at its foot."""
    totals = [sum(numbers.get(key, 0) for key, _ in series) for _, _, numbers in steps]
    top = _round_up(max(totals, default=0))
    wide = WIDTH / max(1, len(steps))
    drawn = []
    for place, (label, mark, numbers) in enumerate(steps):
        foot, blocks = float(HEIGHT), []
        for key, _ in series:
            if height := numbers.get(key, 0) / top * (HEIGHT - 10):
                foot -= height
                x = place * wide + wide * 0.12
                blocks.append(Block(key, _r(x), _r(foot), _r(wide * 0.76), _r(height)))
        values = [numbers.get(key, 0) for key, _ in series]
        drawn.append(Column(label, mark, _r((place + 0.5) * wide), values, blocks))
    lines = [
        (_r(HEIGHT - number / top * (HEIGHT - 10)), number)
        for number in (top * part // MARKS for part in range(1, MARKS + 1))
    ]
    return Columns(list(series), drawn, lines)


def bars(rows: Sequence[tuple[str, int, str]]) -> list[Bar]:
    """One bar for each row (label, number, what stands beside it), in their order."""
    longest = max((number for _, number, _ in rows), default=0) or 1
    return [Bar(label, n, _r(n / longest * 100), beside) for label, n, beside in rows]


def _round_up(number: int) -> int:
    """The next number that divides into MARKS round parts."""
    for size in (4, 8, 20, 40, 80, 100, 200, 400, 800):
        if number <= size:
            return size
    power = 10 ** (len(str(number)) - 1)
    return next(power * step for step in (1, 2, 4, 6, 8, 10, 20) if number <= power * step)


def _r(number: float) -> float:
    return round(number, 1)

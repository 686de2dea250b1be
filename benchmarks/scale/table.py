"""The tables of docs/at-scale.md, written from what was measured."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "at-scale.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
ALLOWED = 1.3
TIMES = (
    "Milliseconds by the clock, with those of the site's own processor time in brackets; growth is "
    "from the first column to the last."
)

Results = dict[str, Any]


def write(results: Results) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    tables = "\n\n".join(_of(vendor, results) for vendor in NAMES if _sizes(vendor, results))
    told = f"{BEGIN}\n\n{results['made']}\n\n{tables}\n\n{END}"
    DOCUMENT.write_text(
        re.sub(f"{BEGIN}.*{END}", lambda _: told, text, flags=re.DOTALL), encoding="utf-8"
    )


def _sizes(vendor: str, results: Results) -> list[int]:
    places = (place.split() for place in results if place != "made")
    return sorted(int(size) for name, size in places if name == vendor)


def _of(vendor: str, results: Results) -> str:
    sizes = _sizes(vendor, results)
    columns = [results[f"{vendor} {size}"] for size in sizes]
    head = ["", *(f"{size:,}" for size in sizes), "growth"]
    parts = [f"### {NAMES[vendor]}", TIMES]
    parts.append(_table(head, [_times(act, columns) for act in columns[0]]))
    parts.append(
        "Queries" + (", and blocks of 8 kB that they looked at" * (vendor == "postgresql")) + ":"
    )
    parts.append(_table(head[:-1], [_queries(act, columns, vendor) for act in columns[0]]))
    return "\n\n".join(parts)


def _times(act: str, columns: list[Results]) -> list[str]:
    costs = [column[act] for column in columns]
    wall, cpu = (costs[-1][name] / costs[0][name] for name in ("wall_ms", "cpu_ms"))
    growth = f"{wall:.2f}× ({cpu:.2f}×)"
    return [
        act,
        *(f"{cost['wall_ms']:.1f} ({cost['cpu_ms']:.1f})" for cost in costs),
        f"**{growth}**" if wall > ALLOWED else growth,
    ]


def _queries(act: str, columns: list[Results], vendor: str) -> list[str]:
    costs = [column[act] for column in columns]
    if vendor != "postgresql":
        return [act, *(f"{cost['queries']}" for cost in costs)]
    return [act, *(f"{cost['queries']}, {cost['blocks']:,}" for cost in costs)]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

"""What was to be reached, and whether it was: judged by the worst of what was measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Results = Mapping[str, Mapping[str, Any]]
"""By part, then by the name of the database."""

CONNECTIONS = ("1", "8", "64")
OF_THE_EMPTY_VIEW = {"SQLite": 0.8, "PostgreSQL": 0.5}
P99_TIMES = 2.0
EQUAL_WITHIN = 0.05
MISS_MS, MISS_QUERIES, MISS_COMMENTS = 30, 12, 50
POSTS_PER_SECOND = 300
WORKER_MB = 160
DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Verdict:
    what: str
    database: str
    wanted: str
    found: str
    is_reached: bool | None
    """None where it has not been measured."""

    @property
    def word(self) -> str:
        return {True: "reached", False: "**missed**", None: "not measured yet"}[self.is_reached]


@dataclass(frozen=True)
class Target:
    what: str
    part: str
    wanted: Callable[[str], str]
    judge: Callable[[str, Any], tuple[str, bool]]
    """From the database's name and what the part has found: how it reads, whether it will do."""


def verdicts(results: Results) -> Iterator[Verdict]:
    for target in TARGETS:
        for database in DATABASES:
            found = results.get(target.part, {}).get(database)
            said, is_reached = target.judge(database, found) if found else ("", None)
            yield Verdict(target.what, database, target.wanted(database), said, is_reached)


def ratios(found: Any, scene: str, figure: str, entrant: str = "site") -> list[float]:
    """The figure of the page with 10,000 comments, as a multiple of the empty view's, at each
    number of connections."""
    cells = found["cells"]
    return [
        cells[f"{scene} {entrant} 10000 {each}"][figure]
        / cells[f"{scene} bare 10000 {each}"][figure]
        for each in CONNECTIONS
    ]


def _hit(scene: str) -> Callable[[str, Any], tuple[str, bool]]:
    def judge(database: str, found: Any) -> tuple[str, bool]:
        each = ratios(found, scene, "per_second")
        return _listed(each), min(each) >= OF_THE_EMPTY_VIEW[database]

    return judge


def _p99(scene: str) -> Callable[[str, Any], tuple[str, bool]]:
    def judge(database: str, found: Any) -> tuple[str, bool]:
        each = ratios(found, scene, "p99_ms")
        return _listed(each, "×"), max(each) <= P99_TIMES

    return judge


def _equal(database: str, found: Any) -> tuple[str, bool]:
    each = [found["equality"][number] for number in CONNECTIONS]
    return _listed(each), all(abs(ratio - 1) <= EQUAL_WITHIN for ratio in each)


def _answers(database: str, found: Any) -> tuple[str, bool]:
    wrong = {name: cell for name, cell in found["cells"].items() if cell["wrong"]}
    said = f"{sum(cell['wrong'] for cell in wrong.values()):,} wrong"
    for name, cell in list(wrong.items())[:1]:
        said += f", as in “{name}” {cell['example'] or 'no answer'}"
    return said, not wrong


def _miss(page: str) -> Callable[[str, Any], tuple[str, bool]]:
    def judge(database: str, found: Any) -> tuple[str, bool]:
        cost = found["pages"][page]
        ms, queries, shown = cost["p50_ms"], cost["queries"], cost["comments"]
        said = f"{ms:.1f} ms, {queries} queries, {shown} comments"
        return said, ms <= MISS_MS and queries <= MISS_QUERIES and shown >= MISS_COMMENTS

    return judge


def _posts(database: str, found: Any) -> tuple[str, bool]:
    each = [act["per_second"] for act in found["acts"].values()]
    return ", ".join(f"{one:.0f}" for one in each), min(each) >= POSTS_PER_SECOND


def _kept(database: str, found: Any) -> tuple[str, bool]:
    names = ("lost", "doubled", "miscounted_threads")
    lost, doubled, wrong = (sum(act[name] for act in found["acts"].values()) for name in names)
    said = f"{lost} lost, {doubled} doubled, {wrong} threads miscounted"
    return said, lost == doubled == wrong == 0


def _worker(database: str, found: Any) -> tuple[str, bool]:
    return f"{found['after']['rss']:.0f} MB", found["after"]["rss"] <= WORKER_MB


def _listed(each: list[float], unit: str = "") -> str:
    return ", ".join(f"{one:.2f}{unit}" for one in each)


AT = "at 1, 8 and 64 connections"
TARGETS = (
    Target(
        f"page with 10,000 comments, kept: requests a second as a share of the empty view's, {AT}",
        "reading",
        lambda database: f"≥ {OF_THE_EMPTY_VIEW[database]}",
        _hit("quiet"),
    ),
    Target(
        "the same while 5 comments a second come in under it",
        "reading",
        lambda database: f"≥ {OF_THE_EMPTY_VIEW[database]}",
        _hit("writing"),
    ),
    Target(
        f"its p99 as a multiple of the empty view's, {AT}",
        "reading",
        lambda _: f"≤ {P99_TIMES:.0f}×",
        _p99("quiet"),
    ),
    Target(
        "the same while 5 comments a second come in under it",
        "reading",
        lambda _: f"≤ {P99_TIMES:.0f}×",
        _p99("writing"),
    ),
    Target(
        f"10,000 comments against none, at equal bytes, {AT}",
        "reading",
        lambda _: f"within {EQUAL_WITHIN:.0%}",
        _equal,
    ),
    Target("every answer is the page", "reading", lambda _: "none wrong", _answers),
    *(
        Target(
            f"made anew: {page}",
            "miss",
            lambda _: f"≤ {MISS_MS} ms, ≤ {MISS_QUERIES} queries, {MISS_COMMENTS} comments",
            _miss(page),
        )
        for page in ("article, a comment has come in", "article, the paper has changed")
    ),
    Target(
        "posts a second, for each row of the table",
        "writing",
        lambda _: f"≥ {POSTS_PER_SECOND}",
        _posts,
    ),
    Target("every post is one comment", "writing", lambda _: "none lost, none doubled", _kept),
    Target("the largest worker after traffic", "memory", lambda _: f"≤ {WORKER_MB} MB", _worker),
)

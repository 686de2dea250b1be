"""The reading side: the page of an article, from the site and from what it is compared with.

All run side by side, and one after another in each round; what is told is the middle of the rounds.
"""

from __future__ import annotations

import gzip
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.serving import readers, servers, wrk
from benchmarks.serving.homes import Home
from benchmarks.serving.poster import Poster
from benchmarks.serving.servers import Server
from benchmarks.serving.wrk import Load

CONNECTIONS = (1, 8, 64)
COMMENTS = ("0", "100", "1000", "10000")
RIVALS = ("bare", "default", "cached", "files")
# What a page may differ by where comments come in: those that open a thread, twenty to a page, may
# for a while be without their answers. An error has another status, or a fraction of the size.
GIVE = 0.45
# Of the readers of the paper, those that write while others read.
WRITERS = 1_000


@dataclass(frozen=True)
class Cell:
    scene: str
    """quiet, writing or packed: nobody writes; somebody does; so, and the page comes in gzip."""
    entrant: str
    """bare, default, cached, files, site or off."""
    comments: str
    connections: int

    def __str__(self) -> str:
        return f"{self.scene} {self.entrant} {self.comments} {self.connections}"

    @property
    def encoding(self) -> str:
        return "gzip" if self.scene == "packed" else ""

    @property
    def article(self) -> str:
        """What is read: where somebody writes, nothing stays without a comment."""
        return "begun" if self.comments == "0" and self.scene != "quiet" else self.comments


def cells() -> Iterator[Cell]:
    """In the order of a round: what is compared stands side by side."""
    for connections in CONNECTIONS:
        for entrant in ("bare", "default"):
            yield Cell("quiet", entrant, "10000", connections)
        for comments in ("0", "10000"):
            yield Cell("quiet", "site", comments, connections)
    for connections in CONNECTIONS:
        for entrant in RIVALS:
            yield Cell("writing", entrant, "10000", connections)
        for comments in COMMENTS:
            yield Cell("writing", "site", comments, connections)
        for comments in COMMENTS if connections == 8 else ("10000",):
            yield Cell("writing", "off", comments, connections)
    for entrant in (*RIVALS, "site", "off"):
        yield Cell("packed", entrant, "10000", 8)


def measure(home: Home, *, first_port: int, rounds: int, seconds: int) -> dict[str, Any]:
    with _entrants(home, first_port) as entrants:
        stage = Stage(home, entrants)
        found: dict[Cell, list[Load]] = {}
        for scene in ("quiet", "writing", "packed"):
            play = [cell for cell in cells() if cell.scene == scene]
            with ExitStack() as stack:
                if scene != "quiet":
                    stack.enter_context(stage.poster.writing())
                for cell in _once_each(play):
                    stage.run(cell, seconds=1)
                for number in range(rounds):
                    for cell in play:
                        found.setdefault(cell, []).append(stage.run(cell, seconds=seconds))
                    told = f"{home.name}: reading, {scene}, round {number + 1} of {rounds}"
                    print(told, file=sys.stderr, flush=True)
        return {
            "cells": {str(cell): asdict(middle(loads)) for cell, loads in found.items()},
            "equality": equality(found),
            "posted": _posted(stage.poster),
            "bytes": {name: len(body) for name, body in stage.bodies.items()},
            "rounds": rounds,
            "seconds": seconds,
        }


def middle(loads: list[Load]) -> Load:
    """The middle of each figure over the rounds; what was wrong is added up."""
    shown = next((load.example for load in loads if load.example), "")
    return Load(
        per_second=statistics.median(load.per_second for load in loads),
        p50_ms=statistics.median(load.p50_ms for load in loads),
        p99_ms=statistics.median(load.p99_ms for load in loads),
        wrong=sum(load.wrong for load in loads),
        example=shown,
        wrk_share=statistics.median(load.wrk_share for load in loads),
    )


def equality(found: dict[Cell, list[Load]]) -> dict[str, float]:
    """Requests a second with 10,000 comments to those with none, each pair taken from one round;
    nobody writes, and both pages have the same number of bytes."""
    ratios: dict[str, float] = {}
    pooled = []
    for connections in CONNECTIONS:
        none, many = (found[Cell("quiet", "site", n, connections)] for n in ("0", "10000"))
        pairs = [b.per_second / a.per_second for a, b in zip(none, many, strict=True)]
        ratios[str(connections)] = statistics.median(pairs)
        pooled += pairs
    return ratios | {"all": statistics.median(pooled)}


class Stage:
    """The entrants, what each must answer, and who writes meanwhile."""

    def __init__(self, home: Home, entrants: dict[str, Server]) -> None:
        self.entrants, self.paper = entrants, home.paper
        people = readers.readers(home.paper["readers"])[:WRITERS]
        places = [home.paper["begun"], *home.paper["articles"].values()]
        openers = {each["pk"]: each["opener"] for each in places}
        self.poster = Poster(entrants["site"].port, people, home.paper["words"], openers)
        self.bodies = {
            "plain": (home.folder / "page.html").read_bytes(),
            "gzip": (home.folder / "page.html.gz").read_bytes(),
        }

    def run(self, cell: Cell, *, seconds: int) -> Load:
        article = self._article(cell.article)
        self.poster.article = article["pk"]
        entrant = self.entrants[cell.entrant]
        load = wrk.run(
            entrant.url(_path(cell, article["path"])),
            connections=cell.connections,
            seconds=seconds,
            sizes=self._sizes(cell),
            encoding=cell.encoding,
        )
        if cell.entrant == "off":
            entrant.settle()
        return load

    def _article(self, name: str) -> dict[str, Any]:
        place: dict[str, Any] = self.paper["begun" if name == "begun" else "articles"]
        return place if name == "begun" else place[name]

    def _sizes(self, cell: Cell) -> tuple[int, int]:
        size = len(self.bodies["gzip" if cell.encoding else "plain"])
        if cell.entrant in servers.RIVALS or cell.scene == "quiet":
            return size, size
        return int(size * (1 - GIVE)), int(size * (1 + GIVE))


def _path(cell: Cell, path: str) -> str:
    if cell.entrant not in servers.RIVALS:
        return path
    return "/packed" if cell.encoding and cell.entrant != "files" else "/page.html"


def _once_each(play: list[Cell]) -> list[Cell]:
    """One cell for each page of each entrant: the busiest, which reaches all processes."""
    return list({(cell.entrant, cell.comments): cell for cell in play}.values())


@contextmanager
def _entrants(home: Home, first_port: int) -> Iterator[dict[str, Server]]:
    """All at once. The rivals answer with the bytes of the site's own page."""
    with ExitStack() as stack:
        site = stack.enter_context(servers.site(home, first_port))
        path = home.paper["articles"]["10000"]["path"]
        plain, packed = site.get(path), site.get(path, **{"Accept-Encoding": "gzip"})
        assert (plain.status, packed.status) == (200, 200)
        assert packed.headers["content-encoding"] == "gzip", packed.headers
        assert len(gzip.decompress(packed.body)) == len(plain.body)
        assert plain.body.count(b' id="comment-') == 50, plain.body.count(b' id="comment-')
        (home.folder / "page.html").write_bytes(plain.body)
        (home.folder / "page.html.gz").write_bytes(packed.body)
        off = stack.enter_context(servers.site(home, first_port + 1, PAGE_CACHE_MB="0"))
        cached = stack.enter_context(servers.kept_by_django(home, first_port + 2))
        others = stack.enter_context(servers.rivals(home, first_port + 3))
        yield {"site": site, "off": off, "cached": cached, **others}


def _posted(poster: Poster) -> dict[str, Any]:
    seconds = [sent.seconds for sent in poster.sent]
    return {
        "sent": len(poster.sent),
        "taken": sum(sent.status == 303 for sent in poster.sent),
        "statuses": dict(Counter(str(sent.status) for sent in poster.sent)),
        "p50_ms": statistics.median(seconds) * 1000,
        "p99_ms": statistics.quantiles(seconds, n=100)[-1] * 1000,
    }

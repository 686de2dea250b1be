"""The writing side: posts a second, each by another reader, with screening as it is shipped.

Every form is sent as a browser sends it. Now and then one is sent twice at once, as by a double
click. Afterwards the database is asked for each.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks.serving import readers, servers
from benchmarks.serving.homes import Home
from benchmarks.serving.readers import Reader, Sent
from benchmarks.serving.reading import WRITERS

CHARACTERS = 500
POSTS, WARMING = 1_500, 100
SENT_TWICE_EVERY = 25
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Act:
    """So many clients at once, under so many articles."""

    clients: int
    articles: int

    def __str__(self) -> str:
        return f"{self.clients} {self.articles}"


ACTS = (Act(8, 8), Act(32, 8), Act(32, 1))


def measure(home: Home, *, port: int, posts: int = POSTS) -> dict[str, Any]:
    """Nobody writes twice: who does within seconds is told to wait."""
    people = iter(readers.readers(home.paper["readers"])[WRITERS:])
    texts = readers.texts(CHARACTERS, home.paper["words"])
    found = {}
    with servers.site(home, port) as site:
        _play(site.port, Act(8, 8), _taken(people, WARMING), texts, home)
        for act in ACTS:
            print(f"{home.name}: writing, {act.clients} clients", file=sys.stderr, flush=True)
            began = datetime.now(UTC).isoformat()
            crowd = _taken(people, posts)
            sent, twice, seconds, spent = _play(site.port, act, crowd, texts, home)
            told = {
                "began": began,
                "sent": [(each.reader, each.text, each.status) for each in [*sent, *twice]],
            }
            found[str(act)] = _figures(sent, twice, seconds, spent) | home.do("counting", told)
    return found


def _taken(people: Iterator[Reader], number: int) -> list[Reader]:
    return [next(people) for _ in range(number)]


def _play(
    port: int, act: Act, crowd: Sequence[Reader], texts: Iterator[str], home: Home
) -> tuple[list[Sent], list[Sent], float, float]:
    """What was sent, what was sent a second time, the seconds it took, and those of the processor
    that sending took. The forms are ready before it begins."""
    articles = home.paper["busy"][: act.articles]
    forms = []
    for number, reader in enumerate(crowd):
        text, article = next(texts), articles[number % len(articles)]["pk"]
        request = readers.form(port, reader, f"/conversation/{article}/", text)
        forms.append((reader, request, text))
    began, began_busy = time.perf_counter(), time.process_time()
    sent, twice = asyncio.run(_send_all(port, forms, act.clients))
    return sent, twice, time.perf_counter() - began, time.process_time() - began_busy


async def _send_all(
    port: int, forms: Sequence[tuple[Reader, bytes, str]], clients: int
) -> tuple[list[Sent], list[Sent]]:
    waiting, sent, twice = iter(enumerate(forms)), [], []

    async def client() -> None:
        for number, form in waiting:
            if number % SENT_TWICE_EVERY:
                sent.append(await readers.send(port, *form))
                continue
            both = await asyncio.gather(*(readers.send(port, *form) for _ in range(2)))
            sent.append(both[0])
            twice.append(both[1])

    async with asyncio.timeout(LONGEST_SECONDS):
        await asyncio.gather(*(client() for _ in range(clients)))
    return sent, twice


def _figures(
    sent: Sequence[Sent], twice: Sequence[Sent], seconds: float, spent: float
) -> dict[str, Any]:
    times = [each.seconds for each in sent]
    return {
        "per_second": sum(each.status == 303 for each in sent) / seconds,
        "p50_ms": statistics.median(times) * 1000,
        "p99_ms": statistics.quantiles(times, n=100)[-1] * 1000,
        "statuses": dict(Counter(str(each.status) for each in [*sent, *twice])),
        "twice": len(twice),
        "sender_share": spent / seconds,
    }

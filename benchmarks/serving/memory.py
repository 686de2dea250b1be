"""The memory of a worker after traffic over the whole paper: its lists, its articles in both orders
and page after page of their conversations, by strangers and by readers who are signed in, with
comments in between."""

from __future__ import annotations

import asyncio
import html
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.serving import readers, servers
from benchmarks.serving.homes import Home
from benchmarks.serving.reading import WRITERS
from benchmarks.serving.servers import HOST, Server

CLIENTS = 8
# One request in ten is a signed-in reader's, one in fifty a comment.
SIGNED_IN_EVERY, WRITES_EVERY = 10, 50
LEADS_ON = re.compile(rb'href="([^"#]*\?order=[^"#]*)')
MOST_PAGES = 20_000


def measure(home: Home, *, port: int, seconds: int) -> dict[str, Any]:
    print(f"{home.name}: memory, {seconds} seconds of traffic", file=sys.stderr, flush=True)
    with servers.site(home, port) as site:
        for path in home.paper["lists"][:2] * 8:
            site.get(path)
        at_first = _of_workers(site)
        walk = Walk(home, site)
        began = time.monotonic()
        asyncio.run(walk.go(seconds))
        return {
            "at_first": at_first,
            "after": _of_workers(site),
            "requests": sum(walk.statuses.values()),
            "statuses": {str(status): number for status, number in walk.statuses.items()},
            "pages": len(walk.seen),
            "seconds": time.monotonic() - began,
        }


class Walk:
    """Readers who go where the pages lead."""

    def __init__(self, home: Home, site: Server) -> None:
        self.port, self.chance = site.port, random.Random(5)
        paper = home.paper
        self.people = readers.readers(paper["readers"])[:WRITERS]
        self.texts = readers.texts(300, paper["words"])
        self.busy = [each["pk"] for each in paper["busy"]]
        articles = [each["path"] for each in paper["articles"].values()]
        self.popular = [*paper["lists"], *articles, *paper["around"][-20:]]
        self.pages = [*paper["around"], *articles, *paper["lists"]]
        self.known, self.seen = set(self.pages), set[str]()
        self.statuses: Counter[int] = Counter()
        self.number = 0

    async def go(self, seconds: int) -> None:
        until = time.monotonic() + seconds

        async def client() -> None:
            while time.monotonic() < until:
                await self._one()

        await asyncio.gather(*(client() for _ in range(CLIENTS)))

    async def _one(self) -> None:
        self.number += 1
        reader = self.people[self.number % len(self.people)]
        if self.number % WRITES_EVERY == 0:
            # Another one each time, who does not write again so soon.
            reader = self.people[self.number // WRITES_EVERY % len(self.people)]
            text = next(self.texts)
            path = f"/conversation/{self.chance.choice(self.busy)}/"
            request = readers.form(self.port, reader, path, text)
            self.statuses[(await readers.send(self.port, reader, request, text)).status] += 1
            return
        # Every second request is for what everybody reads.
        path = self.chance.choice(self.popular if self.number % 2 else self.pages)
        cookies = f"Cookie: {reader.cookies()}\r\n" if self.number % SIGNED_IN_EVERY == 0 else ""
        encoding = self.chance.choice(("gzip, deflate, br, zstd", "gzip", "identity"))
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n{cookies}"
            f"Accept-Encoding: {encoding}\r\n\r\n"
        ).encode()
        status, _, body = await readers.ask(self.port, reader.address, request)
        self.statuses[status] += 1
        self.seen.add(path)
        for link in LEADS_ON.findall(body) if encoding == "identity" else ():
            found = html.unescape(link.decode())
            if found not in self.known and len(self.known) < MOST_PAGES:
                self.known.add(found)
                self.pages.append(found)


def _of_workers(site: Server) -> dict[str, float]:
    """The largest worker's, in megabytes: what is resident, and its share of what several have."""
    found = [_megabytes(pid) for pid in site.workers()]
    assert found, "no worker was found"
    return {name: max(each[name] for each in found) for name in ("rss", "pss")} | {
        "workers": len(found)
    }


def _megabytes(pid: int) -> dict[str, float]:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    sizes = dict(re.findall(r"^(Rss|Pss): +(\d+) kB", rollup, re.MULTILINE))
    return {name.lower(): int(size) * 1024 / 1e6 for name, size in sizes.items()}

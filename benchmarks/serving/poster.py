"""Somebody always writes: a few comments a second under the article that is being read."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle

from benchmarks.serving import readers
from benchmarks.serving.readers import Reader, Sent

PER_SECOND = 5
CHARACTERS = 300
# Of five comments two open a thread and three answer them, as in the paper.
ANSWERED = (None, 0, 0, None, 3)


class Poster:
    """Writes in a thread of its own from `start` to `stop`, under whatever article is named."""

    def __init__(self, port: int, people: Sequence[Reader], words: Sequence[str]) -> None:
        self.port, self.article = port, 0
        self._people, self._texts = cycle(people), readers.texts(CHARACTERS, words)
        self._openers: dict[int, dict[int, int]] = {}
        self._places: Counter[int] = Counter()
        self.sent: list[Sent] = []

    def fill(self, article: int, number: int) -> None:
        """So many comments, one after another."""

        async def write() -> None:
            for _ in range(number):
                await self._write(article)

        asyncio.run(write())

    @contextmanager
    def writing(self) -> Iterator[Poster]:
        over = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(self._keep_writing(over)))
        thread.start()
        try:
            yield self
        finally:
            over.set()
            thread.join()

    async def _keep_writing(self, over: threading.Event) -> None:
        """At its pace, however long an answer takes."""
        loop = asyncio.get_running_loop()
        next_at, tasks = loop.time(), set()
        while not over.is_set():
            task = asyncio.create_task(self._write(self.article))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            next_at += 1 / PER_SECOND
            await asyncio.sleep(max(0, next_at - loop.time()))
        await asyncio.gather(*tasks)

    async def _write(self, article: int) -> None:
        place = self._places[article]
        self._places[article] += 1
        openers = self._openers.setdefault(article, {})
        answered = ANSWERED[place % 5]
        parent = None if answered is None else openers.get(place - place % 5 + answered)
        path = f"/comments/{parent}/reply/" if parent else f"/conversation/{article}/"
        reader, text = next(self._people), next(self._texts)
        sent = await readers.send(
            self.port, reader, readers.form(self.port, reader, path, text), text
        )
        self.sent.append(sent)
        if answered is None and sent.comment:
            openers[place] = sent.comment

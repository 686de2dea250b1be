"""Somebody always writes: a few comments a second under the article that is being read."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle

from benchmarks.serving import readers
from benchmarks.serving.readers import Reader, Sent

PER_SECOND = 5
CHARACTERS = 300
# Of five comments two open a thread and three answer one, as in the paper.
OPENS = (True, False, False, True, False)


class Poster:
    """Writes in a thread of its own from `start` to `stop`, under whatever article is named."""

    def __init__(
        self,
        port: int,
        people: Sequence[Reader],
        words: Sequence[str],
        openers: Mapping[int, int],
    ) -> None:
        self.port, self.article = port, 0
        self._people, self._texts = cycle(people), readers.texts(CHARACTERS, words)
        self._openers = dict(openers)
        """The last by article: whoever answers has read it."""
        self._places: Counter[int] = Counter()
        self.sent: list[Sent] = []

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
        parent = None if OPENS[place % 5] else self._openers.get(article)
        path = f"/comments/{parent}/reply/" if parent else f"/conversation/{article}/"
        reader, text = next(self._people), next(self._texts)
        sent = await readers.send(
            self.port, reader, readers.form(self.port, reader, path, text), text
        )
        self.sent.append(sent)
        if parent is None and sent.comment:
            self._openers[article] = sent.comment

"""The stamp of a page: numbers that move with whatever it shows.

One query for all of them, on the connection that this thread has anyway. It goes to the driver
directly, and on PostgreSQL to the library beneath it: what Django and psycopg do around a query
takes several times what the database takes to answer this one. On SQLite it is not even asked while
nobody has written anything at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom.foundation import plans
from newsroom.pagecache import writes

_EDITION = "SELECT coalesce((SELECT max(number) FROM articles_edition), 0)"
# Versions only ever grow: their sum is the same only if each of them is.
_THREADS = "(SELECT coalesce(sum(version), 0) FROM comments_thread WHERE article_id {among})"
_PULSE = "(SELECT coalesce(sum(number), 0) FROM comments_pulse)"


class Stamp(NamedTuple):
    edition: int
    threads: int
    pulse: int


class Asking:
    """One asks for all who have come meanwhile. An answer is good for whoever came before it was
    asked for; who comes while somebody asks waits for the next."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._begun = 0
        self._last: tuple[int, Stamp] = (0, Stamp(0, 0, 0))

    def answer(self, ask: Callable[[], Stamp]) -> Stamp:
        begun_by_now = self._begun
        with self._turn:
            number, stamp = self._last
            if number > begun_by_now:
                return stamp
            self._begun = number = self._begun + 1
            stamp = ask()
            self._last = number, stamp
            return stamp


class LastAnswer:
    """Good for as long as the log of the database is where it was before it was asked."""

    def __init__(self) -> None:
        self._known: tuple[bytes | None, Stamp] | None = None

    def or_asked(self, head: bytes | None, ask: Callable[[], Stamp]) -> Stamp:
        known = self._known
        if known and head is not None and known[0] == head:
            return known[1]
        stamp = ask()
        self._known = head, stamp
        return stamp


@dataclass(frozen=True)
class Question:
    """How the stamp of a page is asked for that shows the threads of these articles."""

    articles: tuple[int, ...] = ()
    any_thread: bool = False
    asking: Asking = field(default_factory=Asking, compare=False, repr=False)
    last: LastAnswer = field(default_factory=LastAnswer, compare=False, repr=False)

    @cached_property
    def sql(self) -> str:
        return self._written(f"IN ({','.join(str(int(pk)) for pk in self.articles)})")

    @cached_property
    def prepared_sql(self) -> bytes:
        """The same for every list of articles, which is its one parameter."""
        return self._written("= ANY ($1::bigint[])").encode()

    @cached_property
    def parameters(self) -> list[bytes]:
        array = ",".join(str(int(pk)) for pk in self.articles)
        return [f"{{{array}}}".encode()] if self.articles else []

    def _written(self, among: str) -> str:
        threads = _THREADS.format(among=among) if self.articles else "0"
        return f"{_EDITION}, {threads}, {_PULSE if self.any_thread else '0'}"


# What is asked before a page is made, when nobody knows yet which threads it will show.
AT_FIRST = Question(any_thread=True)


def read(question: Question) -> Stamp:
    """What the database says now. Raises django.db.Error if it cannot be reached. Where asking
    takes a server's time, threads that want the same page at once are answered together."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor == "postgresql":
        return question.asking.answer(lambda: _read(database, question))
    if database.in_atomic_block:  # which sees what it has written before anybody else does
        return _read(database, question)
    head = writes.head(database.settings_dict["NAME"])
    return question.last.or_asked(head, lambda: _read(database, question))


def _read(database: BaseDatabaseWrapper, question: Question) -> Stamp:
    try:
        return Stamp._make(_row(database, question))
    except Error:
        if database.in_atomic_block:
            raise
        # The server may have gone and come back since this thread last spoke to it.
        database.close()
        return Stamp._make(_row(database, question))


def _row(database: BaseDatabaseWrapper, question: Question) -> tuple[int, int, int]:
    if database.connection is None:
        database.connect()
    with database.wrap_database_errors:
        if database.vendor == "postgresql":
            answer = plans.of(database.connection).answer(
                question.prepared_sql, question.parameters
            )
            edition, threads, pulse = (int(answer.get_value(0, column)) for column in range(3))
            return edition, threads, pulse
        return database.connection.execute(question.sql).fetchone()

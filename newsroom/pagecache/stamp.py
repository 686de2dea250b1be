"""The stamp of a page: numbers that move with whatever it shows.

One query for all of them, on the connection that this thread has anyway. It goes to the driver
directly: Django's cursor costs several times what SQLite takes to answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_EDITION = "SELECT coalesce((SELECT max(number) FROM articles_edition), 0)"
_PULSE = "(SELECT coalesce(sum(number), 0) FROM comments_pulse)"
# Versions only ever grow: their sum is the same only if each of them is.
_THREADS = (
    "(SELECT coalesce(sum(version), 0) FROM comments_thread WHERE article_id IN ({articles}))"
)


class Stamp(NamedTuple):
    edition: int
    threads: int
    pulse: int


def question(articles: Iterable[int], *, any_thread: bool) -> str:
    """The SQL that asks for the stamp of a page that shows the threads of these articles."""
    numbers = ",".join(str(int(pk)) for pk in articles)
    threads = _THREADS.format(articles=numbers) if numbers else "0"
    return f"{_EDITION}, {threads}, {_PULSE if any_thread else '0'}"


# What is asked before a page is made, when nobody knows yet which threads it will show.
AT_FIRST = question((), any_thread=True)


def read(sql: str) -> Stamp:
    """Ask the database now. Raises django.db.Error if it cannot be reached."""
    database = connections[DEFAULT_DB_ALIAS]
    try:
        return Stamp._make(_row(database, sql))
    except Error:
        if database.in_atomic_block:
            raise
        # The server may have gone and come back since this thread last spoke to it.
        database.close()
        return Stamp._make(_row(database, sql))


def _row(database: BaseDatabaseWrapper, sql: str) -> tuple[int, int, int]:
    if database.connection is None:
        database.connect()
    with database.wrap_database_errors:
        return database.connection.execute(sql).fetchone()

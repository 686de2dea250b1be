"""Many rows into a table at once: by COPY on PostgreSQL, by many-row inserts elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model

# SQLite takes at most 32,766 values in a statement; executemany asks for one row at a time.
_ROWS_AT_ONCE = 5_000

_INDEXES = """
SELECT quote_ident(index.relname), pg_get_indexdef(index.oid)
FROM pg_index entry
JOIN pg_class index ON index.oid = entry.indexrelid
WHERE entry.indrelid = %s::regclass
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = index.oid AND conrelid = entry.indrelid)
ORDER BY index.relname
"""
# Those that belong to a key have no statement of their own, and stay.
_INDEXES_OF_SQLITE = """
SELECT '"' || name || '"', sql FROM sqlite_master
WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL ORDER BY name
"""
# Unique keys come back before what refers to rows: 'u' sorts after 'f'.
_CONSTRAINTS = """
SELECT quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'u')
ORDER BY contype DESC, conname
"""


def pour(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into the model's table as they are: ready for the database, nothing is checked.
    Making the rows must ask the database nothing: the connection is busy until the last."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        insert = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of ours
        waiting = iter(rows)
        while batch := list(islice(waiting, _ROWS_AT_ONCE)):
            cursor.executemany(insert, batch)


def moment(at: datetime) -> Any:
    """A time as the database stores it."""
    return connection.ops.adapt_datetimefield_value(at)


def next_number(model: type[Model]) -> int:
    """The first primary key that is free. Expects that nobody else writes meanwhile."""
    return (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


@contextmanager
def emptied_of_indexes(
    models: Sequence[type[Model]], *, coming: int, tell: Callable[[str], object]
) -> Iterator[None]:
    """The tables without the indexes and keys that each row would otherwise be put into or looked
    up by, and with them again at the end: sorted once, they are there many times sooner. Where a
    table holds more than is coming all keep theirs. Everybody else who wants to write waits until
    the transaction ends, which this expects."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        again = [] if _hold_more_than(coming, models) else _taken_away(cursor, tables)
    yield
    with connection.cursor() as cursor:
        for number, statement in enumerate(again, 1):
            tell(f"index or key {number} of {len(again)}")
            cursor.execute(statement)


def _hold_more_than(coming: int, models: Sequence[type[Model]]) -> bool:
    return any(model._default_manager.all()[coming : coming + 1].exists() for model in models)


def _taken_away(cursor: Any, tables: Sequence[str]) -> list[str]:
    """What brings the indexes and keys back, having dropped them."""
    if connection.vendor != "postgresql":
        return _indexes_taken_away(cursor, _INDEXES_OF_SQLITE, [name.strip('"') for name in tables])
    # What this transaction has written before is looked up while there is where.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    keys = []
    for table in tables:
        cursor.execute(_CONSTRAINTS, [table])
        for name, definition in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            keys.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    return _indexes_taken_away(cursor, _INDEXES, tables) + keys


def _indexes_taken_away(cursor: Any, query: str, tables: Sequence[str]) -> list[str]:
    definitions = []
    for table in tables:
        cursor.execute(query, [table])
        for name, definition in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
            definitions.append(definition)
    return definitions


def mend_sequences(models: Sequence[type[Model]]) -> None:
    """What is written next gets the next number."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def analyse() -> None:
    """Tell the planner how much there is now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

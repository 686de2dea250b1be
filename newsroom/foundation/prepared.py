"""Queries that are asked again and again. To build one with the ORM takes several times what the
database needs to answer it; so each is built once in a process and its SQL kept. PostgreSQL keeps
its plan besides, for each connection: to plan most of them takes it longer than to answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet

from newsroom.foundation import plans

# Values that nobody means, from which one sees where in the SQL each argument has gone.
_MOMENTS = [datetime(1977, 7, 7, 7, 7, 7, microsecond, tzinfo=UTC) for microsecond in range(1, 4)]
_NUMBERS = [7_077_077_077_077_000 + number for number in range(1, 10)]
_TEXTS = [f"text 7077077077077 {number}" for number in range(1, 3)]
_TOKENS = [uuid.UUID(int=7_077_077_077_077_000 + number) for number in range(1, 3)]


class _Kept(NamedTuple):
    """A query as a database of one kind is asked it, and how its answer is read."""

    model: type[Model]
    sql: str
    places: list[tuple[str, Any]]
    """Of each parameter the argument's name, or the value that never changes."""
    columns: list[str]
    readers: list[tuple[int, list[Any], Any]]
    """By place of the column: what turns the database's value into Python's."""


class Prepared:
    """Made from a function that takes moments, by the names `moments`, numbers, by the names
    `numbers`, texts and UUIDs likewise, and answers with a queryset whose shape does not depend on
    them. Raises ValueError when first asked, if an argument has not come through to the SQL."""

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        *,
        moments: tuple[str, ...] = (),
        numbers: tuple[str, ...] = (),
        texts: tuple[str, ...] = (),
        tokens: tuple[str, ...] = (),
    ) -> None:
        self._build = build
        self._marks: dict[str, Any] = {
            **dict(zip(moments, _MOMENTS, strict=False)),
            **dict(zip(numbers, _NUMBERS, strict=False)),
            **dict(zip(texts, _TEXTS, strict=False)),
            **dict(zip(tokens, _TOKENS, strict=False)),
        }
        self._kept: dict[str, _Kept] = {}

    def rows(self, **arguments: Any) -> list[Any]:
        """What `values_list` would give."""
        return self._asked(connections[DEFAULT_DB_ALIAS], arguments)[1]

    def instances(self, **arguments: Any) -> list[Any]:
        """What the queryset would give, of a model alone, nothing joined."""
        kept, rows = self._asked(connections[DEFAULT_DB_ALIAS], arguments)
        return [kept.model.from_db(DEFAULT_DB_ALIAS, kept.columns, row) for row in rows]

    def _asked(
        self, connection: BaseDatabaseWrapper, arguments: dict[str, Any]
    ) -> tuple[_Kept, list[Any]]:
        kept = self._kept.get(connection.vendor) or self._prepare(connection)
        stored = {name: _stored(value, connection) for name, value in arguments.items()}
        with cursor_with_plans(connection) as cursor:
            cursor.execute(kept.sql, [stored[name] if name else at for name, at in kept.places])
            answer = cursor.fetchall()
        if kept.readers:
            answer = [_read(row, kept.readers, connection) for row in answer]
        return kept, answer

    def _prepare(self, connection: BaseDatabaseWrapper) -> _Kept:
        queryset = self._build(**self._marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        names = {_stored(mark, connection): name for name, mark in self._marks.items()}
        places = [(names.get(value, ""), value) for value in parameters]
        if lost := set(names.values()) - {name for name, _ in places}:
            raise ValueError(f"Not to be found in the query: {', '.join(lost)}")
        expressions = [each[0] for each in compiler.select]
        self._kept[connection.vendor] = _Kept(
            queryset.model,
            sql,
            places,
            [getattr(getattr(each, "target", None), "attname", "") for each in expressions],
            [
                (place, converters, expression)
                for place, (converters, expression) in compiler.get_converters(expressions).items()
            ],
        )
        return self._kept[connection.vendor]


class Insertion:
    """New rows of a model, all columns of it, as `save` and `bulk_create` would write them. What
    comes after the values is for the database to do where such a row is there already."""

    def __init__(self, model: type[Model], or_else: str = "") -> None:
        self._or_else = or_else
        self._table = model._meta.db_table
        given: list[Any] = list(model._meta.db_returning_fields)
        self._given = [] if or_else else given
        self._fields: list[Any] = [
            field for field in model._meta.concrete_fields if field not in given
        ]
        self._kept: dict[str, tuple[str, str, str]] = {}

    def write(self, *rows: Any) -> None:
        """The keys that the database gives are put into the rows."""
        if not rows:
            return
        connection = connections[DEFAULT_DB_ALIAS]
        start, values, end = self._kept.get(connection.vendor) or self._prepare(connection)
        parameters = [
            field.get_db_prep_save(getattr(row, field.attname), connection)
            for row in rows
            for field in self._fields
        ]
        with cursor_with_plans(connection) as cursor:
            cursor.execute(f"{start}{', '.join([values] * len(rows))}{end}", parameters)
            answer = cursor.fetchall() if self._given else [()] * len(rows)
        for row, given in zip(rows, answer, strict=True):
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
            for field, value in zip(self._given, given, strict=True):
                setattr(row, field.attname, value)

    def _prepare(self, connection: BaseDatabaseWrapper) -> tuple[str, str, str]:
        quoted = connection.ops.quote_name
        columns = ", ".join(quoted(field.column) for field in self._fields)
        given = ", ".join(quoted(field.column) for field in self._given)
        start = f"INSERT INTO {quoted(self._table)} ({columns}) VALUES "  # noqa: S608 - names of ours
        values = f"({', '.join(['%s'] * len(self._fields))})"
        end = f" {self._or_else}" + (f" RETURNING {given}" if given else "")
        self._kept[connection.vendor] = start, values, end
        return self._kept[connection.vendor]


def execute(sql: str, *arguments: Any) -> int:
    """Change rows by SQL as it stands. The number of rows that it changed."""
    connection = connections[DEFAULT_DB_ALIAS]
    with cursor_with_plans(connection) as cursor:
        cursor.execute(sql, [_stored(each, connection) for each in arguments])
        return cursor.rowcount


def cursor_with_plans(connection: BaseDatabaseWrapper | None = None) -> CursorWrapper:
    """Django's cursor, of which `execute`, `fetchall` and `rowcount` are there. On PostgreSQL the
    SQL is planned once for each connection: for SQL of which there is little, the same every
    time."""
    connection = connection or connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    if not plans.can_be_used(connection.connection):
        return connection.cursor()
    cursor: Any = plans.PlannedCursor(connection.connection)
    if connection.queries_logged:
        return connection.make_debug_cursor(cursor)
    return connection.make_cursor(cursor)


def _read(
    row: tuple[Any, ...],
    readers: list[tuple[int, list[Any], Any]],
    connection: BaseDatabaseWrapper,
) -> list[Any]:
    values = list(row)
    for place, converters, expression in readers:
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return values


def _stored(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, uuid.UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value

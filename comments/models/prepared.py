"""Queries that every comment asks. To build one with the ORM takes about a millisecond, ten times
what the database needs to answer it; so each is built once in a process and its SQL kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import RawQuerySet

# Values that nobody means, from which one sees where in the SQL each argument has gone.
_MOMENTS = [datetime(1977, 7, 7, 7, 7, 7, microsecond, tzinfo=UTC) for microsecond in range(1, 4)]
_NUMBERS = [7_077_077_077_077_000 + number for number in range(1, 10)]


class Prepared:
    """Made from a function that takes moments, by the names `moments`, and numbers, by the names
    `numbers`, and answers with a queryset whose shape does not depend on them. Raises ValueError
    when first asked, if an argument has not come through to the SQL."""

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        *,
        moments: tuple[str, ...] = (),
        numbers: tuple[str, ...] = (),
    ) -> None:
        self._build = build
        self._marks: dict[str, Any] = {
            **dict(zip(moments, _MOMENTS, strict=False)),
            **dict(zip(numbers, _NUMBERS, strict=False)),
        }
        self._kept: dict[str, tuple[Any, str, list[tuple[str, Any]]]] = {}

    def rows(self, **arguments: Any) -> list[tuple[Any, ...]]:
        """What `values_list` would give, but for what the database stores otherwise than Python:
        moments are as they come."""
        _, sql, parameters = self._filled(arguments)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def instances(self, **arguments: Any) -> RawQuerySet:
        model, sql, parameters = self._filled(arguments)
        return model._default_manager.raw(sql, parameters)

    def _filled(self, arguments: dict[str, Any]) -> tuple[Any, str, list[Any]]:
        model, sql, places = self._kept.get(connection.vendor) or self._prepare()
        stored = {name: _stored(value) for name, value in arguments.items()}
        return model, sql, [stored[name] if name else value for name, value in places]

    def _prepare(self) -> tuple[Any, str, list[tuple[str, Any]]]:
        queryset = self._build(**self._marks)
        sql, parameters = queryset.query.sql_with_params()
        names = {_stored(mark): name for name, mark in self._marks.items()}
        places = [(names.get(value, ""), value) for value in parameters]
        if lost := set(names.values()) - {name for name, _ in places}:
            raise ValueError(f"Not to be found in the query: {', '.join(lost)}")
        self._kept[connection.vendor] = queryset.model, sql, places
        return self._kept[connection.vendor]


def _stored(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value

"""Statements that PostgreSQL parses and plans once for each connection: to plan most of what is
asked with every post takes it longer than to answer.

They go to libpq, beneath psycopg, which has a way of its own to prepare statements, and lets go of
all of them whenever a transaction is rolled back. A pooler between must know of prepared statements
(PgBouncer does from 1.21 on) or keep a session to itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

try:
    from psycopg import errors
    from psycopg.abc import Buffer
    from psycopg.adapt import PyFormat, Transformer
    from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
except ImportError:  # a site on SQLite goes without
    pass


class Plans:
    """What one connection has prepared."""

    def __init__(self, connection: Any) -> None:
        self._libpq = connection.pgconn
        self._names: dict[bytes, bytes] = {}
        self._numbers = count(1)
        self.adapting = Transformer(connection)

    def answer(self, sql: bytes, values: Sequence[Buffer | None] = ()) -> Any:
        """What the server answers, as libpq has it. The SQL has its places as $1, $2; the values
        are as text. Begins no transaction. Raises psycopg.Error."""
        known = sql in self._names
        result = self._asked(sql, values)
        if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
            return result
        if self._libpq.status == ConnStatus.BAD:
            raise errors.OperationalError(self._libpq.get_error_message())
        failure = errors.error_from_result(result)
        # Its plan was let go of, or a table is no longer what it was.
        if isinstance(failure, errors.InvalidSqlStatementName | errors.FeatureNotSupported):
            self._names.pop(sql, None)
            if known and self._libpq.transaction_status == TransactionStatus.IDLE:
                return self.answer(sql, values)
        raise failure

    def _asked(self, sql: bytes, values: Sequence[Buffer | None]) -> Any:
        if (name := self._names.get(sql)) is None:
            name = b"newsroom_%d" % next(self._numbers)
            result = self._libpq.prepare(name, sql)
            if result.status != ExecStatus.COMMAND_OK:
                return result
            self._names[sql] = name
        return self._libpq.exec_prepared(name, values)


_plans: WeakKeyDictionary[Any, Plans] = WeakKeyDictionary()


def of(connection: Any) -> Plans:
    """Those of a connection of psycopg."""
    plans = _plans.get(connection)
    if plans is None:
        plans = _plans[connection] = Plans(connection)
    return plans


def can_be_used(connection: Any) -> bool:
    """Not by the first statement of a transaction: psycopg begins one with the first that goes
    through its own cursors."""
    is_idle = connection.pgconn.transaction_status == TransactionStatus.IDLE
    return connection.autocommit or not is_idle


class PlannedCursor:
    """A cursor as far as Django's wrapper needs one, for SQL as Django writes it."""

    def __init__(self, connection: Any) -> None:
        self._plans = of(connection)
        self._result: Any = None
        self.query = b""
        self.rowcount = -1

    def execute(self, sql: str, parameters: Sequence[Any] | None = None) -> None:
        adapting = self._plans.adapting
        given = parameters or ()
        values = adapting.dump_sequence(given, [PyFormat.TEXT] * len(given))
        self.query = _numbered(sql)
        self._result = self._plans.answer(self.query, values)
        self.rowcount = self._result.command_tuples or 0

    def fetchall(self) -> list[tuple[Any, ...]]:
        adapting = self._plans.adapting
        adapting.set_pgresult(self._result)
        return adapting.load_rows(0, self._result.ntuples, tuple)

    @property
    def _query(self) -> PlannedCursor:
        """Where Django's log of queries looks in a cursor of psycopg's."""
        return self

    def close(self) -> None:
        self._result = None


@cache
def _numbered(sql: str) -> bytes:
    first, *others = sql.split("%s")
    numbered = (f"${number}{part}" for number, part in enumerate(others, 1))
    return f"{first}{''.join(numbered)}".replace("%%", "%").encode()

"""How the database answers: the plan of every query of an act, as it was carried out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.scale.acts import Act, taken_back

# Below this a table is read whole in no time, and the planner is right to do so.
SMALL_ROWS = 5_000
# A node that throws away more rows than this reads what nobody asked for.
MANY_ROWS = 1_000
READ = ("SELECT", "WITH", "UPDATE")


@dataclass(frozen=True)
class Plan:
    """`blocks` of 8 kB were looked at, in memory or not."""

    sql: str
    blocks: int
    milliseconds: float
    complaints: list[str]
    steps: list[str]


def queries_of(act: Act) -> list[str]:
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def plans_of(queries: list[str]) -> list[Plan]:
    """Of the queries that read; none but on PostgreSQL."""
    if connection.vendor != "postgresql":
        return []
    large = _large_tables()
    return [plan for sql in queries if (plan := _plan(sql, large)) is not None]


def _plan(sql: str, large: dict[str, float]) -> Plan | None:
    if not sql.lstrip("( \n").startswith(READ):
        return None
    try:
        with taken_back(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}".replace("%", "%%"), [])
            [found] = cursor.fetchone()
    except DatabaseError as error:
        return Plan(sql, 0, 0, [f"cannot be explained: {error}"], [])
    told = found if isinstance(found, list) else json.loads(found)
    top = told[0]["Plan"]
    nodes = list(_nodes(top))
    complaints = [each for node in nodes for each in _complaints(node, large)]
    if "JIT" in told[0]:
        complaints.append("compiled just in time")
    blocks = top["Shared Hit Blocks"] + top["Shared Read Blocks"]
    return Plan(sql, blocks, told[0]["Execution Time"], complaints, [_told(n) for n in nodes])


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", []):
        yield from _nodes(below)


def _complaints(node: dict[str, Any], large: dict[str, float]) -> Iterator[str]:
    table, loops = node.get("Relation Name", ""), node["Actual Loops"]
    if node["Node Type"] == "Seq Scan" and table in large and loops:
        yield f"reads all of {table}"
    for name in ("Rows Removed by Filter", "Rows Removed by Join Filter"):
        removed = node.get(name, 0) * loops
        if removed > MANY_ROWS:
            yield f"throws away {removed:,} rows of {table or node['Node Type']}"
    if node["Node Type"] == "Sort" and node["Actual Rows"] * loops > MANY_ROWS:
        yield f"sorts {node['Actual Rows'] * loops:,} rows"


def _told(node: dict[str, Any]) -> str:
    names = (node["Node Type"], node.get("Relation Name", ""), node.get("Index Name", ""))
    return f"{' '.join(filter(None, names))} ({node['Actual Rows']} x {node['Actual Loops']})"


def _large_tables() -> dict[str, float]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND reltuples > %s",
            [SMALL_ROWS],
        )
        return dict(cursor.fetchall())

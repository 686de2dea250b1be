"""What an act costs: time by the clock and of the processor, queries, and blocks read."""

from __future__ import annotations

import statistics
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from benchmarks.scale import acts, plans
from benchmarks.scale.acts import Act

WARM, RUNS = 5, 21


@dataclass
class Cost:
    """Milliseconds are medians of RUNS runs after WARM unmeasured ones."""

    act: str
    wall_ms: float
    cpu_ms: float
    """Of this process; the database server's is in `wall_ms` alone."""
    queries: int
    comments_shown: int
    blocks: int = 0
    complaints: list[str] = field(default_factory=list)


def measure(*, with_plans: bool, only: str = "") -> dict[str, Any]:
    """The costs in the database that the settings name, with what it holds."""
    costs = [
        _cost(name, act, with_plans=with_plans) for name, act in acts.acts().items() if only in name
    ]
    return {"database": connection.vendor, "costs": [asdict(cost) for cost in costs]}


def _cost(name: str, act: Act, *, with_plans: bool) -> Cost:
    for _ in range(WARM):
        answer = act()
    walls, cpus = [], []
    for _ in range(RUNS):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    queries = plans.queries_of(act)
    content = getattr(answer, "content", b"")
    cost = Cost(
        name,
        statistics.median(walls),
        statistics.median(cpus),
        len(queries),
        content.count(b'<article id="comment-') or content.count(b' id="comment-'),
    )
    if with_plans:
        found = plans.plans_of(queries)
        cost.blocks = sum(plan.blocks for plan in found)
        cost.complaints = [
            f"{complaint}: {plan.sql[:300]}" for plan in found for complaint in plan.complaints
        ]
    return cost

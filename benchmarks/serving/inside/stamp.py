"""What it costs to ask whether a kept page is still true: the stamp, read as every hit reads it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client
from django.test.utils import override_settings

from newsroom.foundation import keeping
from newsroom.pagecache import stamp

WARM, BATCHES, IN_A_BATCH = 500, 40, 250


def done(told: Any) -> dict[str, Any]:
    connections[DEFAULT_DB_ALIAS].ensure_connection()
    return {
        "article": _cost(told["articles"]["10000"]["path"]),
        "front page": _cost("/"),
        "a list": _cost(told["lists"][1]),
    }


def _cost(path: str) -> dict[str, Any]:
    """What one reading costs when the database has to be asked, and when it need not be."""
    question, threads = _question(path)
    database = connections[DEFAULT_DB_ALIAS]
    return {
        "asked": _microseconds(lambda: stamp._read(database, question)),
        "quiet": _microseconds(lambda: stamp.read(question)),
        "threads": threads,
    }


def _microseconds(read: Callable[[], object]) -> dict[str, float]:
    """The middle of batches, by the clock and of this process."""
    for _ in range(WARM):
        read()
    walls, cpus = [], []
    for _ in range(BATCHES):
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(IN_A_BATCH):
            read()
        walls.append((time.perf_counter() - wall) / IN_A_BATCH * 1e6)
        cpus.append((time.process_time() - cpu) / IN_A_BATCH * 1e6)
    return {"wall": statistics.median(walls), "cpu": statistics.median(cpus)}


def _question(path: str) -> tuple[stamp.Question, int]:
    """What is asked about this page, by what its view says that it shows."""
    with override_settings(PAGE_CACHE_MB=0, ALLOWED_HOSTS=["testserver"]):
        shown = keeping.of(Client().get(path))
    assert shown is not None, path
    question = stamp.Question(tuple(shown.threads), any_thread=shown.any_thread)
    return question, len(shown.threads)

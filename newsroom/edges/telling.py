"""One edge is told: all that has changed since it was last told, as long as it takes.

What it has acknowledged is struck off afterwards: whoever dies in between tells it again. Two
machines that both tell do double work and no harm.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import timedelta
from http.client import HTTPException
from threading import Thread
from types import ModuleType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from newsroom.edges import cloudflare, fastly, varnish
from newsroom.foundation import edge as edges
from newsroom.foundation.edge import Edge

logger = logging.getLogger(__name__)

# Each has purge(place, secret, keys), KEYS_AT_MOST at once, PAUSE_SECONDS from one to the next, and
# AGAIN_AFTER_SECONDS: a page that was on its way while it was purged arrives after, and stays.
# A pause is how a flood of changes becomes few purges, and half of it what a purge comes late by.
# NOTIFY would save that half, but transactions that notify commit one after the other.
KINDS: dict[str, ModuleType] = {"varnish": varnish, "fastly": fastly, "cloudflare": cloudflare}

TAKES_AT_MOST = 5_000
# So many keys are no longer told one by one: all pages go.
KEYS_AT_MOST = 1_000
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.25, 30.0


def start() -> None:
    """Tell every edge that is configured, each in a thread of its own, for as long as this process
    lives. Raises ImproperlyConfigured for one that cannot be told."""
    for edge in checked():
        Thread(target=_go_on, args=(edge,), name=edge.name, daemon=True).start()


def checked() -> list[Edge]:
    """The edges that are configured. Raises ImproperlyConfigured."""
    there = edges.configured()
    for edge in there:
        if edge.kind not in KINDS or not edge.place:
            known = ", ".join(f"{kind}://…" for kind in KINDS)
            raise ImproperlyConfigured(f"EDGE_URLS names {edge.name}: known are {known}")
    return there


def forget_others() -> None:
    """What waits for an edge that is configured no longer would wait for ever."""
    edges.waiting_at_all().exclude(queue_name__in=[e.queue for e in edges.configured()]).delete()


def tell(edge: Edge) -> int:
    """Tell it all that has changed by now; how many words that were. Raises what the edge does,
    and then nothing is struck off."""
    at, kind = timezone.now(), KINDS[edge.kind]
    due = edges.waiting(edge).filter(run_after__lte=at)
    words = list(due.values_list("pk", "args_kwargs")[:TAKES_AT_MOST])
    if not words:
        return 0
    keys = _keys(said["args"][0] for _, said in words)
    try:
        for first in range(0, len(keys), kind.KEYS_AT_MOST):
            kind.purge(edge.place, edge.secret, keys[first : first + kind.KEYS_AT_MOST])
    except Exception:
        if len(words) == TAKES_AT_MOST:
            # An edge that is away for long must not fill the database.
            with transaction.atomic():
                _strike_off(words)
                edges.note([edge], keys)
        raise
    with transaction.atomic():
        _strike_off(words)
        new = _keys(said["args"][0] for _, said in words if not said["args"][1])
        if new and kind.AGAIN_AFTER_SECONDS:
            again_at = at + timedelta(seconds=kind.AGAIN_AFTER_SECONDS)
            edges.note([edge], new, again_at=again_at)
    return len(words)


def _keys(said: Iterable[list[str]]) -> list[str]:
    keys = sorted({key for each in said for key in each})
    return keys if len(keys) <= KEYS_AT_MOST else [edges.EDITION]


def _strike_off(words: list[tuple[Any, Any]]) -> None:
    edges.notes().filter(pk__in=[pk for pk, _ in words]).delete()


def pause_after(failures: int) -> float:
    """In seconds, after so many that went before."""
    return min(FIRST_PAUSE_SECONDS * 2 ** min(failures, 10), LONGEST_PAUSE_SECONDS)


def _go_on(edge: Edge) -> None:
    pause = KINDS[edge.kind].PAUSE_SECONDS
    failed = 0
    while True:
        try:
            tell(edge)
        except Exception as failure:  # whatever it was: it is tried again
            connection.close()
            if not failed:
                # A status is ours to name; other words may hold what is secret.
                why = failure if type(failure) is HTTPException else type(failure).__name__
                logger.warning("%s could not be told: %s", edge.name, why)
            time.sleep(pause_after(failed))
            failed += 1
        else:
            if failed:
                logger.warning("%s is being told again.", edge.name)
            failed = 0
            time.sleep(pause)

"""The caches in front of the site, and what they have to be told: which pages hold no longer.

A change writes down the surrogate keys of what it changed, in its own transaction, in the queue of
tasks: a crash after the commit loses nothing, and what is rolled back is told to nobody. It does
not look whether a word like it waits already, so that no writer waits for another. Joining is done
on the other side, where it is safe (newsroom.edges): what can be seen there has committed, and its
change with it, as they are of one transaction; what has not cannot be seen, and is never taken for
told. So a flood of changes becomes a few purges, and none of them comes too early.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings

# What each whole page of the paper carries: with it, all of them go.
EDITION = "edition"
# Of any conversation, for what shows what is spoken of in the whole paper.
THREADS = "threads"
# Of every picture: a file server cannot tell them apart, and seldom is one removed.
PICTURES = "pictures"
# Kept in `task_path`, by which tasks are told apart.
TASK = "newsroom.edges.telling.tell"
_QUEUES = "edge-"
# Not now: the clock of the machine that tells may be behind.
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class Edge(NamedTuple):
    kind: str
    secret: str
    place: str

    @property
    def name(self) -> str:
        """As one may say it: without the secret."""
        return f"{self.kind}://{self.place}"

    @property
    def queue(self) -> str:
        """Its own, so that one that cannot be reached holds up no other."""
        return f"{_QUEUES}{hashlib.blake2b(self.name.encode(), digest_size=8).hexdigest()}"


def are_there() -> bool:
    return bool(settings.EDGES)


def configured() -> list[Edge]:
    return [_read(url) for url in settings.EDGES]


def thread(article: int) -> str:
    """The key of the conversation under this article, by its primary key."""
    return f"thread-{article}"


def changed(*keys: str) -> None:
    """Pages with any of these keys hold no longer from the commit on. Expects the transaction of
    the change. Costs nothing where no edge is configured."""
    if are_there():
        note(configured(), list(keys))


def note(edges: list[Edge], keys: list[str], *, again_at: datetime | None = None) -> None:
    """To be told at once, or once more at that time."""
    notes().bulk_create(
        notes().model(
            task_path=TASK,
            queue_name=edge.queue,
            args_kwargs={"args": [keys, again_at is not None], "kwargs": {}},
            backend_name="default",
            run_after=again_at or _AT_ONCE,
        )
        for edge in edges
    )


def waiting(edge: Edge) -> Any:
    """What it has not acknowledged yet."""
    return notes().filter(queue_name=edge.queue).order_by()


def waiting_at_all() -> Any:
    return notes().filter(queue_name__startswith=_QUEUES)


def notes() -> Any:
    # Asked for when it is needed: the paper by itself has no tasks.
    return apps.get_model("django_tasks_database", "DBTaskResult").objects


def _read(url: str) -> Edge:
    kind, _, rest = url.partition("://")
    secret, _, place = rest.rpartition("@")
    return Edge(kind, secret, place.rstrip("/"))

"""Queues by rule: filters with a name, how many cases wait in each, and how fast each is worked.

Figures are of cases, by the moments that each keeps:

- *inbound*: opened within the time;
- *decided*: closed by a person within the time (a decision that was undone does not count, its
  case is open again);
- *time to a decision*: from the opening of a case to its closing, over those decided within the
  time. It includes the time in which nobody looked: how long somebody worked on it is not known.

A case counts where its filter fits now. The figures read the FIGURES_READ cases that were closed
last, and as many open ones, whatever the number of queues.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, Value

from comments.models import Case, LogEntry, Queue
from comments.models.case import CaseQuerySet
from comments.moderation.filters import Filters
from comments.moderation.queue import COUNTED
from comments.moderation.section_scope import cases_for

# As many as fit beside the kinds; all of them are counted with each decision, in 40 ms at most.
ON_THE_DESK = 12
ON_THEIR_PAGE = 50
# Two weeks of a large newsroom; read and sorted into queues in a second.
FIGURES_READ = 10_000


@dataclass(frozen=True)
class Named:
    """A queue with its filters as the desk reads them."""

    queue: Queue
    filters: Filters
    waiting: int | None = None
    """How many open cases, up to COUNTED; none where words are looked for, which takes too long
    to do for every page."""

    @property
    def has_figures(self) -> bool:
        """Words are looked for among open cases alone, and assignment is of the moment."""
        return not (self.filters.q or self.filters.assigned)


@dataclass
class Figures:
    """Of one queue over one length of time."""

    inbound: int = 0
    times: list[timedelta] = field(default_factory=list)

    @property
    def decided(self) -> int:
        return len(self.times)

    @property
    def mean(self) -> timedelta | None:
        return sum(self.times, timedelta()) / len(self.times) if self.times else None

    @property
    def median(self) -> timedelta | None:
        return statistics.median(self.times) if self.times else None  # type: ignore[type-var]


def shown_to(person: Any, *, most: int = ON_THE_DESK) -> list[Named]:
    """The queues that this person may see: one query, and one more that counts their cases."""
    rows = Queue.objects.shown_to(person)[:most]
    named = [Named(row, Filters.read(row.filters)) for row in rows]
    counts = _counts([each.filters for each in named if not each.filters.q], person)
    return [
        each if each.filters.q else Named(each.queue, each.filters, counts.pop(0)) for each in named
    ]


def save_queue(queue: Queue, *, by: Any, at: datetime) -> None:
    """Save a queue that is new or was changed. One that is shared is written to the log. Opens its
    own transaction."""
    is_new = queue.pk is None
    with transaction.atomic():
        if is_new:
            queue.made_by, queue.made_at = by, at
            queue.save(force_insert=True)
        else:
            queue.save(update_fields=["name", "position", "owner"])
        if queue.owner_id is None:
            _log("add" if is_new else "change", queue, by, at)


def remove_queue(queue: Queue, *, by: Any, at: datetime) -> None:
    """Remove a queue; its cases stay as they are. Opens its own transaction."""
    with transaction.atomic():
        pk, is_shared = queue.pk, queue.owner_id is None
        queue.delete()
        queue.pk = pk
        if is_shared:
            _log("delete", queue, by, at)


def figures(
    queues: Sequence[Named], lengths: Collection[timedelta], at: datetime, moderator: Any
) -> tuple[list[dict[timedelta, Figures]], bool]:
    """The figures of each queue over each length of time, in the order of the queues; and whether
    there were more cases than are read. Two queries, whatever the number of queues."""
    since = at - max(lengths)
    closed = Case.objects.closed().filter(closed_at__gt=since).order_by("-closed_at")
    waiting = Case.objects.open().filter(opened_at__gt=since).order_by("-opened_at")
    found = [{length: Figures() for length in lengths} for _ in queues]
    is_cut = False
    for cases in (closed, waiting):
        rows = _sorted_into(queues, cases_for(cases, moderator))
        is_cut = is_cut or len(rows) > FIGURES_READ
        for opened_at, closed_at, closed_by, *fits in rows[:FIGURES_READ]:
            for place in [place for place, is_in in enumerate(fits) if is_in]:
                for length, told in found[place].items():
                    told.inbound += opened_at > at - length
                    if closed_by and closed_at > at - length:
                        told.times.append(closed_at - opened_at)
    return found, is_cut


def _sorted_into(queues: Sequence[Named], cases: CaseQuerySet) -> list[tuple[Any, ...]]:
    fits = {
        f"fits_{place}": ExpressionWrapper(condition, output_field=BooleanField())
        if (condition := each.filters.condition())
        else Value(True)
        for place, each in enumerate(queues)
    }
    moments = ("opened_at", "closed_at", "closed_by_id")
    return list(cases.annotate(**fits).values_list(*moments, *fits)[: FIGURES_READ + 1])


def _counts(filters: Sequence[Filters], moderator: Any) -> list[int]:
    """How many open cases fit each, up to COUNTED, in one question to the database."""
    selects: list[str] = []
    values: list[Any] = []
    for place, each in enumerate(filters):
        cases = each.cases(moderator).in_order().values("pk")[:COUNTED]
        try:
            sql, params = cases.query.sql_with_params()
        except EmptyResultSet:
            sql, params = "SELECT 1 WHERE 1 = 0", ()
        selects.append(f"(SELECT COUNT(*) FROM ({sql}) AS queue_{place})")  # noqa: S608 - Django's
        values += params
    if not selects:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects)}", values)
        return list(cursor.fetchone())


def _log(act: str, queue: Queue, by: Any, at: datetime) -> None:
    about, details = f"queue {queue.pk}", {"name": queue.name}
    LogEntry.objects.write(act, by=by, at=at, about=about, details=details)

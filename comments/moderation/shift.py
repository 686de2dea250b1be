"""What one moderator should know at the beginning of a shift, and of one's own work in it."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from comments.models import Assignment, Case, Decision, HandOver, LegalNotice, LogEntry, Trip
from comments.moderation import queue
from comments.moderation.filters import Filters
from comments.moderation.section_scope import cases_for
from newsroom.foundation import permissions

# Where somebody comes for the first time.
AT_FIRST = timedelta(hours=24)
# What is older is history: the statistics and the log have it.
LONGEST = timedelta(days=7)
# A decision that has stood so long before a colleague took it back is looked for no further.
TAKEN_BACK_WITHIN = timedelta(days=31)
# Of each sort of news so many are named, the latest first; the log has all.
NAMED = 20
# A day's decisions of somebody who never sleeps.
TALLIED = 5_000

SWITCH_ACTS = ("suspend", "lift", "keep")
SANCTION_ACTS = ("sanction", "sanction lifted")


@dataclass(frozen=True)
class Kind:
    """Cases of one kind since a moment."""

    label: str
    opened: int
    decided: int
    waiting: int


@dataclass(frozen=True)
class News:
    """What happened since a moment, for one moderator. A fixed number of queries."""

    since: datetime
    kinds: list[Kind]
    oldest: datetime | None
    """Since when the case has been open that waits longest."""
    notices: list[LegalNotice]
    trips: list[Trip]
    switch: list[LogEntry]
    sanctions: list[LogEntry]
    overruled: list[Decision]
    """Decisions of this moderator that a colleague took back."""
    notes: list[HandOver]
    """Those that wait for this moderator, and those that came since."""
    assignments: list[Assignment]
    """The open cases and the queues that are this moderator's."""


@dataclass(frozen=True)
class Tally:
    """One's own decisions since a moment; nobody else sees it."""

    decided: int
    at_once: int
    """Those of them that were made many at once: in bulk, by a sweep, with a reopening."""
    undone_by_others: int
    median: timedelta | None
    """From the opening of a case to one's decision, over those made one at a time."""


def news(person: Any, since: datetime, at: datetime) -> News:
    since = max(since, at - LONGEST)
    sections = permissions.sections_of(person)
    where = {} if sections is None else {"comment__thread__article__section__in": sections}
    notices = LegalNotice.objects.filter(made_at__gt=since, **where)
    trips = Trip.objects.filter(tripped_at__gt=since)
    overruled = Decision.objects.filter(
        made_by=person, made_at__gt=since - TAKEN_BACK_WITHIN, undone_at__gt=since
    ).exclude(undone_by=person)
    about_comment = ("comment__thread__article",)
    return News(
        since=since,
        kinds=_kinds(person, since),
        oldest=queue.oldest(Filters(), person),
        notices=list(notices.select_related(*about_comment)[:NAMED]),
        trips=list(
            trips.select_related("suspension__section", "suspension__article", "settled_by")[:NAMED]
        ),
        switch=_logged(SWITCH_ACTS, since),
        sanctions=_logged(SANCTION_ACTS, since),
        overruled=list(
            overruled.select_related(*about_comment, "undone_by").order_by("-undone_at")[:NAMED]
        ),
        notes=_notes(person, since),
        assignments=_assignments(person, at),
    )


def tallies(person: Any, moments: list[datetime]) -> list[Tally]:
    """One's own decisions since each of the moments: one query. Of the latest TALLIED."""
    made = Decision.objects.filter(made_by=person, made_at__gt=min(moments))
    rows = list(
        made.order_by("-made_at").values_list(
            "made_at", "case__opened_at", "undone_at", "undone_by_id", "act"
        )[:TALLIED]
    )
    return [_tally(person, [row for row in rows if row[0] > moment]) for moment in moments]


def _tally(person: Any, rows: list[tuple[Any, ...]]) -> Tally:
    batches = Counter(batch_id for *_, batch_id in rows if batch_id)
    alone = [row for row in rows if batches[row[-1]] < 2]
    times = [made_at - opened_at for made_at, opened_at, *_ in alone if opened_at]
    undone = [by for _, _, undone_at, by, _ in rows if undone_at and by != person.pk]
    median = statistics.median(times) if times else None
    return Tally(len(rows), len(rows) - len(alone), len(undone), median)


def _kinds(person: Any, since: datetime) -> list[Kind]:
    """Two queries: what is closed was opened before it was closed."""
    waiting, closed = (
        cases_for(cases, person).order_by().values("kind")
        for cases in (
            Case.objects.open(),
            Case.objects.closed().filter(closed_at__gt=since),
        )
    )
    opened = Count("pk", filter=Q(opened_at__gt=since))
    decided = Count("pk", filter=Q(closed_by__isnull=False))
    counted: dict[tuple[str, str], int] = Counter()
    for row in waiting.annotate(new=opened, number=Count("pk")):
        counted["opened", row["kind"]] += row["new"]
        counted["waiting", row["kind"]] += row["number"]
    for row in closed.annotate(new=opened, number=decided):
        counted["opened", row["kind"]] += row["new"]
        counted["decided", row["kind"]] += row["number"]
    return [
        Kind(label, *(counted[what, kind] for what in ("opened", "decided", "waiting")))
        for kind, label in Case.Kind.choices
    ]


def _logged(acts: tuple[str, ...], since: datetime) -> list[LogEntry]:
    """The latest NAMED of each act, as far as they are newer, the latest first: a query an act,
    for each has its range of the index."""
    entries = [
        entry
        for act in acts
        for entry in LogEntry.objects.filter(act=act).order_by("-number")[:NAMED]
        if entry.at > since
    ]
    return sorted(entries, key=lambda entry: -entry.number)


def _notes(person: Any, since: datetime) -> list[HandOver]:
    notes = HandOver.objects.exclude(written_by=person).filter(Q(to=person) | Q(to__isnull=True))
    told = notes.filter(Q(read_at__isnull=True) | Q(written_at__gt=since))
    return list(told.select_related("written_by", "to", "read_by")[:NAMED])


def _assignments(person: Any, at: datetime) -> list[Assignment]:
    own = Assignment.objects.in_force(at).filter(person=person)
    own = own.filter(Q(case__isnull=True) | Q(case__closed_at__isnull=True))
    about_case = ("case__comment__thread__article", "case__section")
    return list(own.select_related("queue", "assigned_by", *about_case)[:NAMED])

"""The state of the conversation: what came in, what became of it, how long it took.

Counted are events in the hour in which they happened, so that no later change of mind asks for an
old hour to be counted again, with two exceptions that need some hours to settle: the status of
what was written, and whether a report was upheld. Hours older than SETTLES are therefore tallied
once, by whoever asks first; what is younger is counted from the rows each time. A tally is a
cache: throw the table away, and the next page makes it anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Sum

from comments.models import Case, Cause, Tally

SETTLES = timedelta(hours=6)
LONGEST = timedelta(days=31)
# Any number that nothing else in the database uses for an advisory lock ("tallies" in hex).
LOCK = 0x74616C6C696573

_FINDINGS_DECIDED_ON = "comments_decision d JOIN comments_finding f ON f.comment_id = d.comment_id"
_STANDING_AND_WEIGHTY = ("d.undone_at IS NULL", "f.weight > 0", "f.found_at <= d.made_at")
# What is counted, by subject: the moment it happened, the key it is counted under, and where from.
_EVENTS = {
    "written": ("c.created_at", "c.status", "comments_comment c"),
    "section": (
        "c.created_at",
        "a.section_id",
        "comments_comment c JOIN comments_thread t ON t.id = c.thread_id"
        " JOIN articles_article a ON a.id = t.article_id",
    ),
    "decided": ("d.made_at", "d.verb", "comments_decision d"),
    "rule": (
        "d.made_at",
        "d.house_rule_id",
        "comments_decision d",
        "d.house_rule_id IS NOT NULL",
    ),
    "moderator": (
        "d.made_at",
        "d.made_by_id",
        "comments_decision d",
        "d.made_by_id IS NOT NULL",
    ),
    "delay": (
        "d.made_at",
        "{bucket}",
        "comments_decision d JOIN comments_case k ON k.id = d.case_id",
    ),
    "report": (
        "r.made_at",
        "CASE WHEN r.upheld IS NULL THEN 'open' WHEN r.upheld THEN 'upheld' ELSE 'dismissed' END",
        "comments_report r",
    ),
    "caught": ("f.found_at", "f.check_name", "comments_finding f", "f.weight > 0"),
    # A person has said whether the findings of a comment were right: not by keeping one that
    # readers saw all along, for then the finding had kept back nothing.
    "judged": (
        "d.made_at",
        "f.check_name",
        _FINDINGS_DECIDED_ON,
        "NOT (d.verb = 'approve' AND d.status_before = 'published')",
        *_STANDING_AND_WEIGHTY,
    ),
    "overruled": (
        "d.made_at",
        "f.check_name",
        _FINDINGS_DECIDED_ON,
        "d.verb IN ('approve', 'restore') AND d.status_before <> 'published'",
        *_STANDING_AND_WEIGHTY,
    ),
}
# Where one comment may have many rows, it counts once.
_DISTINCT = {
    "caught": "f.comment_id",
    "judged": "d.comment_id",
    "overruled": "d.comment_id",
}

# Times to a decision are kept in steps that double: 15 seconds, 30, a minute … 22 days.
STEP_SECONDS = 15
STEPS = 18


@dataclass
class Report:
    """What happened since a moment."""

    since: datetime
    until: datetime
    by_step: dict[datetime, Counter[str]] = field(default_factory=dict)
    """Comments by their status, for each hour or, over more than two days, for each day."""
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By subject and key, over all of it."""

    def of(self, subject: str) -> Counter[str]:
        return self.counts.get(subject, Counter())

    def delay(self, share: float) -> timedelta | None:
        """The time within which this share of the decisions was made, to within its step; none
        where nothing was decided."""
        steps = self.of("delay")
        wanted, passed = share * steps.total(), 0
        for step in range(STEPS + 1):
            there = steps[str(step)]
            if there and passed + there >= wanted:
                low = 0.0 if step == 0 else STEP_SECONDS * 2.0 ** (step - 1)
                high = STEP_SECONDS * 2.0**step
                part = (wanted - passed) / there
                return timedelta(seconds=round(low + (high - low) * part))
            passed += there
        return None


def report(since: datetime, at: datetime) -> Report:
    """What happened from `since` to `at`: a fixed number of queries. The first time it makes the
    tallies that are missing, which takes seconds for a month of a million comments."""
    settled = _hour(at - SETTLES)
    since = max(_hour(since), _hour(at - LONGEST))
    fill(settled)
    told = Report(since, at)
    by_day = at - since > timedelta(days=2)
    for hour, subject, key, number in (*_tallied(since, settled), *_live(max(since, settled), at)):
        told.counts[subject][key] += number
        if subject == "written":
            step = hour.replace(hour=0) if by_day else hour
            told.by_step.setdefault(step, Counter())[key] += number
    return told


def fill(until: datetime) -> None:
    """Tally the hours before `until` that are not tallied yet, each once, however many ask at the
    same time. Opens its own transaction."""
    if _done_until() >= until:
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        done = _done_until()
        if done >= until:
            return
        since = max(done, until - LONGEST)
        with connection.cursor() as cursor:
            for subject in _EVENTS:
                select, values = _counted(subject, since, until)
                cursor.execute(
                    f"INSERT INTO comments_tally (hour, subject, key, number) {select}", values
                )
        # Says how far the tallies go, also where nothing happened.
        Tally.objects.filter(subject="until").delete()
        Tally.objects.create(hour=until, subject="until", key="", number=0)


def open_cases_by_age(at: datetime) -> list[tuple[str, int]]:
    """How many cases have been open for how long: one query."""
    edges = [("under an hour", 1), ("1 to 4 hours", 4), ("4 to 24 hours", 24), ("1 to 3 days", 72)]
    opened = Case.objects.open()
    newer = at + timedelta(minutes=1)
    ranges = {}
    for label, hours in edges:
        older = at - timedelta(hours=hours)
        ranges[label] = (older, newer)
        newer = older
    ranges["over 3 days"] = (datetime(1970, 1, 1, tzinfo=UTC), newer)
    counts = opened.ages(ranges)
    return [(label, counts[f"age_{place}"]) for place, label in enumerate(ranges)]


def undecided_by_check() -> Counter[str]:
    """How many open cases wait for a decision on the findings of each check: one query."""
    causes = Cause.objects.filter(case__in=Case.objects.open()).order_by().values("name")
    return Counter(dict(causes.annotate(number=Count("pk")).values_list("name", "number")))


def _done_until() -> datetime:
    mark = Tally.objects.filter(subject="until").values_list("hour", flat=True).first()
    return mark or datetime(1970, 1, 1, tzinfo=UTC)


def _tallied(since: datetime, until: datetime) -> Iterator[tuple[datetime, str, str, int]]:
    rows = Tally.objects.filter(hour__gte=since, hour__lt=until).exclude(subject="until")
    others = rows.exclude(subject="written").order_by().values("subject", "key")
    for row in others.annotate(sum=Sum("number")):
        yield since, row["subject"], row["key"], row["sum"]
    for hour, key, number in rows.filter(subject="written").values_list("hour", "key", "number"):
        yield hour, "written", key, number


def _live(since: datetime, until: datetime) -> Iterator[tuple[datetime, str, str, int]]:
    """What has not settled yet, from the rows: one query for each subject."""
    with connection.cursor() as cursor:
        for subject in _EVENTS:
            select, values = _counted(subject, since, until + timedelta(seconds=1))
            cursor.execute(select, values)
            for hour, _, key, number in cursor.fetchall():
                yield _read(hour), subject, key, number


def _counted(subject: str, since: datetime, until: datetime) -> tuple[str, list[Any]]:
    """The events of a subject by hour and key, as SQL with its values."""
    moment, key, source, *conditions = _EVENTS[subject]
    postgresql = connection.vendor == "postgresql"
    hour = (
        f"date_trunc('hour', {moment} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
        if postgresql
        else f"substr({moment}, 1, 13) || ':00:00'"
    )
    number = f"count(DISTINCT {_DISTINCT[subject]})" if subject in _DISTINCT else "count(*)"
    where = " AND ".join([f"{moment} >= %s", f"{moment} < %s", *conditions])
    text = f"CAST({key.format(bucket=_bucket(postgresql))} AS {'text' if postgresql else 'TEXT'})"
    return (
        f"SELECT {hour}, '{subject}', {text}, {number} FROM {source} WHERE {where} GROUP BY 1, 3",  # noqa: S608 - ours
        [_written(since), _written(until)],
    )


def _bucket(postgresql: bool) -> str:
    """The step of the time from opening to decision: 0 for up to STEP_SECONDS, each of the next
    twice as long."""
    seconds = (
        "extract(epoch FROM d.made_at - k.opened_at)"
        if postgresql
        else "(julianday(d.made_at) - julianday(k.opened_at)) * 86400"
    )
    steps = " ".join(
        f"WHEN {seconds} <= {STEP_SECONDS * 2**step} THEN {step}" for step in range(STEPS)
    )
    return f"CASE {steps} ELSE {STEPS} END"


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _written(moment: datetime) -> Any:
    return Tally._meta.get_field("hour").get_db_prep_value(moment, connection)


def _read(hour: Any) -> datetime:
    if isinstance(hour, datetime):
        return hour.astimezone(UTC)
    return datetime.fromisoformat(hour).replace(tzinfo=UTC)

"""The open cases: in which order, for whom, and who has which in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from comments.models import Assignment, Case, Comment, Report, Thread
from comments.models.case import CaseQuerySet
from comments.models.urgency import Precedence
from comments.moderation.filters import Filters
from comments.moderation.section_scope import cases_for
from comments.moderation.turning import batches

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LIST_SIZE = 40
EVERYTHING = Filters()
# A count tells a moderator how much there is to do; beyond this it tells nothing more.
COUNTED = 1_000


@dataclass(frozen=True)
class Place:
    """Where in the order a moderator stands: what lies before has been skipped."""

    precedence: int
    due_at: datetime
    pk: int

    @classmethod
    def of(cls, case: Case) -> Place:
        return cls(case.precedence, case.due_at, case.pk)

    @classmethod
    def read(cls, cursor: str) -> Place | None:
        try:
            precedence, moment, pk = (int(number[:18]) for number in cursor.split("."))
            due_at = _EPOCH + timedelta(microseconds=moment)
            return cls(Precedence(precedence), due_at, pk)
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        moment = (self.due_at - _EPOCH) // timedelta(microseconds=1)
        return f"{self.precedence}.{moment}.{self.pk}"

    def beyond(self, cases: CaseQuerySet) -> CaseQuerySet:
        return cases.beyond(self.precedence, self.due_at, self.pk)


def take_next(
    moderator: Any,
    filters: Filters,
    at: datetime,
    *,
    after: Place | None = None,
    but: int | None = None,
) -> Case | None:
    """The most pressing case that nobody else has in hand, claimed for this moderator; none if
    there is none left. After legal notices, what is assigned to this moderator comes first, until
    it is skipped; what is kept for a colleague does not come. `but` is one that the moderator has
    before the eyes already. Opens its own transaction."""
    cases = filters.cases(moderator, at).exclude(pk=but or 0)
    first = Assignment.objects.comes_first_for(moderator, at)
    rest = cases.filter(_is_not_kept(moderator, at))
    rest = after.beyond(rest) if after else rest
    legal, own = rest.filter(precedence=Precedence.LEGAL), cases.filter(pk__in=first)
    with transaction.atomic():
        for candidates in (legal, own, rest) if first else (rest,):
            if case := candidates.take_first(moderator, at):
                return case
    return None


def _is_not_kept(moderator: Any, at: datetime) -> Q:
    """What no assignment keeps for a colleague, and what this moderator has in hand already."""
    in_hand = Q(claimed_by=moderator, claimed_until__gt=at)
    kept = Assignment.objects.keeping_from(moderator, at).filter(case=OuterRef("pk"))
    return in_hand | Q(~Exists(kept))


def is_first(
    case: Case, moderator: Any, filters: Filters, at: datetime, *, after: Place | None = None
) -> bool:
    """Whether this case would come next for the moderator in its turn: as if none were assigned
    to the moderator, but without what is kept for colleagues."""
    cases = filters.cases(moderator, at).filter(_is_not_kept(moderator, at))
    cases = cases.free_for(moderator, at).in_order()
    first = (after.beyond(cases) if after else cases).values_list("pk", flat=True).first()
    return first == case.pk


def has_case(
    moderator: Any, filters: Filters, at: datetime, *, after: Place | None, since: datetime
) -> bool:
    """Whether this moderator can take a case: any one, or, where some have been skipped, one
    beyond them or opened after `since`. Claims nothing."""
    cases = filters.cases(moderator, at).filter(_is_not_kept(moderator, at))
    cases = cases.free_for(moderator, at)
    if after is None:
        return cases.exists()
    return after.beyond(cases).exists() or cases.filter(opened_at__gt=since).exists()


def take(case: Case, moderator: Any, at: datetime) -> bool:
    """Claim a case that was chosen. False if a colleague has it in hand, it is closed or in a
    section that is not this moderator's. Opens its own transaction."""
    with transaction.atomic():
        chosen = cases_for(Case.objects.filter(pk=case.pk), moderator)
        free = chosen.take_first(moderator, at)
    return free is not None


def listed(
    filters: Filters, *, after: Place | None = None, moderator: Any = None
) -> tuple[list[Case], Place | None]:
    """A page of the queue as a list, and the place where the next one begins."""
    cases = filters.cases(moderator)
    assigned = Assignment.objects.in_force(timezone.now()).select_related("person")
    rows: list[Any] = list(
        (after.beyond(cases) if after else cases)
        .in_order()
        .select_related("comment__author", "section", "article", "claimed_by")
        .defer("article__body", "comment__html")
        .prefetch_related("causes", Prefetch("assignments", assigned, "assigned"))[: LIST_SIZE + 1]
    )
    more = len(rows) > LIST_SIZE
    return rows[:LIST_SIZE], Place.of(rows[LIST_SIZE - 1]) if more else None


def count(filters: Filters, moderator: Any = None) -> int:
    """The number of open cases, counted from the rows up to COUNTED. In the queue's order: it
    leads SQLite to the index, which it would pass by where nearly all cases are of one kind."""
    return filters.cases(moderator).in_order()[:COUNTED].count()


def counts_by_kind(moderator: Any = None) -> dict[str, int]:
    """Of each kind, up to COUNTED: a short walk in an index each."""
    return {kind: count(Filters(kind=kind), moderator) for kind in Case.Kind.values}


def oldest(filters: Filters = EVERYTHING, moderator: Any = None) -> datetime | None:
    """Since when the longest-waiting case has been open."""
    return (
        filters.cases(moderator).order_by("opened_at").values_list("opened_at", flat=True).first()
    )


def open_missing() -> int:
    """Open a case for each held comment, and for each with reports that nobody has settled, that
    has none: after an import, or after a restart from rows alone. The number of those opened. As
    if each had been opened in its time."""
    cases = Case.objects.open().filter(comment=OuterRef("pk"))
    comments = Comment.objects.select_related("thread__article").filter(~Exists(cases))
    opened = 0
    for comment in comments.held().prefetch_related("findings").iterator(chunk_size=500):
        names = [each.check_name for each in comment.findings.all() if each.weight]
        _open(comment, Case.Kind.HELD, names or ["premoderation"], comment.created_at)
        opened += 1
    waiting = Report.objects.filter(upheld__isnull=True, comment=OuterRef("pk"))
    reported = comments.published().filter(Exists(waiting)).prefetch_related("reports")
    for comment in reported.iterator(chunk_size=500):
        reports = comment.reports.all()
        names = [each.reason for each in reports]
        _open(comment, Case.Kind.REPORTED, names, min(each.made_at for each in reports))
        opened += 1
    return opened


def put_in_place() -> int:
    """Put the open cases where their comments belong that are not there: after rows were changed
    behind the code's back. Their number. Moderators and readers may go on meanwhile: each thread
    is held while its cases are looked at again."""
    moved = 0
    wrong = Case.objects.misplaced().order_by("comment__thread")
    threads = dict.fromkeys(wrong.values_list("comment__thread", flat=True))
    for batch in batches(list(threads)):
        with transaction.atomic():
            Thread.objects.hold(batch)
            misplaced = Case.objects.misplaced().filter(comment__thread__in=batch)
            pks = list(misplaced.values_list("pk", flat=True))
            for part in batches(pks):
                moved += Case.objects.filter(pk__in=part).follow_comments(timezone.now())
    return moved


def _open(comment: Comment, kind: Case.Kind, causes: list[str], at: datetime) -> None:
    with transaction.atomic():
        Thread.objects.hold([comment.thread_id])
        Case.objects.open_for(comment, kind, causes, at=at)

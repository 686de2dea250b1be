"""What burns: how many of the comments of the last minutes are spam, were removed, wait because of
what they say, or were reported.

A comment is troubled, calm, or it says nothing and counts in neither sum: one that waits only
because its author is new or under sanction or because everything waits, and one that its author
took back. Comments that were refused are no rows.

Comments are measured by when they were written, within the window. A moderator who works through a
queue, and readers who report, are later than that: what they decide or report within the window
counts too, for comments no older than an hour, but only in the place of comments that nobody has
judged yet: there are never more troubled ones than comments written within the window. So
rejections of what was written half an hour ago count while the conversation goes on, and to clear
away old spam, or a flood that is over, trips nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from comments.models import Comment, Decision, Finding, Report, Thread
from comments.moderation.breaker.limits import BreakerLimits

# Checks that say who writes, not what is written.
ABOUT_THE_AUTHOR = ("newcomer", "standing")
# How old a comment may be whose rejection or report still says something of what is written now.
REMEMBERED = timedelta(hours=1)
TROUBLED, CALM, SAYS_NOTHING = "troubled", "calm", "says nothing"


@dataclass(frozen=True)
class Measured:
    """The comments that say something of one place."""

    total: int
    troubled: int
    accounts: int
    """Those who wrote the troubled ones."""


class _Group(NamedTuple):
    """So many comments of one author that count alike."""

    number: int
    kind: str
    author: int
    moderator: int | None
    """Who alone found these troubled; none if a check, a report or nobody's decision did."""
    is_here: bool


def measure(
    thread: Thread, since: datetime, limits: BreakerLimits, *, lifted_at: datetime | None = None
) -> tuple[Measured, Measured]:
    """What happened since then, in this conversation and on the whole site: one query on a calm
    day, and one more where enough is being written. What was written before `lifted_at` counts
    no more."""
    now = list(_groups(Comment.objects.filter(created_at__gt=since), thread, limits))
    here = [group for group in now if group.is_here]
    older: list[_Group] = []
    if _may_pass(here, limits.thread_troubled) or _may_pass(now, limits.site_troubled):
        oldest = max(filter(None, (since - REMEMBERED, lifted_at)))
        older = list(_groups(_heard_of(since, oldest), thread, limits))
    older_here = [group for group in older if group.is_here]
    return (
        _summed(here, older_here),
        _summed(now, older, by_one_moderator=limits.site_troubled // 2),
    )


def passes(place: Thread | None, measured: Measured, limits: BreakerLimits, times: int = 1) -> bool:
    number, percent = (
        (limits.thread_troubled, limits.thread_percent)
        if place
        else (limits.site_troubled, limits.site_percent)
    )
    return (
        measured.troubled >= number * times
        and measured.troubled * 100 >= percent * measured.total
        and measured.accounts >= limits.accounts
    )


def _heard_of(since: datetime, oldest: datetime) -> QuerySet[Comment]:
    """The comments written before the window that somebody has decided on or reported in it."""
    decided = Decision.objects.standing().filter(made_at__gt=since).values("comment")
    reported = Report.objects.filter(made_at__gt=since).values("comment")
    earlier = Comment.objects.filter(created_at__gt=oldest, created_at__lte=since)
    return earlier.filter(Q(pk__in=decided) | Q(pk__in=reported))


def _groups(comments: QuerySet[Comment], thread: Thread, limits: BreakerLimits) -> Iterator[_Group]:
    status = Comment.Status
    of_comment = {"comment": OuterRef("pk")}
    found = Finding.objects.filter(**of_comment, leads_to__in=("hold", "spam"))
    is_found = Exists(found.exclude(check_name__in=ABOUT_THE_AUTHOR))
    reports = Report.objects.about_texts().filter(**of_comment).exclude(upheld=False).order_by()
    readers = reports.values("comment").annotate(readers=Count("pk"))
    is_reported = Exists(readers.filter(readers__gte=limits.reports))
    removed = Q(status__in=(status.SPAM, status.REJECTED))
    removals = Decision.objects.standing().filter(
        **of_comment, verb__in=(Decision.Verb.REJECT, Decision.Verb.SPAM)
    )
    kind = Case(
        When(removed, then=Value(TROUBLED)),
        When(Q(status=status.HELD) & (is_found | is_reported), then=Value(TROUBLED)),
        When(Q(status=status.PUBLISHED) & is_reported, then=Value(TROUBLED)),
        When(status=status.PUBLISHED, then=Value(CALM)),
        default=Value(SAYS_NOTHING),
        output_field=CharField(),
    )
    moderator = Case(
        When(
            removed & ~is_found & ~Exists(reports),
            then=Subquery(removals.order_by("-made_at").values("made_by")[:1]),
        )
    )
    is_here = Case(When(thread=thread, then=Value(1)), default=Value(0))
    told = comments.order_by().annotate(kind=kind, moderator=moderator, is_here=is_here)
    alike = told.values("kind", "author", "moderator", "is_here")
    for row in alike.annotate(number=Count("pk")):
        yield _Group(
            row["number"], row["kind"], row["author"], row["moderator"], bool(row["is_here"])
        )


def _may_pass(now: list[_Group], number: int) -> bool:
    """Whether enough was written that it matters what was heard of earlier ones."""
    return sum(group.number for group in now) >= number


def _summed(
    now: list[_Group], older: list[_Group], *, by_one_moderator: int | None = None
) -> Measured:
    """`by_one_moderator` is how much may count of what one moderator alone objected to."""
    calm = sum(group.number for group in (*now, *older) if group.kind == CALM)
    troubled = [group for group in now if group.kind == TROUBLED]
    heard_of = [group for group in older if group.kind == TROUBLED]
    not_judged = sum(group.number for group in now if group.kind != TROUBLED)
    counted = _counted([*troubled, *_no_more_than(not_judged, heard_of)], by_one_moderator)
    return Measured(counted + calm, counted, len({each.author for each in (*troubled, *heard_of)}))


def _no_more_than(number: int, groups: list[_Group]) -> Iterator[_Group]:
    """So many of these comments, those first that more than one moderator objects to."""
    for group in sorted(groups, key=lambda group: group.moderator is not None):
        taken = min(group.number, number)
        number -= taken
        yield group._replace(number=taken)


def _counted(troubled: list[_Group], by_one_moderator: int | None) -> int:
    """In a conversation a moderator's word is enough: whoever rejects so much there would suspend
    it. The whole site is more than one moderator should set by rejecting what nothing and nobody
    else objected to."""
    if by_one_moderator is None:
        return sum(group.number for group in troubled)
    alone: Counter[int] = Counter()
    for group in troubled:
        if group.moderator is not None:
            alone[group.moderator] += group.number
    others = sum(group.number for group in troubled if group.moderator is None)
    return others + sum(min(count, by_one_moderator) for count in alone.values())

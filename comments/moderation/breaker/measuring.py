"""What burns: how many of the comments written in a while are spam, were removed, wait because of
what they say, or were reported.

Comments that were refused are no rows and count nowhere. A comment that waits only because its
author is new or under sanction, or because everything waits, harms nobody and says nothing of
the conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When

from comments.models import Comment, Finding, Report, Thread
from comments.moderation.breaker.limits import BreakerLimits

# Checks that say who writes, not what is written.
ABOUT_THE_AUTHOR = ("newcomer", "standing")


@dataclass(frozen=True)
class Measured:
    """The comments of the window in one place."""

    total: int
    troubled: int
    accounts: int
    """Those who wrote the troubled ones."""


def measure(thread: Thread, since: datetime, limits: BreakerLimits) -> tuple[Measured, Measured]:
    """What was written since then, in this conversation and on the whole site: one query."""
    found = Finding.objects.filter(comment=OuterRef("pk"), leads_to__in=("hold", "spam"))
    says = found.exclude(check_name__in=ABOUT_THE_AUTHOR)
    reports = (
        Report.objects.filter(comment=OuterRef("pk"))
        .exclude(upheld=False)
        .order_by()
        .values("comment")
        .annotate(readers=Count("pk"))
        .filter(readers__gte=limits.reports)
    )
    status = Comment.Status
    is_troubled = (
        Q(status__in=(status.SPAM, status.REJECTED))
        | (Q(status=status.HELD) & Exists(says))
        | (Q(status=status.PUBLISHED) & Exists(reports))
    )
    in_thread, troubled = Q(thread=thread), Q(trouble=1)
    both = in_thread & troubled
    one, nought = Value(1), Value(0)
    counted = (
        Comment.objects.filter(created_at__gt=since)
        .annotate(
            trouble=Case(When(is_troubled, then=one), default=nought, output_field=IntegerField())
        )
        .aggregate(
            total=Count("pk"),
            troubled=Count("pk", filter=troubled),
            accounts=Count("author", filter=troubled, distinct=True),
            here=Count("pk", filter=in_thread),
            troubled_here=Count("pk", filter=both),
            accounts_here=Count("author", filter=both, distinct=True),
        )
    )
    return (
        Measured(counted["here"], counted["troubled_here"], counted["accounts_here"]),
        Measured(counted["total"], counted["troubled"], counted["accounts"]),
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

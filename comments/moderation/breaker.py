"""When a conversation burns, comments are read before they appear, until a person has looked.

What burns is measured over a sliding window: how many of the comments written in it are spam,
were removed, wait because of what they say, or were reported. Comments that were refused are no
rows and count nowhere. A comment that waits only because its author is new or under sanction, or
because everything waits, harms nobody and says nothing of the conversation.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When

from comments import notices, switch
from comments.models import Comment, Finding, Limit, Mode, Report, Scope, Suspension, Thread, Trip
from comments.moderation import alerts
from comments.screening.limits import limit, settable

logger = logging.getLogger(__name__)

NAME = "breaker"

# Checks that say who writes, not what is written.
ABOUT_THE_AUTHOR = ("newcomer", "standing")

# Somebody has looked and found it bearable: it takes twice as much to trip again.
AFTER_A_LIFT = 2


@dataclass(frozen=True)
class BreakerLimits:
    window_minutes: int = limit(10, "Minutes that are looked back on", least=1, most=120)
    thread_troubled: int = limit(
        10,
        "Troubled comments in one conversation",
        help_text="Spam, removed, held for what they say, or reported.",
        least=1,
    )
    thread_percent: int = limit(
        40, "…and their share of all its comments (per cent)", least=1, most=100
    )
    site_troubled: int = limit(60, "Troubled comments on the whole site", least=1)
    site_percent: int = limit(40, "…and their share of all comments (per cent)", least=1, most=100)
    accounts: int = limit(
        3,
        "From at least so many accounts",
        help_text="Against one troll a sanction helps, and no single account can silence others.",
        least=1,
    )
    reports: int = limit(
        2,
        "Reports that make a comment count",
        help_text="From so many readers, so that no single one can trip the breaker.",
        least=1,
    )
    lasts_minutes: int = limit(60, "Minutes for which it holds", least=5, most=7 * 24 * 60)
    cool_off_minutes: int = limit(
        60,
        "Minutes after a lift in which it takes twice as much",
        help_text="What came before the lift counts no more.",
        least=0,
    )
    may_close: bool = limit(
        False,
        "Close instead",
        help_text="Nobody can write then; otherwise comments are read before they appear.",
    )

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.window_minutes)

    @property
    def mode(self) -> Mode:
        return Mode.CLOSED if self.may_close else Mode.PREMODERATED


@dataclass(frozen=True)
class Measured:
    """The comments of the window in one place."""

    total: int
    troubled: int
    accounts: int
    """Those who wrote the troubled ones."""


@dataclass(frozen=True)
class Unsettled:
    """A trip that nobody has answered yet."""

    trip: Trip
    is_over: bool
    """Whether what it set was lifted elsewhere or ran out."""


@dataclass(frozen=True)
class Settled:
    trip: Trip
    is_new: bool
    """False if somebody had answered before: then the trip says who, and what."""


def watch(thread: Thread, at: datetime) -> Trip | None:
    """Trip the breaker if it is time, over the whole site or this conversation. Two queries as
    long as nothing is wrong. Opens its own transaction; however many call it at once, one trips.
    To be called after a comment was held or marked as spam, or a report came in. Never raises for
    a database that is too busy: the reader's comment is in already, and the next one asks again."""
    limits = _limits()
    if limits is None or _due(thread, limits, at) is None:
        return None
    try:
        with switch.alone() as moment:
            due = _due(thread, limits, moment)
            return _trip(*due, limits, moment) if due else None
    except OperationalError:
        logger.warning("The breaker could not trip: the database is too busy.", exc_info=True)
        return None


def settle(pk: int, answer: Trip.Answer, *, by: Any) -> Settled:
    """A moderator's answer to a trip; the first one stands. Opens its own transaction. Raises
    Trip.DoesNotExist."""
    with switch.alone() as at:
        trip = Trip.objects.select_related(
            "suspension__section", "suspension__article", "settled_by"
        ).get(pk=pk)
        if trip.settled_at is not None:
            return Settled(trip, is_new=False)
        if answer == Trip.Answer.CLOSE:
            alerts.of_switch(_close(trip.suspension, at, by), lifted=False, by=by, at=at)
            switch.lift(trip.suspension, by=by)
        elif answer == Trip.Answer.LIFT and switch.lift(trip.suspension, by=by):
            alerts.of_switch(trip.suspension, lifted=True, by=by, at=at)
        _note(trip, answer, by, at)
        return Settled(trip, is_new=True)


def settle_lifted(suspension: Suspension, *, by: Any, at: datetime) -> None:
    """Whoever lifts on the switchboard what the breaker has set has answered it."""
    if trip := Trip.objects.unsettled().filter(suspension=suspension).first():
        _note(trip, Trip.Answer.LIFT, by, at)


def unsettled(at: datetime) -> list[Unsettled]:
    """All that the banner says: one query."""
    trips = Trip.objects.unsettled()
    return [
        Unsettled(trip, is_over=not trip.suspension.in_force(at))
        for trip in trips.select_related("suspension__section", "suspension__article")
    ]


def _limits() -> BreakerLimits | None:
    """What people have set; none if they turned the breaker off."""
    row = Limit.objects.filter(pk=NAME).first()
    if row is None:
        return BreakerLimits()
    known = {each.name for each in settable(BreakerLimits)} & row.settings.keys()
    return BreakerLimits(**{name: row.settings[name] for name in known}) if row.is_on else None


def _due(
    thread: Thread, limits: BreakerLimits, at: datetime
) -> tuple[Thread | None, Measured] | None:
    """Where to trip, none for the whole site, and what was measured there."""
    since = at - limits.window
    here, everywhere = _measure(thread, since, limits)
    if _passes(None, everywhere, limits) and _may_trip(None, thread, limits, at):
        return None, everywhere
    if _passes(thread, here, limits) and _may_trip(thread, thread, limits, at):
        return thread, here
    return None


def _measure(thread: Thread, since: datetime, limits: BreakerLimits) -> tuple[Measured, Measured]:
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


def _passes(
    place: Thread | None, measured: Measured, limits: BreakerLimits, times: int = 1
) -> bool:
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


def _may_trip(place: Thread | None, thread: Thread, limits: BreakerLimits, at: datetime) -> bool:
    """Whether nothing as strict is in force there, and, where somebody has just lifted a trip,
    what came since is worse than what was looked at."""
    if place:
        commenting = switch.state(place.article, at)
    else:
        commenting = switch.states_of_sections([], at)[None]
    if commenting.mode.strictness >= limits.mode.strictness:
        return False
    calm = timedelta(minutes=limits.cool_off_minutes)
    lifted = Trip.objects.filter(thread=place, suspension__lifted_at__gt=at - calm)
    latest = lifted.order_by("-suspension__lifted_at").select_related("suspension").first()
    if latest is None or latest.suspension.lifted_at is None:
        return True
    since = max(at - limits.window, latest.suspension.lifted_at)
    here, everywhere = _measure(thread, since, limits)
    return _passes(place, here if place else everywhere, limits, AFTER_A_LIFT)


def _trip(thread: Thread | None, measured: Measured, limits: BreakerLimits, at: datetime) -> Trip:
    """Expects the switch to be held alone."""
    scope = Scope(article=thread.article) if thread else Scope()
    cause, ends_at = Suspension.Cause.ABUSE, at + timedelta(minutes=limits.lasts_minutes)
    letter = notices.letter(scope, mode=limits.mode, cause=cause, ends_at=ends_at)
    told = (
        f"{measured.troubled} of {measured.total} comments in {limits.window_minutes} minutes "
        "were spam, removed, held or reported."
    )
    suspension = switch.suspend(
        scope,
        mode=limits.mode,
        cause=cause,
        reason=f"Set by the breaker: {told}",
        notice_title=letter.title,
        notice_body=letter.body,
        ends_at=ends_at,
    )
    trip = Trip.objects.create(
        suspension=suspension,
        thread=thread,
        measured=measured.troubled,
        out_of=measured.total,
        window_minutes=limits.window_minutes,
        tripped_at=at,
    )
    alerts.of_trip(trip, told, at)
    return trip


def _close(suspension: Suspension, at: datetime, by: Any) -> Suspension:
    cause = Suspension.Cause.ABUSE
    letter = notices.letter(suspension.reach, mode=Mode.CLOSED, cause=cause)
    return switch.suspend(
        suspension.reach,
        mode=Mode.CLOSED,
        cause=cause,
        reason=f"The breaker had tripped. {suspension.reason}",
        notice_title=letter.title,
        notice_body=letter.body,
        by=by,
    )


def _note(trip: Trip, answer: Trip.Answer, by: Any, at: datetime) -> None:
    trip.answer, trip.settled_by, trip.settled_at = answer, by, at
    trip.save(update_fields=["answer", "settled_by", "settled_at"])

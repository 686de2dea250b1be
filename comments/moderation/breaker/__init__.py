"""When a conversation burns, comments are read before they appear until a person has looked."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import OperationalError

from comments import notices, switch
from comments.models import Scope, Suspension, Thread, Trip
from comments.moderation import alerts
from comments.moderation.breaker.limits import BreakerLimits, current
from comments.moderation.breaker.measuring import Measured, measure, passes
from comments.moderation.breaker.settling import (
    Settled,
    Unsettled,
    settle,
    settle_lifted,
    unsettled,
)

__all__ = [
    "BreakerLimits",
    "Settled",
    "Unsettled",
    "settle",
    "settle_lifted",
    "unsettled",
    "watch",
]

logger = logging.getLogger(__name__)

# Somebody has looked and found it bearable: it takes twice as much to trip again.
AFTER_A_LIFT = 2


def watch(thread: Thread, at: datetime) -> Trip | None:
    """Trip the breaker if it is time, over the whole site or this conversation. Two queries as
    long as nothing is wrong. Opens its own transaction; however many call it at once, one trips.
    To be called after a comment was held or marked as spam, or a report came in. Never raises for
    a database that is too busy: the reader's comment is in already, and the next one asks again."""
    try:
        limits = current()
        if limits is None or _due(thread, limits, at) is None:
            return None
        with switch.alone() as moment:
            due = _due(thread, limits, moment)
            return _trip(*due, limits, moment) if due else None
    except OperationalError:
        logger.warning("The breaker could not trip: the database is too busy.", exc_info=True)
        return None


def _due(
    thread: Thread, limits: BreakerLimits, at: datetime
) -> tuple[Thread | None, Measured] | None:
    """Where to trip, none for the whole site, and what was measured there."""
    since = at - limits.window
    here, everywhere = measure(thread, since, limits)
    if passes(None, everywhere, limits) and _may_trip(None, thread, limits, at):
        return None, everywhere
    if passes(thread, here, limits) and _may_trip(thread, thread, limits, at):
        return thread, here
    return None


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
    here, everywhere = measure(thread, since, limits)
    return passes(place, here if place else everywhere, limits, AFTER_A_LIFT)


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

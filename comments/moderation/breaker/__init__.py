"""When a conversation burns, comments are read before they appear until a person has looked."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from comments import notices, switch
from comments.models import Comment, Event, Mode, Scope, Suspension, Thread, Trip
from comments.moderation import alerts
from comments.moderation.breaker.limits import BreakerLimits, current
from comments.moderation.breaker.measuring import REMEMBERED, Measured, measure, passes
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
    "warning",
    "watch",
    "watch_after_removing",
]

logger = logging.getLogger(__name__)

# Somebody has looked and found it bearable: it takes twice as much to trip again.
AFTER_A_LIFT = 2
# A sweep may reach over the whole paper; the conversations from which it took most are asked about.
ASKED_ABOUT = 5


def watch(thread: Thread, at: datetime) -> Trip | None:
    """Trip the breaker if it is time, over the whole site or this conversation. Two queries as
    long as little is being written. Opens its own transaction; however many call it at once, one
    trips. To be called after a comment was held or marked as spam, or a report came in, without
    any lock: a writer holds the switch before the thread. Never raises for a database that is too
    busy: the reader's comment is in already, and the next one asks again."""
    try:
        limits = current()
        if limits is None or _due(thread, _allowed(limits), at) is None:
            return None
        with switch.alone() as moment:
            allowed = _allowed(limits)
            due = _due(thread, allowed, moment)
            return _trip(*due, allowed, moment, would_have=limits.mode) if due else None
    except _NobodyToldError:
        return None  # the last channel went away just now: the next one to ask finds none
    except OperationalError:
        logger.warning("The breaker could not trip: the database is too busy.", exc_info=True)
        return None


def watch_after_removing(comments: Iterable[Comment], at: datetime) -> None:
    """Ask about the conversations of comments that moderators have just removed, once the
    transaction of the decision has committed: until then it holds threads, and whoever writes
    holds the switch and waits for one of them. What was written long ago is not asked about."""
    recent = Counter(each.thread_id for each in comments if each.created_at > at - REMEMBERED)
    if recent:
        pks = [pk for pk, _ in recent.most_common(ASKED_ABOUT)]
        transaction.on_commit(lambda: _watch_all(pks, at), robust=True)


def warning(settings: Mapping[str, Any]) -> str:
    """Why it would not close though these settings say so; empty if it would."""
    if not settings.get("may_close") or alerts.is_heard(Event.BREAKER):
        return ""
    return _(
        "No alert channel hears of the breaker: as long as that is so it does not close, and "
        "comments are read before they appear."
    )


def _watch_all(threads: list[int], at: datetime) -> None:
    for thread in Thread.objects.filter(pk__in=threads).select_related("article"):
        watch(thread, at)


class _NobodyToldError(Exception):
    """It would have closed, and no alert was written."""


def _allowed(limits: BreakerLimits) -> BreakerLimits:
    """The limits, without closing where no alert channel would hear of it."""
    may_close = limits.may_close and alerts.is_heard(Event.BREAKER)
    return replace(limits, may_close=may_close)


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
    lifted_at = latest.suspension.lifted_at
    since = max(at - limits.window, lifted_at)
    here, everywhere = measure(thread, since, limits, lifted_at=lifted_at)
    return passes(place, here if place else everywhere, limits, AFTER_A_LIFT)


def _trip(
    thread: Thread | None,
    measured: Measured,
    limits: BreakerLimits,
    at: datetime,
    *,
    would_have: Mode,
) -> Trip:
    """Expects the switch to be held alone. The alerts are written in the same transaction: there
    is no trip without those that it sends."""
    scope, mode = Scope(article=thread.article) if thread else Scope(), limits.mode
    cause, ends_at = Suspension.Cause.ABUSE, at + timedelta(minutes=limits.lasts_minutes)
    letter = notices.letter(scope, mode=mode, cause=cause, ends_at=ends_at)
    told = (
        f"{measured.troubled} of {measured.total} comments in {limits.window_minutes} minutes "
        "were spam, removed, held or reported."
    )
    suspension = switch.suspend(
        scope,
        mode=mode,
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
        would_have_closed=would_have != mode,
    )
    trip.alert_count = len(alerts.of_trip(trip, told, at))
    if mode == Mode.CLOSED and not trip.alert_count:
        raise _NobodyToldError
    trip.save(update_fields=["alert_count"])
    return trip

"""What moderators make of a trip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments import notices, switch
from comments.models import LogEntry, Mode, Suspension, Trip
from comments.moderation import alerts
from newsroom.foundation import permissions


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


def settle(pk: int, answer: Trip.Answer, *, by: Any) -> Settled:
    """A moderator's answer to a trip; the first one stands. Opens its own transaction. Raises
    Trip.DoesNotExist, and OutsideSectionsError for a place that is not this moderator's."""
    with switch.alone() as at:
        trip = Trip.objects.select_related(
            "suspension__section", "suspension__article", "settled_by"
        ).get(pk=pk)
        if trip.settled_at is not None:
            return Settled(trip, is_new=False)
        permissions.check_section(by, trip.suspension.reach.section_id)
        if answer == Trip.Answer.CLOSE:
            alerts.of_switch(_close(trip.suspension, at, by), lifted=False, by=by, at=at)
            switch.lift(trip.suspension, by=by)
        elif answer == Trip.Answer.LIFT and switch.lift(trip.suspension, by=by):
            alerts.of_switch(trip.suspension, lifted=True, by=by, at=at)
        _note(trip, answer, by, at)
        if answer == Trip.Answer.KEEP:  # the switch writes down the others
            LogEntry.objects.write("keep", by=by, at=at, about=f"suspension {trip.suspension_id}")
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

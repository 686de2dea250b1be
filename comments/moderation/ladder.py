"""What is suggested for an author, by the ladder of sanctions and by the house rule just broken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from comments.models import Decision, HouseRule, LadderStep, Sanction

Kind = Sanction.Kind
GRAVITY = {kind: rank for rank, kind in enumerate(Kind.values)}
# How long a mute lasts whose rule names no time: it needs an end.
MUTED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Suggestion:
    """What might befall an author next, and why."""

    kind: str
    reason: str
    lasts: timedelta | None = None
    """None: until lifted."""
    is_automatic: bool = False
    """Whether the newsroom wants it imposed without being asked."""

    @property
    def gravity(self) -> tuple[int, timedelta]:
        return GRAVITY[self.kind], self.lasts or timedelta.max

    @property
    def label(self) -> str:
        """As Mute for 7 days."""
        name = Kind(self.kind).name.capitalize()
        return f"{name} for {_in_words(self.lasts)}" if self.lasts else name

    def ends_at(self, at: datetime) -> datetime | None:
        return at + self.lasts if self.lasts else None


def by_rule(house_rule: HouseRule | None) -> Suggestion | None:
    """What a house rule suggests whenever it is broken."""
    if house_rule is None or not house_rule.suggests:
        return None
    lasts = _lasts(house_rule.suggests, house_rule.suggests_hours)
    return Suggestion(house_rule.suggests, house_rule.label, lasts)


def by_step(person: Any, at: datetime) -> Suggestion | None:
    """What the highest step reached suggests, unless it was taken after the last comment was
    removed: four queries."""
    steps = list(LadderStep.objects.all())
    if not steps:
        return None
    most = max(step.rejections for step in steps)
    since = at - timedelta(days=max(step.within_days for step in steps))
    moments = Decision.objects.removals_of(person, since, most)
    reached = list(_reached(steps, moments, at))
    if not reached:
        return None
    step = max(reached, key=lambda each: (each.rejections, GRAVITY[each.kind]))
    if _is_answered(person, step.kind, max(moments)):
        return None
    return Suggestion(step.kind, step.condition, _lasts(step.kind, step.hours), step.is_automatic)


def _reached(
    steps: Iterable[LadderStep], moments: list[datetime], at: datetime
) -> Iterator[LadderStep]:
    for step in steps:
        since = at - timedelta(days=step.within_days)
        if step.rejections and sum(moment > since for moment in moments) >= step.rejections:
            yield step


def _is_answered(person: Any, kind: str, removed_at: datetime) -> bool:
    """Whether the step was taken after the last removal already, be it lifted since."""
    since = Sanction.objects.filter(person=person, starts_at__gte=removed_at)
    return any(GRAVITY[each.kind] >= GRAVITY[kind] for each in since)


def _lasts(kind: str, hours: int | None) -> timedelta | None:
    if kind == Kind.WARNING:
        return None
    if hours:
        return timedelta(hours=hours)
    return MUTED_FOR if kind == Kind.MUTE else None


def _in_words(lasts: timedelta) -> str:
    hours = lasts // timedelta(hours=1)
    number, noun = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{number} {noun}{'' if number == 1 else 's'}"

"""How long a moderator has worked without a break, and how much of it was hard to read. Computed
from the moderator's own decisions when it is asked for; it is shown to nobody else and not kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from comments.models import Case, Cause, Decision, DeskPreferences, Report

# The Victorian Government advises a break every two hours for whoever moderates (Social media
# operational guidelines, "Support staff").
WORKED_MAX = timedelta(hours=2)
# A default of ours: no study names a number.
GRAVE_MAX = 25
# After this long without a decision, somebody has had a break.
BREAK = timedelta(minutes=15)
# A reminder that was put off comes back after this time.
QUIET = timedelta(hours=1)
# From this severity of a house rule on: hate, private data, threats, crimes.
GRAVE_SEVERITY = 4
GRAVE_CAUSES = (Report.Reason.HATE, Report.Reason.ILLEGAL, "legal")
# No further back than this is looked, and at no more decisions.
LOOKED_BACK = timedelta(hours=4)
LOOKED_AT = 1_000


@dataclass(frozen=True)
class Exposure:
    """Since the last break."""

    since: datetime
    worked: timedelta
    grave: int
    """How many decisions were about the worst kinds; those made at once count as one."""

    @property
    def needs_break(self) -> bool:
        return self.worked >= WORKED_MAX or self.is_grave

    @property
    def is_grave(self) -> bool:
        return self.grave >= GRAVE_MAX


def reminder(preferences: DeskPreferences, at: datetime) -> Exposure | None:
    """Why this moderator should have a break now; none if not, or if they want no reminder. One
    query, none where reminders are off or were put off."""
    quiet_until = preferences.quiet_until
    if not preferences.reminds_of_breaks or (quiet_until and quiet_until > at):
        return None
    exposure = exposure_of(preferences.moderator, at)
    return exposure if exposure and exposure.needs_break else None


def exposure_of(moderator: Any, at: datetime) -> Exposure | None:
    """None for whoever has decided nothing since the last break. One query."""
    grave_causes = Cause.objects.filter(case=OuterRef("case"), name__in=GRAVE_CAUSES)
    made = Decision.objects.filter(
        made_by=moderator, made_at__gt=at - LOOKED_BACK, made_at__lte=at
    ).order_by("-made_at", "-pk")
    rows = made.annotate(has_grave_cause=Exists(grave_causes)).values_list(
        "made_at", "act", "house_rule__severity", "case__kind", "has_grave_cause"
    )
    return _since_last_break(rows[:LOOKED_AT], at)


def put_off(moderator: Any, at: datetime) -> None:
    """No reminder for a while."""
    DeskPreferences.objects.update_or_create(
        moderator=moderator, defaults={"quiet_until": at + QUIET}
    )


def _since_last_break(
    rows: Iterable[tuple[datetime, UUID | None, int | None, str | None, bool]], at: datetime
) -> Exposure | None:
    since, grave = at, set()
    seen = False
    for made_at, batch, severity, kind, has_grave_cause in rows:
        if since - made_at >= BREAK:
            break
        since, seen = made_at, True
        if has_grave_cause or kind == Case.Kind.LEGAL or (severity or 0) >= GRAVE_SEVERITY:
            grave.add(batch or made_at)
    return Exposure(since, at - since, len(grave)) if seen else None

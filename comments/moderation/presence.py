"""Who is at the desk now, and on what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments.models import Case, DeskVisit

# More than sit at any desk at once.
SHOWN = 30


@dataclass(frozen=True)
class Present:
    person: Any
    since: datetime
    seen_at: datetime
    cases: list[Case]
    """What this person has in hand: as a rule the case before the eyes and the next one."""


def at_the_desk(at: datetime, *, besides: Any) -> list[Present]:
    """Everybody but one who has the desk open, the latest first; two queries."""
    others = DeskVisit.objects.present(at).exclude(person=besides)
    visits = list(others.select_related("person")[:SHOWN])
    in_hand = defaultdict(list)
    people = [visit.person_id for visit in visits]
    claimed = Case.objects.open().filter(claimed_by__in=people, claimed_until__gt=at)
    for case in claimed.select_related("section").in_order()[: 2 * SHOWN]:
        in_hand[case.claimed_by_id].append(case)
    return [
        Present(visit.person, visit.came_at, visit.seen_at, in_hand[visit.person_id])
        for visit in visits
    ]

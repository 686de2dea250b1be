"""What an author may do now, and how far an author is trusted: from sanctions and history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from comments.models import Sanction

# History is counted no further than this: more says nothing more.
COUNTED = 50
# A regular has been approved this often; whom to trust is told by many more and few rejections.
REGULAR_AFTER, TRUSTED_AFTER = 3, 20
REJECTIONS_WITHIN = timedelta(days=90)


@dataclass(frozen=True)
class Standing:
    signed_in: bool = True
    is_staff: bool = False
    ban: Sanction | None = None
    mute: Sanction | None = None
    premoderation: Sanction | None = None
    warning: Sanction | None = None
    """A warning that its receiver has yet to read."""
    account_age: timedelta = timedelta(days=365)
    approved: int = TRUSTED_AFTER
    """Published comments, counted up to COUNTED."""
    rejected: int = 0
    """Comments rejected or marked as spam within REJECTIONS_WITHIN, counted up to COUNTED."""

    @property
    def in_the_way(self) -> Sanction | None:
        """The gravest sanction that keeps this author from writing."""
        return self.ban or self.mute or self.warning

    @property
    def may_write(self) -> bool:
        return self.signed_in and self.in_the_way is None

    @property
    def is_newcomer(self) -> bool:
        """Not known yet, or known from what was rejected."""
        return not self.is_staff and self.approved - 3 * self.rejected < REGULAR_AFTER

    @property
    def is_trusted(self) -> bool:
        return self.is_staff or self.approved - 10 * self.rejected >= TRUSTED_AFTER


def of(person: Any, at: datetime) -> Standing:
    """The standing of a person, or of a stranger, at that moment: one query for sanctions."""
    if not (person.is_authenticated and person.is_active):
        return Standing(signed_in=False)
    Kind = Sanction.Kind
    in_force = {
        each.kind: each for each in Sanction.objects.in_force(at).filter(person=person).reverse()
    }
    return Standing(
        is_staff=person.is_staff,
        ban=in_force.get(Kind.BAN),
        mute=in_force.get(Kind.MUTE),
        premoderation=in_force.get(Kind.PREMODERATION),
        warning=in_force.get(Kind.WARNING),
    )

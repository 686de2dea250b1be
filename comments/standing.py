"""What an author may do now: from sanctions and, later, history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments.models import Sanction


@dataclass(frozen=True)
class Standing:
    signed_in: bool = True
    ban: Sanction | None = None

    @property
    def may_write(self) -> bool:
        return self.signed_in and self.ban is None


def of(person: Any, at: datetime) -> Standing:
    """The standing of a person, or of a stranger, at that moment."""
    if not (person.is_authenticated and person.is_active):
        return Standing(signed_in=False)
    return Standing(ban=person.sanctions.in_force(at).filter(kind=Sanction.Kind.BAN).first())

"""What an author may do now: from sanctions and, later, history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments.models import Sanction


@dataclass(frozen=True)
class Standing:
    ban: Sanction | None = None

    @property
    def may_write(self) -> bool:
        return self.ban is None


def of(person: Any, at: datetime) -> Standing:
    """The standing of a signed-in person at that moment."""
    return Standing(ban=person.sanctions.in_force(at).filter(kind=Sanction.Kind.BAN).first())

"""What became of each comment of the drill: when readers could see it, and how long it waited."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmarks.drill.material import Draft
from benchmarks.drill.people import Writer

NEVER = timedelta()


@dataclass
class Spell:
    """How long something has lasted, with its interruptions."""

    total: timedelta = NEVER
    since: datetime | None = None
    began: bool = False

    def follow(self, lasts: bool, at: datetime) -> None:
        if lasts and self.since is None:
            self.since, self.began = at, True
        elif not lasts and self.since is not None:
            self.total += at - self.since
            self.since = None

    @property
    def minutes(self) -> float:
        return self.total / timedelta(minutes=1)


@dataclass
class Fate:
    draft: Draft
    writer: Writer
    tries: int = 0
    refused: str = ""
    """What stood in the way for good; empty if the comment got in."""
    at_first: str = ""
    """The status in which it came in."""
    status: str = ""
    article: int = 0
    caught_by: tuple[str, ...] = ()
    """The checks that would have it held or taken for spam."""
    public: Spell = field(default_factory=Spell)
    waiting: Spell = field(default_factory=Spell)
    swept: bool = False

    def becomes(self, status: str, at: datetime) -> None:
        self.status = status
        self.public.follow(status == "published", at)
        self.waiting.follow(status == "held", at)


@dataclass
class Shift:
    """What the moderators did."""

    decided: int = 0
    wrong: int = 0
    sweeps: int = 0
    swept: int = 0
    swept_good: int = 0
    sanctions: int = 0
    busy: timedelta = NEVER
    trips: list[str] = field(default_factory=list)
    reports: int = 0
    hidden_by_reports: int = 0
    most_waiting: int = 0
    empty_at: datetime | None = None
    """When, after the last arrival, the queue was empty for the first time."""

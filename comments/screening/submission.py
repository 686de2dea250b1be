"""What screening is given: plain data, so that every check can be tried in one line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from comments.screening.addresses import Address, addresses_in
from comments.screening.fingerprint import Print
from comments.standing import Standing

# From here on two texts are one, a little changed.
ALIKE = 0.6


@dataclass(frozen=True)
class Earlier:
    """A comment of the last days that says the same or nearly the same."""

    comment: int
    author: int
    likeness: float
    """From 0 to 1: the share of their pieces that the two texts have in common."""
    group: int
    """Those alike share a group: the primary key of the first of them."""
    is_removed: bool = False
    """Whether a moderator has rejected it or marked it as spam."""


@dataclass(frozen=True)
class Pace:
    """How fast this writer, and others behind the same address, have written before."""

    seconds_since_last: float | None = None
    """Since the author's last comment anywhere."""
    seconds_since_last_here: float | None = None
    """Since the author's last comment in this thread."""
    by_account: int = 0
    by_address: int = 0
    """Comments of the last ten minutes, of this account, and of all accounts at its address."""
    slow_mode_seconds: int = 0
    """How long everybody waits between two comments in this thread."""


@dataclass(frozen=True)
class Submission:
    """A text on its way in, with what is known of its author, its thread and its request."""

    text: str
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    standing: Standing = field(default_factory=Standing)
    author: int | None = None
    article: int | None = None
    language: str = "en"
    """That of the article."""
    hosts: frozenset[str] = frozenset()
    """The paper's own: links to them are no links out."""
    address: str = ""
    """The client's; empty if unknown."""
    mail_domain: str = ""
    pace: Pace = field(default_factory=Pace)
    fingerprint: Print | None = None
    """By what the text is known again; none for one too short for that."""
    earlier: tuple[Earlier, ...] = ()

    @property
    def group(self) -> int | None:
        """The group of those alike that this text joins; none if it is the first of its kind."""
        alike = [each for each in self.earlier if each.likeness >= ALIKE]
        return max(alike, key=lambda each: each.likeness).group if alike else None

    @cached_property
    def addresses(self) -> list[Address]:
        """Where the text leads: looked for once, whoever asks."""
        return addresses_in(self.text)

    @cached_property
    def words(self) -> int:
        return len(self.text.split())

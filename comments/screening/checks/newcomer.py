"""Who has just come is read first; trust is earned by what was approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from comments.screening.limits import limit
from comments.screening.submission import Submission
from comments.screening.verdict import DOUBT, Finding


@dataclass(frozen=True)
class NewcomerLimits:
    # One comment read is what tells a spammer's fresh account from a reader's at the least cost:
    # who gets past it has given something away.
    first_comments: int = limit(
        1,
        "First comments of an account that are read first",
        help_text="Until so many are approved. 0 turns it off.",
        least=0,
        most=100,
    )
    youngest_minutes: int = limit(
        10,
        "Minutes for which a new account is read first",
        help_text="0 turns it off.",
        least=0,
        most=100_000,
    )
    forgiven: int = limit(
        3,
        "Rejections of late that cost an author’s trust",
        help_text="From so many in ninety days on every comment is read first. 0 turns it off.",
        least=0,
        most=50,
    )


def find(submission: Submission, limits: NewcomerLimits) -> Iterator[Finding]:
    """The first comments of an account, those of a very young one, and those of an author who has
    lately been rejected more often than approved are held."""
    standing = submission.standing
    if standing.is_staff:
        return
    if standing.approved < limits.first_comments:
        yield Finding("newcomer", _ordinal(standing.approved, limits.first_comments), DOUBT)
    if standing.account_age < timedelta(minutes=limits.youngest_minutes):
        minutes = int(standing.account_age.total_seconds() // 60)
        yield Finding("newcomer", f"the account is {minutes} minutes old", DOUBT)
    if limits.forgiven and standing.rejected >= limits.forgiven and not standing.is_trusted:
        yield Finding("newcomer", f"{standing.rejected} comments rejected of late", DOUBT)


def _ordinal(approved: int, first: int) -> str:
    if not approved:
        return "nothing of this account has been approved yet"
    return f"only {approved} of the first {first} comments approved"

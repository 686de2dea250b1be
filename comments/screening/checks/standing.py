"""What has befallen the account: bans and mutes never come as far as screening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comments.screening.submission import Submission
from comments.screening.verdict import OPINION, Finding


@dataclass(frozen=True)
class StandingLimits:
    """Nothing to set: a sanction says itself for how long it holds."""


def find(submission: Submission, limits: StandingLimits) -> Iterator[Finding]:
    """Whoever is under premoderation is read first."""
    if sanction := submission.standing.premoderation:
        yield Finding("standing", f"under premoderation: {sanction.reason}", OPINION)

"""How fast somebody writes: refused with the time that is left, and the text comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from comments.screening.limits import limit
from comments.screening.submission import Submission
from comments.screening.verdict import Finding, Verdict

WINDOW_SECONDS = 600


@dataclass(frozen=True)
class PaceLimits:
    between_seconds: int = limit(
        10, "Seconds between two comments of one account", least=0, most=86_400
    )
    by_account: int = limit(
        12,
        "Comments of one account in ten minutes",
        help_text="0 for no limit.",
        least=0,
        most=50,
    )
    # A school, a company and a mobile network each stand behind one address.
    by_address: int = limit(
        30,
        "Comments from one address in ten minutes",
        help_text="Many may share an address. 0 for no limit.",
        least=0,
        most=50,
    )


def find(submission: Submission, limits: PaceLimits) -> Iterator[Finding]:
    """Too soon after the last comment, too soon in a thread in slow mode, or too many in ten
    minutes, by account or by address."""
    pace = submission.pace
    if submission.standing.is_staff:
        return
    slow = pace.slow_mode_seconds
    if pace.seconds_since_last_here is not None and pace.seconds_since_last_here < slow:
        left = slow - pace.seconds_since_last_here
        yield _wait("slow mode in this conversation", left, "This conversation is in slow mode.")
    if pace.seconds_since_last is not None and pace.seconds_since_last < limits.between_seconds:
        left = limits.between_seconds - pace.seconds_since_last
        yield _wait("written right after the last one", left, "That was quick.")
    if 0 < limits.by_account <= pace.by_account:
        yield _wait(f"{pace.by_account} comments in ten minutes", WINDOW_SECONDS / 2)
    if 0 < limits.by_address <= pace.by_address:
        yield _wait(f"{pace.by_address} comments from one address", WINDOW_SECONDS / 2)


def _wait(evidence: str, seconds: float, why: str = "You have written a lot just now.") -> Finding:
    left = max(1, ceil(seconds))
    return Finding(
        "pace",
        evidence,
        leads_to=Verdict.REFUSE,
        advice=f"{why} Please send it again in {in_words(left)}; your text is kept.",
        wait_seconds=left,
    )


def in_words(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    if seconds < 5400:
        return f"{ceil(seconds / 60)} minutes"
    return f"{ceil(seconds / 3600)} hours"

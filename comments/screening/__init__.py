"""What the machine says of a text on its way in, and why."""

from __future__ import annotations

from comments.screening import pipeline, rulebook
from comments.screening.gathering import gather
from comments.screening.submission import Submission
from comments.screening.verdict import Finding, Screened, Verdict

__all__ = ["Finding", "Screened", "Submission", "Verdict", "gather", "run"]


def run(submission: Submission) -> Screened:
    """The verdict on a submission by the rules in force, with every finding. Asked before the
    transaction of posting: an outside service may take its time."""
    return pipeline.screen(submission, rulebook.current(submission.at))

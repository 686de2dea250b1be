"""What the machine says of a display name: the checks that read a text, and none that asks who
writes, where, how fast, or a service outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings

from comments.screening import pipeline, rulebook
from comments.screening.gathering import own_hosts
from comments.screening.pipeline import CHECKS
from comments.screening.submission import Submission
from comments.screening.verdict import Screened, Verdict
from comments.standing import Standing

READ = frozenset({"words", "links", "contact", "noise"})
OTHERS = frozenset(check.name for check in CHECKS) - READ


def screen_name(name: str, at: datetime) -> Screened:
    """The verdict on a display name by the rules in force, with every finding. Spam counts as
    refused: nobody could be told what became of the name."""
    submission = Submission(
        name,
        at=at,
        standing=Standing(approved=0, account_age=timedelta(0)),
        language=settings.LANGUAGE_CODE.partition("-")[0],
        hosts=own_hosts(),
    )
    screened = pipeline.screen(submission, rulebook.current(at), without=OTHERS)
    if screened.verdict == Verdict.SPAM:
        return replace(screened, verdict=Verdict.REFUSE)
    return screened

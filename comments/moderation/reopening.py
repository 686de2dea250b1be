"""Reopening: lift a suspension and, if asked, publish the comments that waited only for it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from comments import switch
from comments.models import Comment, Decision, Suspension
from comments.moderation import alerts, breaker, decisions
from comments.moderation.held_comments import held_only_by


@dataclass(frozen=True)
class Reopening:
    is_new: bool
    """False if the suspension was lifted or over already: then nothing was changed."""
    published: int = 0
    batch_id: uuid.UUID | None = None
    """The decisions that published comments; `decisions.undo` takes all of them back."""


def reopen(suspension: Suspension, *, by: Any = None, publish_held: bool = False) -> Reopening:
    """Lift the suspension, in force or scheduled, and publish what waited only for it if
    `publish_held`. `by` is the person, none for the command line. Opens its own transaction.

    The switch is locked before the comments are looked for: whatever was posted under the
    suspension is committed by then, so none is forgotten, and nothing is posted meanwhile.
    """
    with switch.alone() as at:
        if not Suspension.objects.standing(at).filter(pk=suspension.pk).exists():
            return Reopening(is_new=False)

        def lift() -> None:
            switch.lift(suspension, by=by)

        publishes = publish_held and suspension.in_force(at)
        comment_ids = held_only_by(suspension, at, by=by) if publishes else []
        outcome = _publish(suspension, comment_ids, by=by, at=at, before_log=lift)
        if not outcome.decided:
            lift()
        breaker.settle_lifted(suspension, by=by, at=at)
        alerts.of_switch(suspension, lifted=True, by=by, at=at, published=outcome.decided)
    return Reopening(True, outcome.decided, outcome.act)


def publish_held(suspension: Suspension, *, by: Any = None) -> decisions.Outcome:
    """Publish what still waits only for a suspension that is over. Opens its own transaction.
    Nothing is published while the suspension is in force."""
    with switch.alone() as at:
        over = Suspension.objects.past(at).filter(pk=suspension.pk).exists()
        comment_ids = held_only_by(suspension, at, by=by) if over else []
        return _publish(suspension, comment_ids, by=by, at=at)


def hold_again(suspension: Suspension, *, by: Any) -> decisions.Outcome:
    """Take back the last publication of what waited only for this suspension, whoever made it.
    Opens its own transaction."""
    batch_id = suspension.published_batch_id
    return decisions.undo(batch_id, by=by, at=timezone.now()) if batch_id else decisions.Outcome()


def published_with(suspension: Suspension) -> int:
    """How many comments the last publication published, without those taken back since."""
    if not suspension.published_batch_id:
        return 0
    return Decision.objects.standing().filter(act=suspension.published_batch_id).count()


def _publish(
    suspension: Suspension, comment_ids: list[int], *, by: Any, at: datetime, before_log: Any = None
) -> decisions.Outcome:
    """Expects `switch.alone`. The locks of threads and comments are taken behind that of the
    switch, as posting takes them."""
    if not comment_ids:
        return decisions.Outcome()
    outcome = decisions.decide(
        Decision.Verb.APPROVE,
        comment_ids,
        by=by,
        at=at,
        reason=_("It waited only for a suspension that is over."),
        # A colleague may have decided on one of them since they were looked for.
        seen=dict.fromkeys(comment_ids, Comment.Status.HELD),
        before_log=before_log,
    )
    if outcome.decided:
        Suspension.objects.filter(pk=suspension.pk).update(published_batch_id=outcome.act)
    return outcome

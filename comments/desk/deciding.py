"""The form with which a moderator decides on one comment, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from comments.models import Comment, Decision, HouseRule
from comments.moderation import canned_notes, decisions

Verb = Decision.Verb

DONE = {
    Verb.APPROVE: "Approved",
    Verb.REJECT: "Rejected",
    Verb.SPAM: "Marked as spam",
    Verb.RESTORE: "Restored",
}


@dataclass(frozen=True)
class Answer:
    """What the moderator is told."""

    words: str
    failed: bool = False


def decide(request: HttpRequest, comment: Comment) -> Answer:
    """Decide on the comment as the form says: `verb`, or `house_rule` alone for a rejection by it,
    with a `reason`; `seen` is the status that the moderator saw."""
    sent = request.POST
    rule = HouseRule.objects.filter(pk=number(sent.get("house_rule", "")) or 0).first()
    try:
        verb = Verb(sent.get("verb") or (Verb.REJECT if rule else ""))
        outcome = decisions.decide(
            verb,
            [comment.pk],
            by=request.user,
            at=timezone.now(),
            reason=canned_notes.note_from(sent),
            house_rule=rule if verb == Verb.REJECT else None,
            seen={comment.pk: sent.get("seen", "") or comment.status},
        )
    except ValidationError as complaint:
        return Answer(" ".join(complaint.messages), failed=True)
    except ValueError:
        return Answer("Choose what is to be done.", failed=True)
    if outcome.decided:
        why = f": {rule}" if rule and verb == Verb.REJECT else ""
        return Answer(f"{DONE[verb]}{why}.")
    return Answer(f"Nothing was changed: {', '.join(outcome.passed_over)}.", failed=True)


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None

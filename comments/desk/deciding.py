"""The form with which a moderator decides on one comment, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Decision
from comments.moderation import decisions
from comments.moderation.orders import Order

Verb = Decision.Verb

DONE = {
    Verb.APPROVE: gettext_lazy("Approved."),
    Verb.REJECT: gettext_lazy("Rejected: %(rule)s."),
    Verb.SPAM: gettext_lazy("Marked as spam."),
    Verb.RESTORE: gettext_lazy("Restored."),
}


@dataclass(frozen=True)
class Answer:
    """What the moderator is told."""

    words: str
    failed: bool = False


def decide(request: HttpRequest, comment: Comment) -> Answer:
    """Decide on the comment as the form says (see `Order.read`); `seen` is the status that the
    moderator saw."""
    order = Order.read(request.POST)
    if order.verb is None:
        return Answer(_what_is_missing(request), failed=True)
    try:
        outcome = decisions.decide(
            order.verb,
            [comment.pk],
            by=request.user,
            at=timezone.now(),
            reason=order.note,
            house_rule=order.house_rule,
            seen={comment.pk: request.POST.get("seen", "") or comment.status},
        )
    except ValidationError as error:
        return Answer(" ".join(error.messages), failed=True)
    if outcome.decided:
        return Answer(str(DONE[order.verb]) % {"rule": order.house_rule})
    reasons = ", ".join(outcome.passed_over)
    return Answer(_("Nothing was changed: %(reasons)s.") % {"reasons": reasons}, failed=True)


def _what_is_missing(request: HttpRequest) -> str:
    """A rejection may lack its rule because somebody has just switched that rule off."""
    if "house_rule" in request.POST or request.POST.get("verb") == Verb.REJECT:
        return _("A rejection needs a house rule that is in use.")
    return _("Choose what is to be done.")


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None

"""One decision for all comments that a form of the desk names, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from comments.moderation import decisions
from comments.moderation.orders import Order


def carry_out(request: HttpRequest, order: Order, seen: Mapping[int, str]) -> bool:
    """Decide on all of these as one act, and say what came of it, with the way to undo it. Whether
    anything was decided."""
    assert order.verb is not None
    try:
        outcome = decisions.decide(
            order.verb, list(seen), by=request.user, at=timezone.now(),
            reason=order.note, house_rule=order.house_rule, seen=seen,
        )  # fmt: skip
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return False
    if outcome.decided:
        undo = reverse("batch", args=[outcome.act])
        done = order.done(outcome.decided)
        messages.success(request, format_html('{} <a href="{}">{}</a>', done, undo, _("Undo")))
    tell_passed_over(request, outcome)
    return outcome.decided > 0


def tell_passed_over(request: HttpRequest, outcome: decisions.Outcome) -> None:
    for why, number in outcome.passed_over.items():
        words = _("%(number)s passed over: %(reason)s.")
        messages.warning(request, words % {"number": number, "reason": why})

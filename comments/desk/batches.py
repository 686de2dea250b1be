"""One act of a moderator, of one decision or of a thousand: what it decided, and its undo."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comments.desk.selected import tell_passed_over
from comments.models import Decision
from comments.moderation import decisions

SAMPLE = 10


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """What one act decided; sent by the moderator whose act it was, it is undone."""
    made = Decision.objects.filter(act=batch_id)
    first = made.select_related("house_rule", "made_by").first()
    if first is None:
        raise Http404
    is_own = first.made_by_id == request.user.pk
    if request.method == "POST":
        if not is_own:
            raise PermissionDenied("An act is undone by the moderator whose act it was.")
        return _undo(request, batch_id)
    sample = made.select_related("comment__author").defer("comment__html").order_by("-comment")
    context = {
        "title": _("One act"),
        "is_own": is_own,
        "first": first,
        "number": made.count(),
        "standing": made.standing().count(),
        "sample": sample[:SAMPLE],
    }
    return TemplateResponse(request, "comments/desk/batch.html", context)


def _undo(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    outcome = decisions.undo(batch_id, by=request.user, at=timezone.now())
    if outcome.decided:
        words = ngettext(
            "Taken back: %(number)d decision.", "Taken back: %(number)d decisions.", outcome.decided
        )
        messages.success(request, words % {"number": outcome.decided})
    elif not outcome.passed_over:
        messages.info(request, _("There is nothing to take back."))
    tell_passed_over(request, outcome)
    return redirect("batch", batch_id)

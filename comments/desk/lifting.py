"""Opening again: a suspension is lifted after one more look at what that means."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from comments import switch
from comments.desk import consequences
from comments.models import Suspension
from comments.moderation import alerts, breaker


@require_http_methods(["GET", "HEAD", "POST"])
def lifting(request: HttpRequest, pk: int) -> HttpResponse:
    suspension = get_object_or_404(
        Suspension.objects.select_related("section", "article", "set_by"), pk=pk
    )
    at = timezone.now()
    if request.method == "POST":
        if _lift(suspension, request.user):
            messages.success(request, f"Lifted for {suspension.reach}. {_now(suspension)}")
        else:
            messages.warning(request, "This suspension was lifted or over already.")
        return redirect("switchboard")
    if not Suspension.objects.standing(at).filter(pk=pk).exists():
        return redirect("suspension", pk=pk)
    return TemplateResponse(
        request,
        "comments/desk/lifting.html",
        {
            "title": f"Reopen {suspension.reach}?",
            "suspension": suspension,
            "is_in_force": suspension.in_force(at),
            "others": consequences.others_over(suspension, at),
            "reach": consequences.of(suspension.reach),
        },
    )


def _lift(suspension: Suspension, by: Any) -> bool:
    with switch.alone() as at:
        if not switch.lift(suspension, by=by):
            return False
        breaker.settle_lifted(suspension, by=by, at=at)
        alerts.of_switch(suspension, lifted=True, by=by, at=at)
    return True


def _now(suspension: Suspension) -> str:
    others = consequences.others_over(suspension, timezone.now())
    if not others:
        return "Readers see it on the next page they open."
    return f"Still in force there: {'; '.join(str(each) for each in others)}."

"""Sweeping: from one case to all that is like it, shown before anything happens."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from comments.desk import case as cases
from comments.models import Case, Decision, HouseRule
from comments.moderation import decisions, sweep
from comments.moderation.section_scope import check_case
from comments.moderation.sweep import Likeness


@require_http_methods(["GET", "HEAD", "POST"])
def sweeping(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is like the comment of this case, each ticked; and the act, one for all."""
    found = get_object_or_404(
        Case.objects.select_related("comment__author", "comment__thread"), pk=pk
    )
    check_case(found, request.user)
    if request.method == "POST":
        return _sweep(request, found)
    possible = sweep.possible(found.comment)
    by = request.GET.get("by", "")
    likeness = Likeness(by) if by in possible else possible[0]
    rows = list(
        sweep.alikes(found.comment, likeness, timezone.now())
        .select_related("author", "thread__article")
        .defer("html", "thread__article__body")[: sweep.MOST + 1]
    )
    return TemplateResponse(
        request,
        "comments/desk/sweeping.html",
        {
            "title": "Sweep",
            "case": found,
            "likeness": likeness,
            "likenesses": possible,
            "rows": rows[: sweep.MOST],
            "is_cut": len(rows) > sweep.MOST,
            "most": sweep.MOST,
            "days": sweep.WITHIN.days,
            "house_rules": cases.house_rules(),
            "authors": len({row.author_id for row in rows[: sweep.MOST]}),
        },
    )


def _sweep(request: HttpRequest, found: Case) -> HttpResponse:
    ticked = (each.partition(":") for each in request.POST.getlist("comment"))
    seen = {int(pk): status for pk, _, status in ticked if pk.isdecimal()}
    rule_pk = request.POST.get("house_rule", "")
    rule = HouseRule.objects.filter(pk=rule_pk).first() if rule_pk.isdecimal() else None
    verb = Decision.Verb.REJECT if rule else Decision.Verb.SPAM
    if not rule and request.POST.get("verb") != Decision.Verb.SPAM:
        messages.warning(request, "Choose what is to be done.")
        return redirect("sweeping", found.pk)
    try:
        outcome = decisions.decide(
            verb, list(seen)[: sweep.MOST], by=request.user, at=timezone.now(),
            house_rule=rule, seen=seen,
        )  # fmt: skip
    except ValidationError as complaint:
        messages.warning(request, " ".join(complaint.messages))
        return redirect("sweeping", found.pk)
    done = "marked as spam" if verb == Decision.Verb.SPAM else f"rejected: {rule}"
    messages.success(
        request, f"{outcome.decided} comments {done}. Undo takes all of them back at once."
    )
    for why, number in outcome.passed_over.items():
        messages.warning(request, f"{number} passed over: {why}.")
    return redirect("desk")

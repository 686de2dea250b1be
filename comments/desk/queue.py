"""The queue: one case after the other, or as a list; each decision leads to the next case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.models import Section
from comments.desk import bulk
from comments.desk import case as cases
from comments.models import Case, Decision, HouseRule
from comments.moderation import decisions, queue
from comments.moderation.queue import Filters, Place

Verb = Decision.Verb

# Sent by the desk's own script, which wants the next case alone and not a whole page.
BY_SCRIPT = "X-Desk"

DONE = {
    Verb.APPROVE: "Approved",
    Verb.REJECT: "Rejected",
    Verb.SPAM: "Marked as spam",
    Verb.RESTORE: "Restored",
}


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The most pressing case of those asked for, in hand from now on; or all as a list."""
    at, filters = timezone.now(), Filters.read(request.GET)
    after = Place.read(request.GET.get("after", ""))
    context: dict[str, Any] = {
        "title": "The desk",
        "filters": filters,
        "after": after,
        "counts": _counts(),
        "sections": Section.objects.all(),
        "kinds": Case.Kind.choices,
        "causes": sorted(cases.CAUSE_LABELS.items(), key=lambda item: item[1]),
        "oldest": queue.oldest(filters),
        "counted_up_to": queue.COUNTED,
    }
    if request.GET.get("view") == "list":
        rows, following = queue.listed(filters, after=after)
        context |= {"rows": [cases.Line.of(row, request.user, at) for row in rows]}
        context |= {"following": following, **bulk.about_the_list(filters)}
        return TemplateResponse(request, "comments/desk/list.html", context)
    first = queue.take_next(request.user, filters, at, after=after)
    reserve = first and queue.take_next(request.user, filters, at, after=after, but=first.pk)
    context |= _about(request, first, filters, after)
    if reserve:
        context["reserve"] = _sheet(request, reserve)
    return TemplateResponse(request, "comments/desk/queue.html", context)


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case by its address, open or closed; in hand if nobody else has it."""
    found = get_object_or_404(Case, pk=pk)
    at = timezone.now()
    mine = queue.take(found, request.user, at)
    after = Place.read(request.GET.get("after", ""))
    context = _about(request, found, Filters.read(request.GET), after)
    context |= {
        "title": f"Case {pk}",
        "is_mine": mine,
    }
    return TemplateResponse(request, "comments/desk/case.html", context)


@require_POST
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on a case: `verb`, or `house_rule` alone for a rejection by it. Answers with the next
    case."""
    found = get_object_or_404(Case.objects.select_related("comment"), pk=pk)
    rule = HouseRule.objects.filter(pk=_number(request.POST.get("house_rule", "")) or 0).first()
    try:
        verb = Verb(request.POST.get("verb") or (Verb.REJECT if rule else ""))
        outcome = decisions.decide(
            verb,
            [found.comment_id],
            by=request.user,
            at=timezone.now(),
            reason=request.POST.get("reason", "")[:500],
            house_rule=rule if verb == Verb.REJECT else None,
            seen={found.comment_id: request.POST.get("seen", "") or found.comment.status},
        )
    except ValidationError as complaint:
        return _following(request, found, " ".join(complaint.messages), failed=True)
    except ValueError:
        return _following(request, found, "Choose what is to be done.", failed=True)
    if outcome.decided:
        why = f": {rule}" if rule and verb == Verb.REJECT else ""
        return _following(request, found, f"{DONE[verb]}{why}.")
    why = ", ".join(outcome.passed_over)
    return _following(request, found, f"Nothing was changed: {why}.", failed=True)


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a case back for others, and go on to what lies beyond it."""
    found = get_object_or_404(Case, pk=pk)
    Case.objects.filter(pk=pk).release(request.user)
    return _following(request, found, "", beyond=True)


@require_POST
def claims(request: HttpRequest) -> HttpResponse:
    """The script's word that these cases are still being looked at. Answers with those that a
    colleague has taken or decided meanwhile."""
    at = timezone.now()
    pks = [int(pk) for pk in request.POST.getlist("case")[:5] if pk.isdecimal()]
    lost = [
        each.pk
        for each in Case.objects.filter(pk__in=pks)
        if not queue.take(each, request.user, at)
    ]
    return JsonResponse({"lost": lost})


@require_POST
def retraction(request: HttpRequest) -> HttpResponse:
    """Take back one's last act."""
    act = Decision.objects.last_act_of(request.user)
    if act is None:
        messages.info(request, "There is nothing to take back.")
        return redirect(_queue(request.POST))
    about = list(Decision.objects.filter(act=act).values_list("case", flat=True)[:2])
    outcome = decisions.undo(act, by=request.user, at=timezone.now())
    taken_back = outcome.decided > 0
    words = (
        f"Taken back: {outcome.decided} decision{'' if outcome.decided == 1 else 's'}."
        if taken_back
        else f"Nothing was taken back: {', '.join(outcome.passed_over)}."
    )
    if request.headers.get(BY_SCRIPT):
        again = cases.fetched(about[0]) if about[0] and len(about) == 1 else None
        if again:
            queue.take(again, request.user, timezone.now())
        filters = Filters.read(request.POST)
        after = Place.read(request.POST.get("after", ""))
        if again is None and "holding" not in request.POST:  # an empty desk has work again
            again = queue.take_next(request.user, filters, timezone.now(), after=after)
        context = _about(request, again, filters, after)
        return _fragment(request, context | {"said": words, "failed": not taken_back})
    messages.success(request, words) if taken_back else messages.warning(request, words)
    if request.POST.get("view") == "list":
        return redirect(_queue(request.POST, Place.read(request.POST.get("after", ""))))
    if taken_back and about[0] and len(about) == 1:
        # Back at the case, and still in the same place of the same queue.
        where = _query(request.POST, Place.read(request.POST.get("after", "")))
        return redirect("?".join(filter(None, [reverse("case", args=[about[0]]), where])))
    return redirect(_queue(request.POST))


def _following(
    request: HttpRequest, done: Case, words: str, *, failed: bool = False, beyond: bool = False
) -> HttpResponse:
    """The case after this one: for the script as a fragment, which has one in reserve already and
    asks for the one beyond it; for everybody else as the next page."""
    filters = Filters.read(request.POST)
    after = Place.of(done) if beyond else Place.read(request.POST.get("after", ""))
    if not request.headers.get(BY_SCRIPT):
        if words:
            (messages.warning if failed else messages.success)(request, words)
        if failed:
            return redirect("case", done.pk)
        return redirect(_queue(request.POST, after))
    holding = _number(request.POST.get("holding", ""))
    following = queue.take_next(request.user, filters, timezone.now(), after=after, but=holding)
    context = _about(request, following, filters, after)
    return _fragment(request, context | {"said": words, "failed": failed, "done": done.pk})


def _fragment(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    context["counts"] = _counts()
    return render(request, "comments/desk/_following.html", context)


def _about(
    request: HttpRequest, found: Case | None, filters: Filters, after: Place | None
) -> dict[str, Any]:
    return {
        "filters": filters,
        "after": after,
        "sheet": _sheet(request, found),
        "house_rules": cases.house_rules(),
        "undo_address": reverse("retraction"),
    }


def _sheet(request: HttpRequest, found: Case | None) -> cases.Sheet | None:
    whole = cases.fetched(found.pk) if found else None
    return cases.sheet(whole, request.user, timezone.now()) if whole else None


def _counts() -> list[tuple[str, str, int]]:
    counted = queue.counts_by_kind()
    return [(kind, label, counted[kind]) for kind, label in Case.Kind.choices]


def _queue(sent: QueryDict, after: Place | None = None) -> str:
    return "?".join(filter(None, [reverse("desk"), _query(sent, after)]))


def _query(sent: QueryDict, after: Place | None) -> str:
    """What is narrowed and where one stands, as the addresses of the desk have it."""
    view = "view=list" if sent.get("view") == "list" else ""
    kept = [view, Filters.read(sent).query, f"after={after}" if after else ""]
    return "&".join(filter(None, kept))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None

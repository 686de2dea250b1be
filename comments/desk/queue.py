"""The queue: one case after the other, or as a list; each decision leads to the next case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Section
from comments.desk import bulk, deciding, removal_messages
from comments.desk import case as cases
from comments.desk.counts import in_short
from comments.desk.narrowing import filter_labels
from comments.desk.shift import on_the_desk
from comments.models import Assignment, Case, Decision, DeskVisit
from comments.models.urgency import Reach
from comments.moderation import decisions, named_queues, queue
from comments.moderation.filters import ASSIGNED, Filters
from comments.moderation.queue import Place
from comments.moderation.section_scope import check_case

# Sent by the desk's own script, which wants the next case alone and not a whole page.
BY_SCRIPT = "X-Desk"


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The most pressing case of those asked for, in hand from now on; or all as a list."""
    at, filters = timezone.now(), Filters.read(request.GET)
    DeskVisit.objects.stamp(request.user, at)
    after = Place.read(request.GET.get("after", ""))
    sections, counted = Section.objects.all(), _counts(request)
    context: dict[str, Any] = {
        "title": "The desk",
        "filters": filters,
        "narrowed": filter_labels(filters, sections),
        "after": after,
        "counts": counted,
        "waiting": _waiting(counted, filters),
        "sections": sections,
        "kinds": Case.Kind.choices,
        "causes": sorted(cases.CAUSE_LABELS.items(), key=lambda item: item[1]),
        "oldest": queue.oldest(filters, request.user),
        "counted_up_to": queue.COUNTED,
        "assigned": ASSIGNED.items(),
        "reaches": [(str(reach), label) for reach, label in Reach.choices if reach],
        **on_the_desk(request, at),
    }
    if request.GET.get("view") == "list":
        rows, following = queue.listed(filters, after=after, moderator=request.user)
        context |= {"rows": [cases.Line.of(row, request.user, at) for row in rows]}
        context |= {"following": following, **bulk.about_the_list(filters, request.user)}
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
    check_case(found, request.user)
    at = timezone.now()
    DeskVisit.objects.stamp(request.user, at)
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
    answer = deciding.decide(request, found.comment)
    return _following(request, found, answer.words, failed=answer.failed)


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a case back for others, and go on to what lies beyond it."""
    found = get_object_or_404(Case, pk=pk)
    Case.objects.filter(pk=pk).release(request.user)
    return _following(request, found, "", beyond=_passes_by(request, found))


@require_POST
def claims(request: HttpRequest) -> HttpResponse:
    """The script's word that these cases are still being looked at. Answers with those that a
    colleague has taken or decided meanwhile."""
    at = timezone.now()
    DeskVisit.objects.stamp(request.user, at)
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
        words = _("There is nothing to take back.")
        if request.headers.get(BY_SCRIPT):
            context = _about(request, None, Filters.read(request.POST), None)
            return _fragment(request, context | {"said": words, "failed": True})
        messages.info(request, words)
        return redirect(_queue(request.POST))
    about = list(Decision.objects.filter(act=act).values_list("case", flat=True)[:2])
    is_passed_by = Decision.objects.has_been_overtaken(request.user, act)
    outcome = decisions.undo(act, by=request.user, at=timezone.now())
    taken_back, words = outcome.did_anything, removal_messages.undo_sentence(outcome)
    if is_passed_by and not outcome.removal:
        words = _("%(undone)s What somebody has decided on again since is left as it is.") % {
            "undone": words
        }
    if request.headers.get(BY_SCRIPT):
        again = cases.fetched(about[0]) if taken_back and len(about) == 1 and about[0] else None
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
    if taken_back and len(about) == 1 and about[0]:
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
    holding = deciding.number(request.POST.get("holding", ""))
    following = queue.take_next(request.user, filters, timezone.now(), after=after, but=holding)
    context = _about(request, following, filters, after)
    return _fragment(request, context | {"said": words, "failed": failed, "done": done.pk})


def _passes_by(request: HttpRequest, skipped: Case) -> bool:
    """Whether one stands behind a case after skipping it. Not behind one that came before its turn
    because it is one's own: what is more pressing than it has not been seen yet."""
    at, after = timezone.now(), Place.read(request.POST.get("after", ""))
    if not Assignment.objects.skip(skipped, request.user, at):
        return True
    return queue.is_first(skipped, request.user, Filters.read(request.POST), at, after=after)


def _fragment(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    context["counts"] = _counts(request)
    context["queues"] = named_queues.shown_to(request.user)
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


def _counts(request: HttpRequest) -> list[tuple[str, str, int]]:
    counted = queue.counts_by_kind(request.user)
    return [(kind, label, counted[kind]) for kind, label in Case.Kind.choices]


def _waiting(counted: list[tuple[str, str, int]], filters: Filters) -> str:
    """The number in the tab's title: of the kind that is looked at, or of all kinds."""
    numbers = [number for kind, _label, number in counted if filters.kind in ("", kind)]
    return in_short(sum(numbers)) if any(numbers) else ""


def _queue(sent: QueryDict, after: Place | None = None) -> str:
    return "?".join(filter(None, [reverse("desk"), _query(sent, after)]))


def _query(sent: QueryDict, after: Place | None) -> str:
    """What is narrowed and where one stands, as the addresses of the desk have it."""
    view = "view=list" if sent.get("view") == "list" else ""
    kept = [view, Filters.read(sent).query, f"after={after}" if after else ""]
    return "&".join(filter(None, kept))

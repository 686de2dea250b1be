"""Sweeping: from one case to all that is similar, shown before anything happens."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comments.desk import case as cases
from comments.desk import selected
from comments.models import Case, Comment
from comments.moderation import sweep
from comments.moderation.filters import Filters
from comments.moderation.orders import Order, read_comments
from comments.moderation.queue import Place
from comments.moderation.section_scope import check_case
from comments.moderation.sweep import Choice


@require_http_methods(["GET", "HEAD", "POST"])
def sweeping(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is similar to the comment of this case, each ticked; and the act, one for all."""
    case = get_object_or_404(
        Case.objects.select_related("comment__author", "comment__thread"), pk=pk
    )
    check_case(case, request.user)
    if request.method == "POST":
        return _sweep(request, case)
    choices = sweep.choices(case.comment, timezone.now(), request.user)
    chosen = _chosen(choices, request.GET)
    rows = list(
        chosen.comments.select_related("author", "thread__article").defer(
            "html", "thread__article__body"
        )[: sweep.MOST + 1]
    )
    shown = rows[: sweep.MOST]
    filters, after = place_in_queue(request.GET)
    context = {
        "title": _("Sweep"),
        "case": case,
        "filters": filters,
        "after": after,
        "choices": [(each, each == chosen, _address(case, each, request.GET)) for each in choices],
        "chosen": chosen,
        "rows": shown,
        "is_cut": len(rows) > sweep.MOST,
        "most": sweep.MOST,
        "days": sweep.WITHIN.days,
        "sentences": _sentences(shown, chosen),
        "authors": _authors(shown),
        "house_rules": cases.house_rules(),
        "back": _back(request, case),
    }
    return TemplateResponse(request, "comments/desk/sweeping.html", context)


def _sweep(request: HttpRequest, case: Case) -> HttpResponse:
    order = Order.read(request.POST)
    seen = read_comments(request.POST.getlist("comment")[: sweep.MOST])
    if order.verb is None:
        messages.warning(request, _("Choose what is to be done."))
    elif not seen:
        messages.warning(request, _("Nothing was ticked."))
    elif selected.carry_out(request, order, seen):
        filters, after = place_in_queue(request.POST)
        return redirect(queue_url(filters, after))
    choices = sweep.choices(case.comment, timezone.now(), request.user)
    return redirect(_address(case, _chosen(choices, request.POST), request.POST))


def _chosen(choices: list[Choice], asked: QueryDict) -> Choice:
    """What is asked for by likeness and by site; what is not offered is the first one."""
    by, site = asked.get("by", ""), asked.get("site", "")
    fitting = [each for each in choices if each.likeness == by]
    return next((each for each in fitting if each.site == site), (fitting or choices)[0])


def _sentences(rows: list[Comment], chosen: Choice) -> list[str]:
    """How many there are, and by how many: two numbers, two sentences."""
    comments = ngettext(
        "%(number)d comment of the last %(days)d days has this: %(what)s.",
        "%(number)d comments of the last %(days)d days have this in common: %(what)s.",
        len(rows),
    )
    authors = len({row.author_id for row in rows})
    by = ngettext("Written by %(number)d author.", "Written by %(number)d authors.", authors)
    values = {"number": len(rows), "days": sweep.WITHIN.days, "what": chosen.label}
    return [comments % values, by % {"number": authors}]


def _authors(rows: list[Comment]) -> list[tuple[Any, int]]:
    """Who wrote them and how many of them, the most first, where there is more than one author."""
    people = {row.author_id: row.author for row in rows}
    counted = Counter(row.author_id for row in rows)
    return [(people[pk], number) for pk, number in counted.most_common()] if len(people) > 1 else []


def place_in_queue(asked: QueryDict) -> tuple[Filters, Place | None]:
    """Where in the queue the moderator stood."""
    return Filters.read(asked), Place.read(asked.get("after", ""))


def _address(case: Case, choice: Choice, asked: QueryDict) -> str:
    """The page of this choice, with the place in the queue kept."""
    filters, after = place_in_queue(asked)
    query = {"by": choice.likeness.value, "site": choice.site, **dict(filters.items)}
    query["after"] = str(after or "")
    kept = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('sweeping', args=[case.pk])}?{kept}"


def _back(request: HttpRequest, case: Case) -> str:
    """Where the moderator came from: the queue, if this case comes first there; else the case."""
    filters, after = place_in_queue(request.GET)
    waiting = filters.cases(request.user)
    waiting = (after.beyond(waiting) if after else waiting).free_for(request.user, timezone.now())
    first = waiting.in_order().values_list("pk", flat=True).first()
    return queue_url(filters, after, None if first == case.pk else case)


def queue_url(filters: Filters, after: Place | None, case: Case | None = None) -> str:
    """The queue in the place where the moderator stands, or a case there."""
    page = reverse("case", args=[case.pk]) if case else reverse("desk")
    query = "&".join(filter(None, [filters.query, f"after={after}" if after else ""]))
    return f"{page}?{query}" if query else page

"""Bulk actions on the queue's list: one decision for all that are ticked or match the filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.desk import case as cases
from comments.desk import selected
from comments.models import Case, Comment
from comments.moderation import bulk
from comments.moderation.filters import Filters
from comments.moderation.orders import Order, read_comments
from comments.moderation.queue import Place

SAMPLE = 10


def about_the_list(filters: Filters, moderator: Any) -> dict[str, Any]:
    """What the list shows besides its rows: how many match, and what can be done with them."""
    return {"matching": bulk.count_matching(filters, moderator), "house_rules": cases.house_rules()}


@require_POST
def bulk_action(request: HttpRequest) -> HttpResponse:
    """Decide on what is ticked. What reaches beyond the page, or says not yet what is to be done,
    is shown first: how many, and a sample."""
    order = Order.read(request.POST)
    seen = _selection(request.POST, request.user)
    if not seen:
        messages.warning(request, _("Nothing was ticked."))
        return redirect(_list_url(request.POST))
    reaches_beyond_the_page = "all" in request.POST
    if order.verb is None or reaches_beyond_the_page:
        return _confirmation(request, order, seen)
    selected.carry_out(request, order, seen)
    return redirect(_list_url(request.POST))


def _selection(sent: QueryDict, moderator: Any) -> dict[int, str]:
    if "all" in sent:
        newest = sent.get("newest", "")
        is_number = newest.isascii() and newest.isdecimal() and len(newest) < 19
        return bulk.select_matching(Filters.read(sent), int(newest), moderator) if is_number else {}
    pairs = sent.getlist("comment") or sent.get("selection", "").split()
    return read_comments(pairs[: bulk.MOST])


def _confirmation(request: HttpRequest, order: Order, seen: Mapping[int, str]) -> HttpResponse:
    context = {
        "title": _("Many at once"),
        "filters": Filters.read(request.POST),
        "after": Place.read(request.POST.get("after", "")),
        "number": len(seen),
        "statuses": [
            (label, number, status == Comment.Status.PUBLISHED)
            for status, label in Comment.Status.choices
            if (number := Counter(seen.values())[status])
        ],
        "sample": _sample(list(seen)),
        "most": bulk.MOST,
        "is_cut": len(seen) == bulk.MOST,
        "selection": " ".join(f"{pk}:{status}" for pk, status in seen.items()),
        "note": order.note,
        "house_rules": cases.house_rules(),
        "back": _list_url(request.POST),
        **_what_is_passed_over(request.user, list(seen)),
    }
    return TemplateResponse(request, "comments/desk/bulk.html", context)


def _what_is_passed_over(moderator: Any, comments: list[int]) -> dict[str, int]:
    """How many are one's own, and how many a colleague has in hand."""
    chosen = Case.objects.open().filter(comment__in=comments)
    at = timezone.now()
    others = chosen.filter(claimed_until__gt=at).exclude(claimed_by=moderator)
    return {"own": chosen.filter(author=moderator).count(), "in_other_hands": others.count()}


def _sample(comments: list[int]) -> list[Comment]:
    """Some from all along the selection, in its order."""
    step = max(1, len(comments) // SAMPLE)
    rows = Comment.objects.filter(pk__in=comments[::step][:SAMPLE])
    rows = rows.select_related("author", "thread__article").defer("html", "thread__article__body")
    return sorted(rows, key=lambda row: comments.index(row.pk))


def _list_url(sent: QueryDict) -> str:
    """The list, narrowed and in the place as it was."""
    after = Place.read(sent.get("after", ""))
    query = ["view=list", Filters.read(sent).query, f"after={after}" if after else ""]
    return f"{reverse('desk')}?{'&'.join(filter(None, query))}"

"""The log, to be read: who did what, the latest first."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from comments.desk.log_line import ACTS, lines
from comments.models import LogEntry
from comments.text_search import containing, folded_words
from newsroom.foundation import keyset

PAGE = 50

FILTERS = ("act", "by", "about", "since", "until")
NOBODY = ("machine", "the machine")


@require_safe
def log(request: HttpRequest) -> TemplateResponse:
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in FILTERS}
    found = keyset.page(_narrowed(asked), size=PAGE, cursor=request.GET.get("from", ""))
    return TemplateResponse(
        request,
        "comments/desk/log.html",
        {
            "title": "The log",
            "lines": lines(found.rows, reader=request.user),
            "page": found,
            "asked": asked,
            "query": urlencode({name: value for name, value in asked.items() if value}),
            "acts": [(act, label) for act, (label, _) in ACTS.items()],
        },
    )


def _narrowed(asked: dict[str, str]) -> QuerySet[LogEntry]:
    """What is no value of a filter narrows nothing."""
    entries: QuerySet[LogEntry] = LogEntry.objects.all()
    if asked["act"] in ACTS:
        entries = entries.filter(act=asked["act"])
    if asked["by"].casefold() in NOBODY:
        entries = entries.filter(by__isnull=True)
    elif asked["by"]:
        # By the name of today or of then.
        people = get_user_model().objects.with_the_name(asked["by"])
        entries = entries.filter(Q(by__in=people) | Q(who__iexact=asked["by"]))
    if asked["about"]:
        entries = _about(entries, asked["about"])
    if since := _day(asked["since"]):
        entries = entries.filter(at__gte=since)
    if until := _day(asked["until"]):
        entries = entries.filter(at__lt=until + timedelta(days=1))
    return entries


def _about(entries: QuerySet[LogEntry], thing: str) -> QuerySet[LogEntry]:
    """Where a thing is asked for by its number, that alone; a comment also where it was one of
    many. Otherwise whatever is called so."""
    if not thing[-1].isdecimal():
        alike = containing(entries.order_by("-number"), ["about"], folded_words([thing]))
        return entries.filter(Q(about__icontains=thing) | Q(pk__in=alike))
    one = Q(about__iexact=thing)
    if comment := re.fullmatch(r"comment (\d+)", thing, re.IGNORECASE):
        entries = entries.alias(told=Cast("details", TextField()))
        among = rf'"comments": \[([0-9, ]*, )?{comment[1]}[],]'
        one |= Q(about__endswith=" comments", told__regex=among)
    return entries.filter(one)


def _day(written: str) -> datetime | None:
    try:
        day = parse_date(written)
    except ValueError:
        return None
    return timezone.make_aware(datetime.combine(day, time())) if day else None

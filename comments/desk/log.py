"""The log, to be read: who did what, the latest first."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from comments.models import LogEntry
from newsroom.foundation import keyset

PAGE = 50

ACTS = {
    "approve": "Approved",
    "reject": "Rejected",
    "spam": "Marked as spam",
    "restore": "Restored",
    "undo": "Taken back",
    "sanction": "Sanction imposed",
    "sanction lifted": "Sanction lifted",
    "suspend": "Commenting suspended",
    "lift": "Suspension lifted",
    "trip": "The breaker tripped",
    "add": "Added",
    "change": "Changed",
    "delete": "Deleted",
    "import": "Imported",
    "export": "Exported",
}
FILTERS = ("act", "by", "about", "since", "until")


@require_safe
def log(request: HttpRequest) -> TemplateResponse:
    asked = {name: request.GET.get(name, "").strip()[:100] for name in FILTERS}
    found = keyset.page(_narrowed(asked), size=PAGE, cursor=request.GET.get("from", ""))
    return TemplateResponse(
        request,
        "comments/desk/log.html",
        {
            "title": "The log",
            "entries": [
                (each, ACTS.get(each.act, each.act), _address(each), _told(each))
                for each in found.rows
            ],
            "page": found,
            "asked": asked,
            "query": urlencode({name: value for name, value in asked.items() if value}),
            "acts": ACTS.items(),
        },
    )


def _narrowed(asked: dict[str, str]) -> QuerySet[LogEntry]:
    """What is no value of a filter narrows nothing."""
    entries = LogEntry.objects.select_related("by")
    if asked["act"] in ACTS:
        entries = entries.filter(act=asked["act"])
    if asked["by"]:
        people = get_user_model().objects.filter(display_name__iexact=asked["by"])
        entries = entries.filter(by__in=people)
    if asked["about"]:
        entries = entries.filter(about__icontains=asked["about"].replace("\x00", ""))
    if since := _day(asked["since"]):
        entries = entries.filter(at__gte=since)
    if until := _day(asked["until"]):
        entries = entries.filter(at__lt=until + timedelta(days=1))
    return entries


def _day(written: str) -> datetime | None:
    try:
        day = parse_date(written)
    except ValueError:
        return None
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _address(entry: LogEntry) -> str:
    """Where what an entry is about can be seen; empty where nowhere."""
    noun, _, pk = entry.about.rpartition(" ")
    pages = {
        "comment": "admin:comments_comment_change",
        "suspension": "suspension",
        "account": "commenter",
    }
    return reverse(pages[noun], args=[pk]) if noun in pages and pk.isdecimal() else ""


def _told(entry: LogEntry) -> list[tuple[str, Any]]:
    """The details as pairs, without what is empty."""
    return [(name, value) for name, value in entry.details.items() if value not in ("", None, [])]

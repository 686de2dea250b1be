"""How much waits: what an open desk asks every half minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comments.models import Trip
from comments.moderation import queue
from comments.moderation.filters import Filters
from comments.moderation.queue import Place

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """The number of open cases of each kind, and of what the breaker has set and nobody has
    answered. An empty desk also sends `since`, in microseconds since 1970, with its filters and its
    place: it learns whether there is a case to take."""
    answer: dict[str, Any] = {
        "counts": {
            kind: in_short(number) for kind, number in queue.counts_by_kind(request.user).items()
        },
        "trips": Trip.objects.unsettled().count(),
    }
    if since := _moment(request.GET.get("since", "")):
        answer["has_case"] = queue.has_case(
            request.user,
            Filters.read(request.GET),
            timezone.now(),
            after=Place.read(request.GET.get("after", "")),
            since=since,
        )
    return JsonResponse(answer)


def in_short(number: int) -> str:
    """The number as the navigation shows it: beyond queue.COUNTED nothing is counted."""
    return f"{number}+" if number >= queue.COUNTED else str(number)


def _moment(microseconds: str) -> datetime | None:
    is_number = microseconds.isascii() and microseconds.isdecimal() and len(microseconds) < 18
    return _EPOCH + timedelta(microseconds=int(microseconds)) if is_number else None

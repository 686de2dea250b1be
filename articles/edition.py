"""The number that moves when the paper changes, and when it is next due to change by the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet, Subquery

from articles.models import Article, Edition, Placement, WebLink
from newsroom.foundation import edge


def bump() -> None:
    """Whatever was kept of the pages of the paper holds no longer, in any process, from the commit
    of this transaction on. Called with every change that readers can see and that is not of one
    conversation alone. Expects the transaction of that change."""
    Edition.objects.move()
    edge.changed(edge.EDITION)


def turns_at(at: datetime) -> datetime | None:
    """The next moment after `at` at which the paper changes by the clock alone: a publication, the
    beginning or the end of a placement or of a link from the web. One query."""
    firsts = {
        "publication": _first(Article.objects.scheduled(at), "published_at", at),
        "placement": _first(Placement.objects.all(), "starts_at", at),
        "replacement": _first(Placement.objects.all(), "ends_at", at),
        "link": _first(WebLink.objects.all(), "valid_from", at),
        "end_of_link": _first(WebLink.objects.all(), "valid_until", at),
    }
    moments = Edition.objects.annotate(**firsts).aggregate(**{name: Min(name) for name in firsts})
    return min((moment for moment in moments.values() if moment is not None), default=None)


def _first(rows: QuerySet[Any], time: str, at: datetime) -> Subquery:
    later = rows.filter(**{f"{time}__gt": at}).order_by(time)
    return Subquery(later.values(time)[:1])

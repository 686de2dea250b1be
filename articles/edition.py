"""The number that moves when the paper changes, and when it is next due to change by the clock."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min, Q, QuerySet

from articles.models import Article, Edition, Placement, WebLink


def bump() -> None:
    """Whatever was kept of the pages of the paper holds no longer, in any process, from the commit
    of this transaction on. Called with every change that readers can see and that is not of one
    conversation alone. Expects the transaction of that change."""
    Edition.objects.move()


def turns_at(at: datetime) -> datetime | None:
    """The next moment after `at` at which the paper changes by the clock alone: a publication, the
    beginning or the end of a placement or of a link from the web."""
    moments = [
        Article.objects.scheduled(at).aggregate(first=Min("published_at"))["first"],
        *_edges(Placement.objects.all(), at, "starts_at", "ends_at"),
        *_edges(WebLink.objects.all(), at, "valid_from", "valid_until"),
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def _edges(rows: QuerySet, at: datetime, begins: str, ends: str) -> list[datetime | None]:
    found = rows.aggregate(
        begins=Min(begins, filter=Q(**{f"{begins}__gt": at})),
        ends=Min(ends, filter=Q(**{f"{ends}__gt": at})),
    )
    return [found["begins"], found["ends"]]

"""The number that moves when the paper changes, when it is next due to change by the clock, and
what is found out about the paper once in a process for as long as both stand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from django.db.models import QuerySet, Subquery

from articles.models import Article, Edition, Placement, WebLink
from newsroom.foundation import edge

Found = TypeVar("Found")

# Short lists of numbers, most of them: the related stories of an article, the front page.
KEPT_MOST = 5_000


def bump() -> None:
    """Whatever was kept of the pages of the paper holds no longer, in any process, from the commit
    of this transaction on. Called with every change that readers can see and that is not of one
    conversation alone. Expects the transaction of that change."""
    Edition.objects.move()
    edge.changed(edge.EDITION)


@dataclass(frozen=True)
class Now:
    """The paper as it stands at a moment, until it is changed or the clock turns it."""

    number: int
    turns_at: datetime | None

    def kept(self, name: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` finds, found once in this process while the paper stands as it does. For
        what nobody changes afterwards and what depends on nothing but the paper."""
        had = _kept.get(name)
        if had is not None and had[0] == self:
            return had[1]
        found = find()
        with _lock:
            _kept[name] = self, found
            _kept.move_to_end(name)
            if len(_kept) > KEPT_MOST:
                _kept.popitem(last=False)
        return found


_kept: OrderedDict[Hashable, tuple[Now, Any]] = OrderedDict()
_lock = Lock()
_latest = Now(-1, None)


def now(at: datetime, number: int | None = None) -> Now:
    """The paper at this moment. One query for its number, if that has not been read already, and
    one more after each change: ask before anything of the paper is read."""
    global _latest
    if number is None:
        number = Edition.objects.number()
    latest = _latest
    if latest.number != number or (latest.turns_at is not None and latest.turns_at <= at):
        latest = _latest = Now(number, _turns_at(at))
    return latest


def forget() -> None:
    """All that was found out, as in a process that has just begun."""
    global _latest
    _latest = Now(-1, None)
    _kept.clear()


def _turns_at(at: datetime) -> datetime | None:
    """The next moment after `at` at which the paper changes by the clock alone: a publication, the
    beginning or the end of a placement or of a link from the web."""
    moments = Edition.objects.values_list(
        _first(Article.objects.scheduled(at), "published_at", at),
        _first(Placement.objects.all(), "starts_at", at),
        _first(Placement.objects.all(), "ends_at", at),
        _first(WebLink.objects.all(), "valid_from", at),
        _first(WebLink.objects.all(), "valid_until", at),
    ).first()
    return min((moment for moment in moments or () if moment is not None), default=None)


def _first(rows: QuerySet[Any], time: str, at: datetime) -> Subquery:
    later = rows.filter(**{f"{time}__gt": at}).order_by(time)
    return Subquery(later.values(time)[:1])

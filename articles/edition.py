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

# How much is kept of what is small, as lists of numbers are, and of what an article is made of:
# some thirty articles, those that are being spoken of.
SMALL_MOST, STORIES_MOST = 5_000, 100


def bump() -> None:
    """Whatever was kept of the pages of the paper holds no longer, in any process, from the commit
    of this transaction on. Called with every change that readers can see and that is not of one
    conversation alone. Expects the transaction of that change."""
    Edition.objects.move()
    edge.changed(edge.EDITION)


class Store:
    """Of what was found out, what was found last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, tuple[Now, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: Hashable, now: Now) -> tuple[Any] | None:
        had = self._found.get(name)
        return had[1:] if had is not None and had[0] == now else None

    def keep(self, name: Hashable, now: Now, found: Any) -> None:
        with self._lock:
            self._found[name] = now, found
            self._found.move_to_end(name)
            if len(self._found) > self._most:
                self._found.popitem(last=False)

    def clear(self) -> None:
        self._found.clear()


SMALL, STORIES = Store(SMALL_MOST), Store(STORIES_MOST)


@dataclass(frozen=True)
class Now:
    """The paper as it stands at a moment, until it is changed or the clock turns it."""

    number: int
    turns_at: datetime | None

    def kept(
        self,
        name: Hashable,
        find: Callable[[], Found],
        *,
        among: Store = SMALL,
        unless: Callable[[Found], bool] | None = None,
    ) -> Found:
        """What `find` finds, found once in this process while the paper stands as it does. For
        what nobody changes afterwards and what depends on nothing but the paper as readers have
        it: `unless` says of what was found that it does not."""
        if had := among.get(name, self):
            return had[0]
        found = find()
        if unless is None or not unless(found):
            among.keep(name, self, found)
        return found


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
    SMALL.clear()
    STORIES.clear()


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

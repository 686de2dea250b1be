"""What a moderator sees of a conversation, on the page on which readers read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Article
from comments import reading
from comments.branches import Shown, with_replies
from comments.models import Suspension, Thread, Trip
from comments.moderation import queue
from comments.moderation.filters import Filters
from comments.moderation.queue import COUNTED
from comments.moderation.status_marks import StatusMark, status_marks
from comments.switch import Commenting
from newsroom.foundation import permissions

MODERATE = "comments.moderate_comment"
THROW_SWITCH = "comments.throw_switch"
# More would push what readers see out of sight.
SHOWN_AT_ONCE = 2


@dataclass(frozen=True)
class Moderation:
    """The moderator's part of the page of a conversation."""

    article: Article
    thread: Thread | None
    may_enter: bool
    """Whether this session may enter the desk; if not, the page only links to it."""
    suspension: Suspension | None = None
    """The suspension that sets the mode here."""
    is_by_breaker: bool = False
    may_lift: bool = False
    """Whether this person may lift it: it may hold for more than their sections."""
    open_count: int = 0
    """Open cases under this article, up to `counted_up_to`."""
    counted_up_to: int = COUNTED
    waiting: list[Shown] = field(default_factory=list)
    """The held comments whose place is not on this page."""
    may_be_more: bool = False
    """Whether as many held comments are shown as a page shows at most."""
    shows_waiting: bool = False
    """Whether these are on view at once: they are few, or one of them was asked for."""
    marks: Mapping[int, StatusMark] = field(default_factory=dict)


def may_moderate(request: HttpRequest, article: Article | None = None) -> bool:
    """Whether the person may decide on comments, under this article or anywhere, and has signed in
    as the desk asks. Costs a reader no query."""
    return _has_permission(request, article) and admin.site.has_permission(request)


def moderation(
    request: HttpRequest,
    article: Article,
    thread: Thread | None,
    commenting: Commenting,
    page: reading.Page | None,
    *more: Shown,
) -> dict[str, Any]:
    """Context of a page that shows `page`, and `more` comments beside it, to this person. Without
    a query for readers."""
    if not _has_permission(request, article):
        return {"conversation": page, "moderation": None}
    if not may_moderate(request, article):
        return {"conversation": page, "moderation": Moderation(article, thread, may_enter=False)}
    waiting = page.waiting if page else []
    shown = [*more, *waiting, *(page.shown if page else [])]
    comments = _comments(shown)
    rule = commenting.rule if isinstance(commenting.rule, Suspension) else None
    found = Moderation(
        article,
        thread,
        may_enter=True,
        suspension=rule,
        is_by_breaker=rule is not None and Trip.objects.filter(suspension=rule).exists(),
        may_lift=rule is not None
        and permissions.may_in_scope(request.user, THROW_SWITCH, rule.reach.section_id),
        open_count=queue.count(Filters(article=str(article.pk))),
        waiting=waiting,
        may_be_more=sum(each.is_held for each in comments) >= reading.WAITING_SHOWN,
        shows_waiting=len(waiting) <= SHOWN_AT_ONCE or _asks_for(request, waiting),
        marks=status_marks(comments, request.user, commenting.at),
    )
    return {"conversation": page and replace(page, waiting=[]), "moderation": found}


def _has_permission(request: HttpRequest, article: Article | None) -> bool:
    section_id = article.section_id if article else None
    return request.user.is_staff and permissions.may(request.user, MODERATE, section_id)


def _asks_for(request: HttpRequest, waiting: Iterable[Shown]) -> bool:
    asked = request.GET.get("comment", "")
    return any(str(each.comment.pk) == asked for each in waiting)


def _comments(shown: Iterable[Shown]) -> list[Any]:
    return [each.comment for top in shown for each in with_replies(top)]

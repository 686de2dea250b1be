"""What is held in a place, by cause, with the way to it in the queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from comments.desk.case import CHECK_LABELS
from comments.models import Case, Report, Scope, Suspension
from comments.moderation.held_comments import (
    ABOUT_THE_AUTHOR,
    PREMODERATION,
    HeldCounts,
    count_held,
    held_only_by,
)
from comments.moderation.queue import Filters


@dataclass(frozen=True)
class CauseLine:
    label: str
    count: int
    url: str = ""
    """Of the queue with these cases; empty where no filter of the queue finds them."""
    checks: list[CauseLine] = field(default_factory=list)
    """The same by check; a comment may have been found by several."""


@dataclass(frozen=True)
class HeldByCause:
    total: int
    only_by_suspension: int
    lines: list[CauseLine]
    """Without those that wait only for the suspension."""
    url: str
    """Of the queue with all that is held in this place."""


def held_by_cause(suspension: Suspension, at: datetime, *, by: Any) -> HeldByCause:
    """What is held where the suspension holds; `by` is the moderator who would publish it. A
    fixed number of queries."""
    counts = count_held(suspension.reach)
    only = len(held_only_by(suspension, at, by=by))
    return HeldByCause(
        total=counts.total,
        only_by_suspension=only,
        lines=[line for line in _lines(counts, only, suspension.reach) if line.count > 0],
        url=queue_url(suspension.reach, kind=Case.Kind.HELD),
    )


def _lines(counts: HeldCounts, only: int, scope: Scope) -> Iterator[CauseLine]:
    number = counts.by_cause
    yield CauseLine(
        _("Read first for another reason: an earlier suspension, the commenting hours, or what "
          "has happened to the comment or its author since"),
        number.get(PREMODERATION, 0) - only,
        queue_url(scope, cause=PREMODERATION),
    )  # fmt: skip
    checks = [
        CauseLine(label, number[name], queue_url(scope, cause=name))
        for name, label in CHECK_LABELS.items()
        if number.get(name) and name not in ABOUT_THE_AUTHOR
    ]
    yield CauseLine(_("Held for what they say"), counts.for_their_text, checks=checks)
    for name, label in (
        ("newcomer", _("By new authors, or by authors with several rejections")),
        ("standing", _("By authors under premoderation")),
        ("network", _("From a listed network or mail domain")),
    ):
        yield CauseLine(label, number.get(name, 0), queue_url(scope, cause=name))
    reasons = [
        CauseLine(str(label), number[name], queue_url(scope, cause=name))
        for name, label in Report.Reason.choices
        if number.get(name)
    ]
    yield CauseLine(_("Reported by readers"), counts.reported, checks=reasons)
    legal = queue_url(scope, kind=Case.Kind.LEGAL)
    yield CauseLine(_("Named in a legal notice"), number.get("legal", 0), legal)


def queue_url(scope: Scope, **narrowed: str) -> str:
    """The list of open cases in this place, narrowed by these filters."""
    place: dict[str, str] = {}
    if scope.article:
        place = {"article": str(scope.article.pk)}
    elif scope.section:
        place = {"section": str(scope.section.pk)}
    return f"{reverse('desk')}?view=list&{Filters(**narrowed, **place).query}"

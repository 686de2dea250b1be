"""May one comment here, now? And what is read if not?

The answer is computed from rows and the clock; no job flips anything. The promise: once
`suspend` has committed, no comment under its scope is stored as published or held, in any
process. Posting holds the switch shared until its transaction ends (`hold`), throwing takes it
alone: a post either committed before the suspension or sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from comments.models import ClosingAge, CommentingHours, Mode, Scope, Suspension

# Any number that nothing else in the database uses for an advisory lock ("newsroom" in hex).
LOCK = 0x6E657773726F6F6D

# The clock is read after the lock is had, hence the materialised step.
_SHARED, _ALONE = (
    "WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(%s))"
    " SELECT clock_timestamp() FROM held",
    "WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(%s))"
    " SELECT clock_timestamp() FROM held",
)

Rule = Suspension | CommentingHours | ClosingAge


@dataclass(frozen=True)
class Commenting:
    """The state of commenting under an article at a moment."""

    mode: Mode
    rule: Rule | None = None
    """What makes the mode: none where it is open."""
    reopens_at: datetime | None = None
    """When a freer mode is due, if that is known."""
    changes_at: datetime | None = None
    """When any of this is next due to change."""

    @property
    def accepts_comments(self) -> bool:
        return self.mode in (Mode.OPEN, Mode.PREMODERATED)

    @property
    def premoderated(self) -> bool:
        return self.mode == Mode.PREMODERATED

    @property
    def readable(self) -> bool:
        return self.mode != Mode.HIDDEN


def state(article: Article, at: datetime) -> Commenting:
    return states([article], at)[article.pk]


def states(articles: Iterable[Article], at: datetime) -> dict[int, Commenting]:
    """The state under each of the articles, by primary key: a fixed number of queries."""
    articles = list(articles)
    rules = _Rules(articles, at)
    return {article.pk: _state(rules.over(article), at) for article in articles}


def hold(article: Article) -> tuple[Commenting, datetime]:
    """Hold the switch as it is until this transaction ends: the state that a post may rely on,
    and the moment it was read. Raises TransactionManagementError outside a transaction."""
    at = _lock(alone=False)
    return state(article, at), at


def suspend(
    scope: Scope,
    *,
    mode: Mode,
    cause: str,
    reason: str,
    notice_title: str = "",
    notice_body: str = "",
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: Any = None,
) -> Suspension:
    """Throw the switch over the scope, at once unless `starts_at` is later. `by` is the person,
    none for the command line. Raises ValidationError for a period that runs backwards."""
    with transaction.atomic():
        at = _lock(alone=True)
        suspension = Suspension(
            scope=scope.kind,
            section=scope.section,
            article=scope.article,
            mode=mode,
            cause=cause,
            reason=reason,
            notice_title=notice_title,
            notice_body=notice_body,
            starts_at=starts_at or at,
            ends_at=ends_at,
            set_at=at,
            set_by=by,
        )
        suspension.full_clean(exclude=["set_by"])
        suspension.save()
    return suspension


def lift(suspension: Suspension, *, by: Any = None) -> bool:
    """Lift a suspension, in force or scheduled. False if it was lifted or over already."""
    with transaction.atomic():
        at = _lock(alone=True)
        standing = Suspension.objects.standing(at).filter(pk=suspension.pk)
        lifted = standing.update(lifted_at=at, lifted_by=by)
    return bool(lifted)


def _lock(*, alone: bool) -> datetime:
    """Take the switch for this transaction and read the clock that all processes share: on
    PostgreSQL the server's, on SQLite that of the one machine, whose IMMEDIATE transactions
    already stand in line."""
    transaction.get_connection().validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the switch is held inside a transaction")
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_ALONE if alone else _SHARED, [LOCK])
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class _InForce:
    """A rule as it bears on one article."""

    rule: Rule
    article: Article

    @property
    def mode(self) -> Mode:
        return Mode.CLOSED if isinstance(self.rule, ClosingAge) else Mode(self.rule.mode)

    def holds(self, at: datetime) -> bool:
        if isinstance(self.rule, ClosingAge):
            closes_at = self.rule.closes_at(self.article)
            return closes_at is not None and closes_at <= at
        return self.rule.in_force(at)

    def edges(self, after: datetime) -> Iterator[datetime]:
        if isinstance(self.rule, ClosingAge):
            return self.rule.edges(self.article, after)
        return self.rule.edges(after)


class _Rules:
    """All rules that bear on some articles, read once."""

    def __init__(self, articles: list[Article], at: datetime) -> None:
        self.suspensions = list(
            Suspension.objects.standing(at).over(articles).select_related("section", "article")
        )
        self.hours = list(
            CommentingHours.objects.over(articles)
            .filter(is_active=True)
            .prefetch_related("opening_times")
        )
        self.ages = {age.section_id: age for age in ClosingAge.objects.all()}

    def over(self, article: Article) -> list[_InForce]:
        rules: list[Rule] = [
            rule for rule in (*self.suspensions, *self.hours) if rule.covers(article)
        ]
        if age := self.ages.get(article.section_id) or self.ages.get(None):
            rules.append(age)
        return [_InForce(rule, article) for rule in rules]


def _state(rules: list[_InForce], at: datetime) -> Commenting:
    mode, rule = _strictest(rules, at)
    if not rules:
        return Commenting(mode)
    edges = sorted({edge for each in rules for edge in each.edges(at)})
    then = [(edge, *_strictest(rules, edge)) for edge in edges]
    freer = (edge for edge, later, _ in then if later.strictness < mode.strictness)
    other = (edge for edge, later, by in then if (later, by) != (mode, rule))
    return Commenting(mode, rule, reopens_at=next(freer, None), changes_at=next(other, None))


def _strictest(rules: list[_InForce], at: datetime) -> tuple[Mode, Rule | None]:
    """The strictest mode and what makes it; of several alike, a suspension before a timetable,
    since its notice was written by a person, and the later of two."""
    holding = [each for each in rules if each.holds(at)]
    if not holding:
        return Mode.OPEN, None
    strictest = max(
        holding,
        key=lambda each: (
            each.mode.strictness,
            isinstance(each.rule, Suspension),
            each.rule.pk,
        ),
    )
    return strictest.mode, strictest.rule

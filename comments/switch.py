"""May one comment here, now? And what is read if not?

The answer is computed from rows and the clock; no job flips anything. The promise: once
`suspend` has committed, no comment under its scope is stored as published or held, in any
process. Posting holds the switch shared until its transaction ends (`hold`), throwing takes it
alone: a post either committed before the suspension or sees it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Exists
from django.utils import timezone

from articles import edition
from articles.models import Article, Edition, Section
from comments.models import ClosingAge, CommentingHours, LogEntry, Mode, Scope, Suspension
from newsroom.foundation import permissions
from newsroom.foundation.prepared import Prepared, cursor_with_plans
from newsroom.foundation.visible_text import what_is_written

# Any number that nothing else in the database uses for an advisory lock ("newsroom" in hex).
LOCK = 0x6E657773726F6F6D

# The clock is read after the lock is had, hence the materialised step.
_SHARED, _ALONE = (
    "WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(%s))"
    " SELECT clock_timestamp() FROM held",
    "WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(%s))"
    " SELECT clock_timestamp() FROM held",
)

# Weekly hours repeat: what does not come within two weeks after the last suspension never does.
LOOKS_AHEAD = timedelta(days=15)

PUSHES_FOR_SECONDS = 30

# A suspension that is not set yet will be the latest.
UNSAVED = 2**63

Rule = Suspension | CommentingHours | ClosingAge

# Whether there is any rule at all, of each kind.
_ANY = Prepared(
    lambda at: Edition.objects.order_by().values_list(
        Exists(Suspension.objects.standing(at)),
        Exists(CommentingHours.objects.in_use()),
        Exists(ClosingAge.objects.all()),
    ),
    moments=("at",),
)
# Where an article stands, and whether there is any rule at all, of each kind: on a calm day this
# one question is all that a post has to ask.
_PLACE = Prepared(
    lambda article, at: (
        Article.objects.filter(pk=article)
        .order_by()
        .values_list(
            "section",
            "published_at",
            Exists(Suspension.objects.standing(at)),
            Exists(CommentingHours.objects.in_use()),
            Exists(ClosingAge.objects.all()),
        )
    ),
    numbers=("article",),
    moments=("at",),
)


@dataclass(frozen=True)
class Commenting:
    """The state of commenting under an article at a moment."""

    mode: Mode
    rule: Rule | None = None
    """What makes the mode: none where it is open."""
    reopens_at: datetime | None = None
    """When readers may write again, or if they may, without being read first; if that is known."""
    changes_at: datetime | None = None
    """When any of this is next due to change."""
    at: datetime = field(kw_only=True)
    """The moment of which all this is said."""

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
    if not articles:
        return {}
    rules = _Rules(articles, at)
    return {article.pk: _state(rules.over(article), at) for article in articles}


def states_of_sections(sections: Iterable[Section], at: datetime) -> dict[int | None, Commenting]:
    """The state by primary key of the section, and under none that of the site: what holds for
    an article that appears now."""
    articles = [Article(), *(Article(section=section) for section in sections)]
    rules = _Rules(articles, at)
    return {article.section_id: _state(rules.over(article), at) for article in articles}


def foresee(suspension: Suspension, article: Article, at: datetime) -> Commenting:
    """The state under the article once this suspension, not saved yet, has begun."""
    begun = max(at, suspension.starts_at)
    rules = _Rules([article], begun)
    rules.suspensions.append(suspension)
    return _state(rules.over(article), begun)


def hold(article: Article) -> tuple[Commenting, datetime]:
    """Hold the switch as it is until this transaction ends: the state that a post may rely on,
    and the moment it was read. Where the article stands and since when is read anew, for it may
    have moved since its form was made. Raises TransactionManagementError outside a transaction."""
    at = _lock(alone=False)
    for section, published_at, *there_are in _PLACE.rows(article=article.pk, at=at):
        article.section_id, article.published_at = section, published_at
        if not any(there_are):
            return Commenting(Mode.OPEN, at=at), at
        return state(article, at), at
    raise Article.DoesNotExist


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
    none for the command line. Raises ValidationError for a period that runs backwards or is over,
    and where the reason is missing; OutsideSectionsError for a person who is limited to other
    sections."""
    permissions.check_section(by, scope.section_id)
    with alone() as at:
        suspension = Suspension.drawn_up(
            scope,
            at=at,
            mode=mode,
            cause=cause,
            reason=what_is_written(reason),
            notice_title=what_is_written(notice_title),
            notice_body=what_is_written(notice_body),
            starts_at=starts_at,
            ends_at=ends_at,
            set_by=by,
        )
        suspension.full_clean(exclude=["set_by"])
        suspension.save()
        edition.bump()
        LogEntry.objects.write(
            "suspend",
            by=by,
            at=at,
            about=f"suspension {suspension.pk}",
            details={
                "name": str(suspension),
                "cause": cause,
                "reason": suspension.reason,
                "starts_at": suspension.starts_at,
                "ends_at": suspension.ends_at,
            },
        )
    return suspension


def lift(suspension: Suspension, *, by: Any = None) -> bool:
    """Lift a suspension, in force or scheduled. False if it was lifted or over already. Raises
    OutsideSectionsError for a person who is limited to other sections."""
    permissions.check_section(by, suspension.reach.section_id)
    with alone() as at:
        lifted = Suspension.objects.standing(at).filter(pk=suspension.pk).lift(at, by)
        if lifted:
            edition.bump()
            details = {"name": str(suspension)}
            about = f"suspension {suspension.pk}"
            LogEntry.objects.write("lift", by=by, at=at, about=about, details=details)
    return bool(lifted)


@contextmanager
def alone() -> Iterator[datetime]:
    """A transaction that has the switch for itself, and the moment from which it has. For those
    who look before they throw, and for what must be written down with a throw or not at all."""
    with ExitStack() as stack:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            _push_in(stack)
        else:
            stack.enter_context(transaction.atomic())
        yield _lock(alone=True)


def _push_in(stack: ExitStack) -> None:
    """Begin a transaction on SQLite before others that wait. SQLite tries ever more rarely the
    longer it has waited: in a flood of comments the switch would be the last to get in, and was
    seen to fail after twenty seconds. Trying every millisecond it took less than half a second."""
    gives_up = time.monotonic() + PUSHES_FOR_SECONDS
    _sqlite_waits(0)
    try:
        while True:
            try:
                stack.enter_context(transaction.atomic())
                return
            except OperationalError:
                if time.monotonic() > gives_up:
                    raise
                time.sleep(0.001)
    finally:
        _sqlite_waits(connection.settings_dict["OPTIONS"].get("timeout", 5))


def _sqlite_waits(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def _lock(*, alone: bool) -> datetime:
    """Take the switch for this transaction and read the clock that all processes share: on
    PostgreSQL the server's, on SQLite that of the one machine, whose IMMEDIATE transactions
    already stand in line."""
    transaction.get_connection().validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the switch is held inside a transaction")
    if connection.vendor != "postgresql":
        return timezone.now()
    with cursor_with_plans() as cursor:
        cursor.execute(_ALONE if alone else _SHARED, [LOCK])
        return cursor.fetchall()[0][0]


@dataclass(frozen=True)
class _Bearing:
    """A rule as it bears on one article."""

    rule: Rule
    article: Article

    @property
    def mode(self) -> Mode:
        return Mode.CLOSED if isinstance(self.rule, ClosingAge) else Mode(self.rule.mode)

    @property
    def rank(self) -> tuple[int, bool, int]:
        """The strictest comes first; of several alike, a suspension before a timetable, since its
        notice was written by a person, and the later of two."""
        return self.mode.strictness, isinstance(self.rule, Suspension), self.rule.pk or UNSAVED

    def holds(self, at: datetime) -> bool:
        if isinstance(self.rule, ClosingAge):
            closes_at = self.rule.closes_at(self.article)
            return closes_at is not None and closes_at <= at
        return self.rule.in_force(at)

    def turns(self, after: datetime) -> datetime | None:
        if isinstance(self.rule, ClosingAge):
            return self.rule.turns(self.article, after)
        return self.rule.turns(after)


class _Rules:
    """All rules that bear on some articles, read once: one query on a calm site, and one more for
    each kind of rule that there is."""

    def __init__(self, articles: list[Article], at: datetime) -> None:
        [any_suspensions, any_hours, any_ages] = next(iter(_ANY.rows(at=at)), (True, True, True))
        suspensions = Suspension.objects.standing(at).over(articles)
        hours = CommentingHours.objects.in_use().over(articles).prefetch_related("opening_times")
        ages = ClosingAge.objects.select_related("section") if any_ages else ()
        scope = ("section", "article")
        self.suspensions = list(suspensions.select_related(*scope)) if any_suspensions else []
        self.hours = list(hours.select_related(*scope)) if any_hours else []
        self.ages = {age.section_id: age for age in ages}

    def over(self, article: Article) -> list[_Bearing]:
        rules: list[Rule] = [
            rule for rule in (*self.suspensions, *self.hours) if rule.covers(article)
        ]
        if age := self.ages.get(article.section_id) or self.ages.get(None):
            rules.append(age)
        return [_Bearing(rule, article) for rule in rules]


def _state(rules: list[_Bearing], at: datetime) -> Commenting:
    holding = [each for each in rules if each.holds(at)]
    if not holding:
        begins = (each.turns(at) for each in rules)
        return Commenting(Mode.OPEN, at=at, changes_at=_earliest(begins))
    winner = max(holding, key=lambda each: each.rank)
    stronger = (each for each in rules if each.rank > winner.rank)
    return Commenting(
        winner.mode,
        winner.rule,
        reopens_at=_reopens_at(rules, winner.mode, at),
        changes_at=_earliest(each.turns(at) for each in (winner, *stronger)),
        at=at,
    )


def _reopens_at(rules: list[_Bearing], mode: Mode, at: datetime) -> datetime | None:
    """The first moment at which no rule stands in the way any more, by leaping from the end of
    all that stand in it to the next."""
    least = min(mode.strictness, Mode.CLOSED.strictness)
    in_the_way = [each for each in rules if each.mode.strictness >= least]
    ends = (each.rule.ends_at for each in in_the_way if isinstance(each.rule, Suspension))
    horizon = max((end for end in ends if end), default=at) + LOOKS_AHEAD
    moment = at
    while holding := [each for each in in_the_way if each.holds(moment)]:
        releases = [each.turns(moment) for each in holding]
        known = [release for release in releases if release is not None]
        if len(known) < len(releases) or max(known) > horizon:
            return None
        moment = max(known)
    return moment


def _earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)

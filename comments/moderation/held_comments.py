"""The held comments of a place: why each waits, and which of them wait only for a suspension."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from comments.models import (
    Case,
    Cause,
    Comment,
    CommentingHours,
    Decision,
    Finding,
    Mode,
    Report,
    Sanction,
    Scope,
    Suspension,
)
from comments.models.case import CaseQuerySet

PREMODERATION = "premoderation"
# Checks that say who writes; all others say something of the text.
ABOUT_THE_AUTHOR = ("newcomer", "standing", "network")


@dataclass(frozen=True)
class HeldCounts:
    """How many comments are held in a place, and how many for each cause. A comment may have
    several causes, so these counts may add up to more than `total`."""

    total: int
    by_cause: dict[str, int]
    for_their_text: int
    """With at least one finding about what they say."""
    reported: int


def count_held(scope: Scope) -> HeldCounts:
    """Count the held comments under the scope by the causes of their open cases: three queries."""
    cases = _open_cases(scope)
    reasons = Report.Reason.values
    about_text = ~Q(name__in=[PREMODERATION, "legal", *ABOUT_THE_AUTHOR, *reasons])
    causes = Cause.objects.filter(case__in=cases.order_by().values("pk"))
    by_cause = causes.order_by().values("name").annotate(number=Count("pk"))
    sums = causes.aggregate(
        text=Count("case", distinct=True, filter=about_text),
        reported=Count("case", distinct=True, filter=Q(name__in=reasons)),
    )
    held = Comment.objects.held()
    if scope != Scope():
        held = held.filter(thread__article__in=scope.articles())
    return HeldCounts(
        total=held.count(),
        by_cause=dict(by_cause.values_list("name", "number")),
        for_their_text=sums["text"],
        reported=sums["reported"],
    )


def held_only_by(suspension: Suspension, at: datetime, *, by: Any = None) -> list[int]:
    """The comments (primary keys) that would be published now if there had not been this
    suspension, or one whose place it took. `by` is the person who wants to publish them, none for
    the command line.

    Left out is everything about which a person should think: a case with another cause, any
    finding or report, a decision made since, an author who has been sanctioned since or is no
    longer active, one's own comments, and what a colleague has in hand. Left out too is what
    another suspension still keeps back, and what the commenting hours would have held as well.
    Expects `switch.alone` where the answer is to be acted on.
    """
    if _is_under_another_site_suspension(suspension, at):
        return []
    periods = list(_periods(suspension, at))
    hours = list(
        CommentingHours.objects.in_use()
        .filter(mode=Mode.PREMODERATED)
        .prefetch_related("opening_times")
    )
    rows = (
        _waiting_for_the_switch(suspension, at, by)
        .order_by("comment_id")
        .values_list("comment_id", "article_id", "article__section_id", "held_at")
    )
    return [
        comment_id
        for comment_id, article_id, section_id, held_at in rows
        if any(each.has(article_id, section_id, held_at) for each in periods)
        and not any(
            _reaches(each, article_id, section_id) and each.in_force(held_at) for each in hours
        )
    ]


@dataclass(frozen=True)
class _Period:
    """The time in which a suspension had comments read first."""

    suspension: Suspension
    ends_at: datetime

    def has(self, article_id: int, section_id: int, moment: datetime) -> bool:
        return self.suspension.starts_at <= moment <= self.ends_at and _reaches(
            self.suspension, article_id, section_id
        )


def _periods(suspension: Suspension, at: datetime) -> Iterator[_Period]:
    """Of this suspension, and of those in force when it began that are over: a moderator who
    closes what the breaker has set puts one suspension in the place of another."""
    before = Suspension.objects.filter(
        Q(starts_at__lte=suspension.starts_at),
        Q(lifted_at__gte=suspension.starts_at)
        | Q(lifted_at__isnull=True, ends_at__gte=suspension.starts_at),
    ).exclude(pk=suspension.pk)
    for each in (suspension, *before):
        if each.mode == Mode.PREMODERATED:
            ends = (moment for moment in (each.lifted_at, each.ends_at, at) if moment)
            yield _Period(each, min(ends))


def _waiting_for_the_switch(suspension: Suspension, at: datetime, by: Any) -> Any:
    """Open cases of held comments that have no other cause than premoderation, and nothing else
    that a person should think about; `held_at` is when that cause was added."""
    author = OuterRef("author_id")
    comment = OuterRef("comment_id")
    cases = (
        _open_cases(suspension.reach)
        .caused_by_nothing_but(PREMODERATION)
        .annotate(held_at=F("causes__made_at"))
        .filter(author__is_active=True)
        .exclude(_is_in_hand_of_another(by, at))
        .exclude(_is_under_another_suspension(suspension, at))
        .exclude(Exists(Finding.objects.filter(comment=comment, leads_to__in=_LEADS_FURTHER)))
        .exclude(Exists(Report.objects.filter(comment=comment, upheld__isnull=True)))
        .exclude(Exists(Decision.objects.filter(comment=comment, made_at__gte=OuterRef("held_at"))))
        .exclude(Exists(Sanction.objects.in_force(at).filter(person=author)))
        .exclude(
            Exists(
                Sanction.objects.filter(
                    person=author, lifted_at__isnull=True, starts_at__gte=OuterRef("held_at")
                )
            )
        )
    )
    return cases.exclude(author=by) if by else cases


_LEADS_FURTHER = ("hold", "spam", "refuse")


def _is_in_hand_of_another(by: Any, at: datetime) -> Q:
    in_hand = Q(claimed_until__isnull=False, claimed_until__gt=at)
    return in_hand & ~Q(claimed_by=by) if by else in_hand


def _others(suspension: Suspension, at: datetime) -> Any:
    return Suspension.objects.in_force(at).exclude(pk=suspension.pk)


def _is_under_another_site_suspension(suspension: Suspension, at: datetime) -> bool:
    others = _others(suspension, at)
    return others.filter(scope=Suspension.Kind.SITE).exists()


def _is_under_another_suspension(suspension: Suspension, at: datetime) -> Q:
    others = _others(suspension, at).order_by()
    sections = others.filter(scope=Suspension.Kind.SECTION).values("section")
    articles = others.filter(scope=Suspension.Kind.ARTICLE).values("article")
    return Q(article__section__in=sections) | Q(article__in=articles)


def _open_cases(scope: Scope) -> CaseQuerySet:
    cases = Case.objects.open().filter(comment__status=Comment.Status.HELD)
    if scope.article:
        return cases.filter(article=scope.article)
    return cases.filter(article__section=scope.section) if scope.section else cases


def _reaches(rule: Suspension | CommentingHours, article_id: int, section_id: int) -> bool:
    if rule.scope == Suspension.Kind.ARTICLE:
        return rule.article_id == article_id
    if rule.scope == Suspension.Kind.SECTION:
        return rule.section_id == section_id
    return True

"""How pressing a case is: who can see its comment, how many, and how long it may wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Placement
from comments.models.comment import Comment
from comments.models.finding import Finding

# How long a case of the mildest sort may wait for a person. Each step of severity halves it, and so
# does each step of reach.
PATIENCE = {
    "legal": timedelta(minutes=30),
    "reported": timedelta(hours=4),
    "held": timedelta(hours=8),
    "spam": timedelta(days=2),
}
ORDER = ("precedence", "due_at", "pk")
# Readers come to an article mostly on its first two days.
FRESH = timedelta(days=2)


class Precedence(models.IntegerChoices):
    """What the queue serves first, whatever is overdue."""

    LEGAL = 0, _("Legal notice")
    VISIBLE = 1, _("Readers can see it")
    NOT_VISIBLE = 2, _("Readers cannot see it")


class Reach(models.IntegerChoices):
    """How many see a comment, in steps."""

    NOBODY = 0, _("Nobody")
    ARCHIVE = 1, _("Readers of the archive")
    FRESH = 2, _("Readers of the news")
    FRONT_PAGE = 4, _("Readers of the front page")


def patience(kind: str, severity: int, reach: int) -> timedelta:
    return PATIENCE[kind] / 2 ** (severity - 1 + reach)


def precedence(kind: str, comment: Comment) -> Precedence:
    if kind == "legal":
        return Precedence.LEGAL
    return Precedence.VISIBLE if comment.is_published else Precedence.NOT_VISIBLE


def reach(comment: Comment, at: datetime) -> Reach:
    if not comment.is_published:
        return Reach.NOBODY
    article = comment.thread.article
    if Placement.objects.in_force(at).filter(article=article).exists():
        return Reach.FRONT_PAGE
    is_fresh = article.published_at is not None and article.published_at > at - FRESH
    return Reach.FRESH if is_fresh else Reach.ARCHIVE


# The same as expressions over the rows of cases.


def comment_is_published() -> Exists:
    return Exists(Comment.objects.published().filter(pk=OuterRef("comment")))


def precedence_of_rows() -> models.Case:
    return models.Case(
        When(kind="legal", then=Value(Precedence.LEGAL)),
        When(comment_is_published(), then=Value(Precedence.VISIBLE)),
        default=Value(Precedence.NOT_VISIBLE),
    )


def reach_of_rows(at: datetime) -> models.Case:
    article = OuterRef("article")
    is_placed = Exists(Placement.objects.in_force(at).filter(article=article))
    is_fresh = Exists(Article.objects.filter(pk=article, published_at__gt=at - FRESH))
    return models.Case(
        When(~comment_is_published(), then=Value(Reach.NOBODY)),
        When(is_placed, then=Value(Reach.FRONT_PAGE)),
        When(is_fresh, then=Value(Reach.FRESH)),
        default=Value(Reach.ARCHIVE),
    )


def score_of_rows() -> Coalesce:
    latest = Finding.objects.current().filter(comment=OuterRef("comment")).order_by()
    total = latest.values("comment").annotate(total=Sum("weight")).values("total")
    return Coalesce(Subquery(total), Value(0))


class ComesAfter(models.Func):
    """Whether a row comes after a place in the queue's order, as a comparison of whole rows:
    PostgreSQL and SQLite begin with it in an index, which they cannot with the same said in ORs."""

    template = "(%(expressions)s)"
    output_field = models.BooleanField()

    def __init__(self, precedence: int, due_at: datetime, pk: int) -> None:
        place = (
            Value(precedence, models.SmallIntegerField()),
            Value(due_at, models.DateTimeField()),
            Value(pk, models.BigIntegerField()),
        )
        row, than = models.Func(*ORDER, function=""), models.Func(*place, function="")
        super().__init__(row, than, arg_joiner=" > ")

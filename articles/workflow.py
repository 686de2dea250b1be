"""From draft to scheduled and published, and back; who may do what.

A draft is seen by colleagues alone. A published article is read from its publication time on; one
that is taken back is a draft again and keeps its address and its time.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Redirect
from articles.models.article import path_on


class Stage(StrEnum):
    DRAFT = "Draft"
    SCHEDULED = "Scheduled"
    PUBLISHED = "Published"


def stage(article: Article, at: datetime) -> Stage:
    if article.state == Article.State.DRAFT:
        return Stage.DRAFT
    return Stage.PUBLISHED if article.is_public(at) else Stage.SCHEDULED


def may_publish(person: Any) -> bool:
    """Publish, schedule and take back."""
    return person.has_perm("articles.publish_article")


def may_change(person: Any, article: Article) -> bool:
    """Whoever writes may change a draft; what readers see, or soon will, only who may publish."""
    return article.state == Article.State.DRAFT or may_publish(person)


def publish(article: Article, at: datetime) -> None:
    """Make it public: from its publication time on, or from this moment if it has none. Not
    saved."""
    article.state = Article.State.PUBLISHED
    if article.published_at is None:
        article.published_at = at


def take_back(article: Article) -> None:
    """Readers no longer find it. Not saved."""
    article.state = Article.State.DRAFT


def complaints(article: Article, before: Stage, at: datetime) -> dict[str, str]:
    """What stands in the way of publishing the article as it is now, by field."""
    found = {}
    if not article.body:
        found["body"] = "There is nothing to publish yet: write the text first."
    if article.published_at is None:
        found["published_at"] = "A published article needs a publication time."
    elif before == Stage.PUBLISHED and not article.is_public(at):
        found["published_at"] = (
            "Readers know this article already. Keep a time in the past, or take it back first "
            "and then schedule it."
        )
    if taken := _why_the_path_is_taken(article):
        found["slug"] = taken
    return found


def _why_the_path_is_taken(article: Article) -> str:
    """Which other article has, or had, the path that this one would have; empty if none."""
    day = article.dated
    if article.published_at and (day is None or day > timezone.localdate()):
        day = timezone.localdate(article.published_at)
    if day is None or not article.slug:
        return ""
    others = Article.objects.exclude(pk=article.pk)
    if others.filter(dated=day, slug=article.slug).exists():
        return "Another article of that day has this slug. Change one of the two."
    redirects = Redirect.objects.filter(path=path_on(day, article.slug)).exclude(article=article.pk)
    if redirect := redirects.select_related("article").first():
        return _("“%(headline)s” had this slug before: old links lead there. Choose another.") % {
            "headline": redirect.article.headline
        }
    return ""

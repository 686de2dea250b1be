from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from django.db import models
from django.db.models import Q

from articles.models import Article, Section


class Mode(models.TextChoices):
    """Commenting modes, from the freest to the strictest; the strictest in force wins."""

    OPEN = "open", "Open"
    PREMODERATED = "premoderated", "Premoderated"
    CLOSED = "closed", "Closed"
    HIDDEN = "hidden", "Hidden"

    @property
    def strictness(self) -> int:
        return list(Mode).index(self)


@dataclass(frozen=True)
class Scope:
    """Where a rule of commenting applies: the site, one section or one article."""

    section: Section | None = None
    article: Article | None = None

    @classmethod
    def named(cls, name: str) -> Scope:
        """The scope written as site, section:SLUG or article:PATH. Raises ValueError, saying what
        to do, for one that is not there."""
        kind, _, which = name.partition(":")
        if name == "site":
            return cls()
        if kind == "section" and which:
            if section := Section.objects.filter(slug=which).first():
                return cls(section=section)
            slugs = ", ".join(Section.objects.values_list("slug", flat=True)) or "none yet"
            raise ValueError(f"There is no section {which!r}; there are: {slugs}.")
        if kind == "article" and which:
            if article := article_at(which):
                return cls(article=article)
            raise ValueError(f"No article is at {which!r}: give its path, as in /2026/11/23/slug/.")
        raise ValueError(f"{name!r} is no scope: write site, section:SLUG or article:PATH.")

    @property
    def kind(self) -> str:
        return "article" if self.article else "section" if self.section else "site"

    @property
    def section_id(self) -> int | None:
        """Of the section it lies in; none for the whole site."""
        if self.article:
            return self.article.section_id
        return self.section.pk if self.section else None

    def articles(self) -> models.QuerySet[Article]:
        """All articles it reaches, public or not."""
        if self.article:
            return Article.objects.filter(pk=self.article.pk)
        everything = Article.objects.all()
        return everything.in_section(self.section) if self.section else everything

    def __str__(self) -> str:
        if self.article:
            return f"article “{self.article}”"
        return f"section {self.section}" if self.section else "the whole site"


def article_at(address: str) -> Article | None:
    """The article at this address, with or without the site's name; also at an old one."""
    path = unquote(urlsplit(address.strip()).path)
    if match := re.fullmatch(r"/?(\d{4})/(\d{2})/(\d{2})/([^/]+)/?", path):
        year, month, day, slug = match.groups()
        try:
            dated = date(int(year), int(month), int(day))
        except ValueError:
            return None
        if article := Article.objects.filter(dated=dated, slug=slug).first():
            return article
    return Article.objects.filter(old_addresses__path=f"/{path.strip('/')}/").first()


class ScopedQuerySet(models.QuerySet[Any]):
    def over(self, articles: list[Article]) -> Self:
        """Those whose scope may cover at least one of the articles: all that are wider than an
        article, which are few, and those of the articles themselves. A union, since SQLite would
        read every row for an "or": an import may have closed thousands of articles."""
        wide = self.filter(scope__in=[Scoped.Kind.SITE, Scoped.Kind.SECTION])
        own = self.filter(article__in=[article.pk for article in articles if article.pk])
        pks = wide.order_by().values("pk").union(own.order_by().values("pk"), all=True)
        return self.filter(pk__in=pks)

    def at_scope(self, scope: Scope) -> Self:
        """Those of exactly this scope, none wider or narrower."""
        return self.filter(scope=scope.kind, section=scope.section, article=scope.article)


class Scoped(models.Model):
    """Something that holds for the site, a section or an article; the database checks that the
    keys fit the kind."""

    class Kind(models.TextChoices):
        SITE = "site", "The whole site"
        SECTION = "section", "One section"
        ARTICLE = "article", "One article"

    scope = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SITE)
    section = models.ForeignKey(
        "articles.Section", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    article = models.ForeignKey(
        "articles.Article", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_scope_fits",
                condition=Q(scope="site", section__isnull=True, article__isnull=True)
                | Q(scope="section", section__isnull=False, article__isnull=True)
                | Q(scope="article", section__isnull=True, article__isnull=False),
                violation_error_message="Choose the section or the article that the scope names, "
                "and no other.",
            )
        ]

    @property
    def reach(self) -> Scope:
        return Scope(section=self.section, article=self.article)

    def covers(self, article: Article) -> bool:
        if self.scope == self.Kind.ARTICLE:
            return self.article_id == article.pk
        if self.scope == self.Kind.SECTION:
            return self.section_id == article.section_id
        return True

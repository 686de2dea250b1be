from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

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

    @property
    def kind(self) -> str:
        return "article" if self.article else "section" if self.section else "site"

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


class ScopedQuerySet(models.QuerySet[Any]):
    def over(self, articles: list[Article]) -> Self:
        """Those whose scope covers at least one of the articles."""
        return self.filter(
            Q(scope=Scoped.Kind.SITE)
            | Q(section__in={article.section_id for article in articles})
            | Q(article__in=[article.pk for article in articles])
        )


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

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from articles.models import Article


class ClosingAge(models.Model):
    """After how many days a conversation closes by itself: the site's default, or a section's
    own number. No days: never."""

    section = models.OneToOneField(
        "articles.Section",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Empty: the default of the site.",
    )
    days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Counted from publication. Empty: never."
    )

    class Meta:
        verbose_name = "closing age"
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(section__isnull=True),
                name="one_closing_age_for_the_site",
                violation_error_message="The site's default is there already.",
            )
        ]

    def __str__(self) -> str:
        where = self.section or "the whole site"
        return f"{where}: {f'{self.days} days' if self.days is not None else 'never'}"

    def closes_at(self, article: Article) -> datetime | None:
        if self.days is None or article.published_at is None:
            return None
        return article.published_at + timedelta(days=self.days)

    def turns(self, article: Article, after: datetime) -> datetime | None:
        """When this begins to hold for the article, if that is still to come."""
        closes_at = self.closes_at(article)
        return closes_at if closes_at and closes_at > after else None

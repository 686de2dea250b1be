from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F

from articles.models import Article


class ThreadQuerySet(models.QuerySet["Thread"]):
    def of(self, article: Article) -> Thread:
        """The article's thread, made at its first comment."""
        return self.get_or_create(article=article)[0]


class Thread(models.Model):
    """The conversation under one article."""

    article = models.OneToOneField("articles.Article", on_delete=models.PROTECT, related_name="+")
    comment_count = models.PositiveIntegerField(
        default=0,
        help_text="Published comments. Derived from the rows; kept by `count` and `recount`.",
    )

    objects: ClassVar[ThreadQuerySet] = ThreadQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["-comment_count"], name="threads_by_size")]

    def __str__(self) -> str:
        return f"Thread of {self.article}"

    def count(self, change: int) -> None:
        """Move the counter within the transaction that changes the comments."""
        Thread.objects.filter(pk=self.pk).update(comment_count=F("comment_count") + change)

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.urls import reverse

from newsroom.foundation.model_fields import CleanIntroductionField, CleanNameField, CleanSlugField


class Author(models.Model):
    """Somebody whose name stands over articles; an account is not needed for that."""

    name = CleanNameField(max_length=120)
    slug = CleanSlugField(max_length=120, unique=True, allow_unicode=True)
    biography = CleanIntroductionField(blank=True)
    portrait = models.ForeignKey(
        "articles.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])


class Byline(models.Model):
    """An author's place among those who wrote an article."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="bylines"
    )
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="one_byline_an_author")
        ]

    def __str__(self) -> str:
        return self.author.name


def listed(names: Sequence[str]) -> str:
    """As a byline names them: A; A and B; A, B and C."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last

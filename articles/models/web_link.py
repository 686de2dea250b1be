from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsroom.foundation.model_fields import CleanNameField, CleanURLField


class WebLinkQuerySet(models.QuerySet["WebLink"]):
    def valid(self, at: datetime) -> Self:
        return self.filter(
            Q(valid_from__lte=at), Q(valid_until__isnull=True) | Q(valid_until__gt=at)
        )

    def under(self, article: models.Model) -> Self:
        """The article's own links first, then those of the whole site."""
        return self.filter(Q(article=article) | Q(article__isnull=True)).order_by(
            models.F("article").asc(nulls_last=True), "position", "id"
        )


class WebLink(models.Model):
    """A link "from the web": it leads to another site, and says to which."""

    article = models.ForeignKey(
        "articles.Article",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="web_links",
        help_text="Empty: under every article.",
    )
    title = CleanNameField(max_length=200)
    url = CleanURLField("address", max_length=500)
    source = CleanNameField(max_length=80, help_text="Whose site it is, as readers know it.")
    is_paid = models.BooleanField(
        "paid for", default=False, help_text="Readers are told that it is advertising."
    )
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True, blank=True, help_text="Empty: for good.")
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[WebLinkQuerySet] = WebLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "link from the web"
        verbose_name_plural = "links from the web"
        constraints = [
            models.CheckConstraint(
                name="web_link_period_runs_forward",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")),
                violation_error_message="The period must end after it begins.",
            )
        ]

    def __str__(self) -> str:
        return self.title

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from newsroom.foundation.model_fields import CleanCharField

# A form that says nothing for so long counts as closed. Without JavaScript it says nothing after
# it was loaded; with it, every half minute while its window is in sight.
PRESENT_FOR = timedelta(minutes=15)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def current(self, at: datetime) -> Self:
        return self.filter(seen_at__gt=at - PRESENT_FOR)

    def in_other_windows(self, article_id: int, window: str, at: datetime) -> Self:
        """Who has the article open, but for this window; the first to open it first."""
        others = self.current(at).filter(article=article_id).exclude(window=window)
        return others.select_related("person").order_by("opened_at", "pk")

    def note(self, article_id: int, person: Any, window: str, at: datetime) -> None:
        """The person has the article's form open in this window."""
        self.update_or_create(
            article_id=article_id,
            person=person,
            window=window,
            defaults={"seen_at": at},
            create_defaults={"seen_at": at, "opened_at": at},
        )

    def leave(self, article_id: int, person: Any, window: str) -> None:
        self.filter(article=article_id, person=person, window=window).delete()

    def forget_old(self, at: datetime) -> None:
        self.filter(seen_at__lte=at - PRESENT_FOR).delete()


class Presence(models.Model):
    """That somebody has the form of an article open, in one window of a browser."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    window = CleanCharField(max_length=32)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects: ClassVar[PresenceQuerySet] = PresenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person", "window"], name="one_presence_a_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.article}"

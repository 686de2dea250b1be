from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.foundation.model_fields import CleanTextField


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def unread_by(self, person: Any) -> Self:
        """What waits for this person: their own, and those for the next shift, until one of
        them has read it. Nobody's own notes."""
        unread = self.filter(read_at__isnull=True).exclude(written_by=person)
        return unread.filter(Q(to=person) | Q(to__isnull=True))


class HandOver(models.Model):
    """A note at the end of a shift, to one colleague or to the next shift."""

    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = CleanTextField(_("note"), max_length=2000)
    cases_handed_over = models.PositiveIntegerField(
        default=0, help_text="How many assigned cases went with the note."
    )
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[HandOverQuerySet] = HandOverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-written_at", "-id"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["-written_at"], condition=Q(read_at__isnull=True), name="hand_overs_unread"
            ),
            models.Index(fields=["-written_at", "-id"], name="hand_overs_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.written_by}: {self.text[:60]}"

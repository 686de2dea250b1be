from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from newsroom.foundation.model_fields import CleanParagraphField


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def in_force(self, at: datetime) -> Self:
        return self.not_over(at).filter(starts_at__lte=at)

    def not_over(self, at: datetime) -> Self:
        """What is in force, or will be. Of two who impose something at once, the second may have
        read the clock before the first and still have to wait for its lock."""
        return self.filter(
            Q(lifted_at__isnull=True),
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            ~Q(kind=Sanction.Kind.WARNING) | Q(read_at__isnull=True),
        )


class Sanction(models.Model):
    """What befalls an account, from when to when and why. Lifted, never deleted."""

    class Kind(models.TextChoices):
        """From the mildest to the gravest."""

        WARNING = "warning", "Warning: must be read before the next comment"
        PREMODERATION = "premoderation", "Premoderation: every comment is read first"
        MUTE = "mute", "Mute: may not write for a time"
        BAN = "ban", "Ban: may not write"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sanctions"
    )
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.BAN)
    reason = CleanParagraphField(max_length=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until lifted.")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    comment = models.ForeignKey(
        "comments.Comment",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="sanctions",
        help_text="What it was imposed for.",
    )
    read_at = models.DateTimeField(
        null=True, editable=False, help_text="When its receiver confirmed having read a warning."
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[SanctionQuerySet] = SanctionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="sanction_runs_forward",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message="A sanction must end after it begins.",
            ),
            models.CheckConstraint(
                name="a_mute_ends",
                condition=~Q(kind="mute") | Q(ends_at__isnull=False),
                violation_error_message="A mute needs an end; without one it is a ban.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

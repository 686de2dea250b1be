from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class PlacementQuerySet(models.QuerySet["Placement"]):
    def in_force(self, at: datetime) -> Self:
        return self.filter(Q(starts_at__lte=at), Q(ends_at__isnull=True) | Q(ends_at__gt=at))


class Placement(models.Model):
    """A story in a slot of the front page, from when to when."""

    class Slot(models.TextChoices):
        LEAD = "lead", "Lead story"
        SECOND = "second", "Secondary story"

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="placements"
    )
    slot = models.CharField(max_length=10, choices=Slot.choices, default=Slot.SECOND)
    position = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until replaced.")

    objects: ClassVar[PlacementQuerySet] = PlacementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["slot", "position", "-starts_at"]
        constraints = [
            models.CheckConstraint(
                name="placement_runs_forward",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                violation_error_message="The placement must end after it begins.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_slot_display()}: {self.article}"

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models


class TripQuerySet(models.QuerySet["Trip"]):
    def unsettled(self) -> Self:
        """What a moderator has yet to answer."""
        return self.filter(settled_at__isnull=True)


class Trip(models.Model):
    """The breaker has tripped: what it measured, the suspension it set, and what a person made
    of it."""

    class Answer(models.TextChoices):
        KEEP = "keep", "Kept"
        LIFT = "lift", "Lifted"
        CLOSE = "close", "Closed"

    suspension = models.OneToOneField(
        "comments.Suspension", on_delete=models.PROTECT, related_name="trip"
    )
    thread = models.ForeignKey(
        "comments.Thread", null=True, on_delete=models.PROTECT, related_name="trips"
    )
    measured = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    window_minutes = models.PositiveIntegerField()
    tripped_at = models.DateTimeField()
    alert_count = models.SmallIntegerField(
        null=True, help_text="How many channels were told; empty of trips from before it was kept."
    )
    would_have_closed = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether it was set to close, and did not because nobody would have been told.",
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)

    objects: ClassVar[TripQuerySet] = TripQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-tripped_at", "-id"]
        indexes = [
            models.Index(
                fields=["tripped_at"],
                condition=models.Q(settled_at__isnull=True),
                name="trips_unsettled",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measured} of {self.out_of} in {self.window_minutes} minutes"

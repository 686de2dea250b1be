from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

# A page of the desk that is open asks once a minute; without a script, a long comment is read in
# less.
PRESENT = timedelta(minutes=10)
# Whoever was away longer begins a new visit: longer than a meal, shorter than a night.
AWAY = timedelta(hours=2)
# Two pages in the same minute are one row written.
STAMPED_EVERY = timedelta(minutes=1)


class DeskVisitQuerySet(models.QuerySet["DeskVisit"]):
    def present(self, at: datetime) -> Self:
        """Those who have the desk open now."""
        return self.filter(seen_at__gt=at - PRESENT)

    def stamp(self, person: Any, at: datetime) -> DeskVisit:
        """Note that this person is at the desk. One query within the same minute, else two. Of two
        pages opened at once the second changes nothing."""
        visit, _ = self.get_or_create(person=person, defaults={"came_at": at, "seen_at": at})
        if at - visit.seen_at < STAMPED_EVERY:
            return visit
        seen_before, changes = visit.seen_at, {"seen_at": at}
        if at - visit.seen_at > AWAY:
            changes |= {"came_at": at, "last_here_at": visit.seen_at}
        if self.filter(person=person, seen_at=seen_before).update(**changes):
            for name, moment in changes.items():
                setattr(visit, name, moment)
        return visit


class DeskVisit(models.Model):
    """When somebody was last at the desk, and since when this visit lasts. One row a person."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="desk_visit",
    )
    came_at = models.DateTimeField(help_text="When the visit began that lasts or was the last.")
    seen_at = models.DateTimeField()
    last_here_at = models.DateTimeField(
        null=True, help_text="When the visit before this one ended."
    )

    objects: ClassVar[DeskVisitQuerySet] = DeskVisitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-seen_at"]
        default_permissions = ()
        indexes = [models.Index(fields=["-seen_at"], name="desk_visits_by_time")]

    def __str__(self) -> str:
        return f"{self.person} at the desk"

"""What is kept of names: those that an account had before, and those that wait for a moderator.
Moderators see them, readers never do."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.accounts import display_names
from newsroom.foundation.model_fields import CleanCharField, CleanJSONField


class EarlierNameQuerySet(models.QuerySet["EarlierName"]):
    def taken_away(self) -> Self:
        """Those that a moderator took away and nobody gave back, the latest first."""
        return self.filter(ending=EarlierName.Ending.TAKEN_AWAY, undone_at__isnull=True)

    def changed_by(self, person: Any) -> Self:
        """Those that this person gave up for another, the latest first."""
        return self.filter(person=person, ended_by=person, ending=EarlierName.Ending.CHANGED)

    def beginning_with(self, text: str) -> Self:
        """As a reader's eye takes it: without case, accents, spaces and look-alikes."""
        key = display_names.folded(text)
        return self.filter(key__startswith=key) if key else self.none()


class EarlierName(models.Model):
    """A display name that an account had, from when to when, and who ended it."""

    class Ending(models.TextChoices):
        CHANGED = "changed", _("Changed")
        TAKEN_AWAY = "taken_away", _("Taken away")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="earlier_names"
    )
    name = CleanCharField(max_length=80)
    key = CleanCharField(max_length=240, editable=False, db_index=True)
    used_from = models.DateTimeField()
    used_until = models.DateTimeField()
    ending = CleanCharField(max_length=10, choices=Ending.choices, default=Ending.CHANGED)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = CleanCharField(max_length=500, blank=True)
    settled = CleanJSONField(
        default=dict,
        help_text="The cases and reports that taking the name away settled, by primary key.",
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[EarlierNameQuerySet] = EarlierNameQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        app_label = "newsroom"
        ordering = ["-used_until", "-id"]
        default_permissions = ()
        permissions = [("moderate_name", "Can take names away and decide on names that wait")]
        indexes = [
            models.Index(fields=["person", "-used_until"], name="earlier_names_of_a_person"),
            models.Index(
                fields=["-used_until"],
                condition=Q(ending="taken_away", undone_at__isnull=True),
                name="names_taken_away",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = display_names.folded(self.name) or self.name
        super().save(*args, **kwargs)


class HeldNameQuerySet(models.QuerySet["HeldName"]):
    def waiting(self) -> Self:
        return self.filter(decided_at__isnull=True)

    def refused_since(self, moment: datetime) -> Self:
        return self.filter(is_approved=False, decided_at__gt=moment)


class HeldName(models.Model):
    """A display name that screening held, until a moderator approves or refuses it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_names"
    )
    name = CleanCharField(max_length=80)
    findings = CleanJSONField(default=list, help_text="Why it was held, in sentences.")
    chosen_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_approved = models.BooleanField(null=True)
    reason = CleanCharField(max_length=500, blank=True)

    objects: ClassVar[HeldNameQuerySet] = HeldNameQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        app_label = "newsroom"
        ordering = ["chosen_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(decided_at__isnull=True),
                name="one_name_waits_for_a_person",
            )
        ]
        indexes = [
            models.Index(
                fields=["chosen_at"],
                condition=Q(decided_at__isnull=True),
                name="names_that_wait",
            )
        ]

    def __str__(self) -> str:
        return self.name

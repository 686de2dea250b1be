from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeskPreferencesQuerySet(models.QuerySet["DeskPreferences"]):
    def for_moderator(self, moderator: Any) -> DeskPreferences:
        """This moderator's choices, or the defaults, not saved: one query."""
        return self.filter(moderator=moderator).first() or DeskPreferences(moderator=moderator)


class DeskPreferences(models.Model):
    """How one moderator wants the desk to be. Nobody else is shown these rows: they are in no page
    of the admin, no statistics and no log."""

    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    # Off by default. Whether a word is an insult can only be decided by reading it, pictures are
    # shown nowhere on the desk, and studies of covered images disagree: Das, Dang and Lease (HCOMP
    # 2020) found less emotional impact, Lewitzka and others (Psychological Research 2026) none.
    covers_passages = models.BooleanField(
        _("Cover insults and links to pictures until I look"), default=False
    )
    # On by default: it appears seldom and stands in the way of nothing.
    reminds_of_breaks = models.BooleanField(
        _("Remind me of a break after long or hard work"), default=True
    )
    quiet_until = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[DeskPreferencesQuerySet] = DeskPreferencesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "desk preferences"
        verbose_name_plural = "desk preferences"
        default_permissions = ()

    def __str__(self) -> str:
        return f"Preferences of {self.moderator}"

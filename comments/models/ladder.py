from __future__ import annotations

from django.db import models
from django.utils.translation import ngettext

from comments.models.sanction import Sanction


class LadderStep(models.Model):
    """So many comments rejected or marked as spam within so many days suggest this sanction; the
    highest step reached speaks."""

    rejections = models.PositiveSmallIntegerField(
        help_text="Comments rejected or marked as spam by moderators."
    )
    within_days = models.PositiveSmallIntegerField(default=30)
    kind = models.CharField(
        "sanction", max_length=15, choices=Sanction.Kind.choices, default=Sanction.Kind.MUTE
    )
    hours = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: until lifted.")
    is_automatic = models.BooleanField(
        "by itself", default=False, help_text="Impose it without asking; off: suggest it."
    )

    class Meta:
        ordering = ["rejections", "id"]
        verbose_name = "step of the ladder"
        verbose_name_plural = "ladder of sanctions"

    def __str__(self) -> str:
        return f"{self.condition}: {self.get_kind_display()}"

    @property
    def condition(self) -> str:
        """When the step is reached, as “3 comments rejected or marked as spam within 30 days”."""
        return ngettext(
            "%(number)d comment rejected or marked as spam within %(days)d days",
            "%(number)d comments rejected or marked as spam within %(days)d days",
            self.rejections,
        ) % {"number": self.rejections, "days": self.within_days}

from __future__ import annotations

from django.db import models

from newsroom.foundation.model_fields import CleanCharField


class Tally(models.Model):
    """How often something happened within an hour that is long over: what statistics read in the
    place of a million rows. Made by `comments.statistics`, derived from the rows, and never wrong
    to throw away."""

    hour = models.DateTimeField()
    subject = CleanCharField(max_length=12)
    key = CleanCharField(max_length=40)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["hour"]
        verbose_name_plural = "tallies"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["hour", "subject", "key"], name="a_tally_once")
        ]
        indexes = [models.Index(fields=["subject", "hour"], name="tallies_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}h {self.subject} {self.key}: {self.number}"

from __future__ import annotations

from django.db import models

from newsroom.foundation.model_fields import CleanCharField, CleanJSONField


class Limit(models.Model):
    """What people have set about a check, where it differs from the check's own defaults."""

    name = CleanCharField(max_length=20, primary_key=True, editable=False)
    is_on = models.BooleanField("in use", default=True)
    settings = CleanJSONField(default=dict, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = "check"

    def __str__(self) -> str:
        return self.name

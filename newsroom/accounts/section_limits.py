"""The sections that a member of the staff is limited to."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from articles.models import Section


class SectionLimit(models.Model):
    """This person moderates in this section. Somebody without such rows moderates everywhere;
    `newsroom.foundation.permissions` answers by them."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="section_limits"
    )
    # A section that goes would leave somebody without limits.
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "section"], name="one_limit_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.section}"

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F


class EditionQuerySet(models.QuerySet["Edition"]):
    def move(self) -> None:
        """One further. Expects the transaction of what has changed in the paper."""
        if not self.update(number=F("number") + 1):
            self.get_or_create(pk=1, defaults={"number": 1})


class Edition(models.Model):
    """What readers are shown, by number: it moves whenever the paper changes. One row."""

    number = models.PositiveBigIntegerField(default=1)

    objects: ClassVar[EditionQuerySet] = EditionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Edition {self.number}"

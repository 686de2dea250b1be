from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F

from newsroom.foundation.prepared import Prepared


class RulebookQuerySet(models.QuerySet["Rulebook"]):
    def version(self) -> int:
        """The number under which each process keeps its compiled rules."""
        return next((number for (number,) in _VERSION.rows()), 0)

    def turn(self) -> None:
        """A new page: every process reads the rules anew before its next comment. Expects the
        transaction that changes a rule."""
        if not self.update(number=F("number") + 1):
            self.create(pk=1, number=1)


class Rulebook(models.Model):
    """The version of all that screening is told by people: one row."""

    number = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[RulebookQuerySet] = RulebookQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"Rulebook, version {self.number}"


_VERSION = Prepared(lambda: Rulebook.objects.order_by("pk").values_list("number")[:1])

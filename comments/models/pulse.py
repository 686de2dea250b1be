from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import F

from newsroom.foundation.prepared import execute

SLOTS = 16


class PulseQuerySet(models.QuerySet["Pulse"]):
    def beat(self, threads: Iterable[int]) -> None:
        """Move with these threads, by primary key. Expects the transaction that holds them."""
        slots = sorted({thread % SLOTS for thread in threads})
        if len(slots) == 1 and execute(_BEAT, *slots):
            return
        if len(slots) > 1:
            # In one order, so that two who change many threads never wait in a circle.
            list(self.filter(pk__in=slots).order_by("pk").select_for_update(no_key=True))
        if self.filter(pk__in=slots).update(number=F("number") + 1) < len(slots):
            for slot in slots:
                self.get_or_create(pk=slot)
            self.filter(pk__in=slots).update(number=F("number") + 1)


class Pulse(models.Model):
    """The sum of the numbers moves whenever any thread does, for pages that show what is spoken
    of in the whole paper. Several rows, so that those who write in different conversations at
    once do not all wait for one."""

    slot = models.PositiveSmallIntegerField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[PulseQuerySet] = PulseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Pulse {self.slot}: {self.number}"


_BEAT = "UPDATE comments_pulse SET number = number + 1 WHERE slot = %s"

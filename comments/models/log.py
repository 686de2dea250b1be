from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import ProtectedError


class LogQuerySet(models.QuerySet["LogEntry"]):
    def update(self, **kwargs: Any) -> int:
        raise ProtectedError("The log is never changed.", set())

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ProtectedError("The log is never deleted.", set())


class LogEntry(models.Model):
    """Who did what, in an order that can be proved: each entry carries the hash of the one before
    (see `comments.moderation.record`). Written within the transaction of the act."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    who = models.CharField(max_length=80, help_text="The name at that time.")
    act = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = LogQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "log entry"
        verbose_name_plural = "log entries"
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["act", "-number"], name="log_by_act"),
            models.Index(fields=["by", "-number"], name="log_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.who}, {self.act} {self.about}"

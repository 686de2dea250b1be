from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models import ProtectedError

from newsroom.foundation.clean_text import clean_line, clean_value
from newsroom.foundation.model_fields import CleanCharField, CleanJSONField

# Any number that nothing else in the database uses for an advisory lock ("news_log" in hex).
LOCK = 0x6E6577735F6C6F67


class LogQuerySet(models.QuerySet["LogEntry"]):
    def write(
        self,
        act: str,
        *,
        by: Any,
        at: datetime,
        about: str = "",
        details: dict[str, Any] | None = None,
    ) -> LogEntry:
        """Add an entry; `by` is the person, none for the command line and for the machine. Names
        and texts of readers do not belong in it: what is written stays, a reader may ask to go.

        Expects the transaction of the act, as its last step: whoever writes holds up all others
        who do, until the commit, so that no lock may be taken after this one. Three queries.
        Raises TransactionManagementError outside a transaction.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("the log is written with the act")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        number, previous = self.order_by("-number").values_list("number", "hash").first() or (0, "")
        entry = self.model(
            number=number + 1,
            at=at,
            by=by,
            who=clean_line(str(by))[:80] if by else "",
            act=act,
            about=clean_line(about)[:200],
            details=_as_stored(details or {}),
            previous=previous,
        )
        entry.hash = entry.digest()
        entry.save(force_insert=True)
        return entry

    def update(self, **kwargs: Any) -> int:
        """Raises ProtectedError: what is written stays."""
        raise ProtectedError("The log is never changed.", set())

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises ProtectedError: what is written stays."""
        raise ProtectedError("The log is never deleted.", set())


class LogEntry(models.Model):
    """Who did what, in an order that can be proved: each entry carries the hash of the one before
    (see `comments.moderation.record`). Written within the transaction of the act."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # An entry stays, and its hash with it, also where the account is gone: `who` has the name.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
    )
    who = CleanCharField(max_length=80, help_text="The name at that time.")
    act = CleanCharField(max_length=40)
    about = CleanCharField(max_length=200, blank=True)
    details = CleanJSONField(default=dict)
    previous = CleanCharField(max_length=64, blank=True)
    hash = CleanCharField(max_length=64, unique=True)

    objects: ClassVar[LogQuerySet] = LogQuerySet.as_manager()  # type: ignore[assignment]

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
        return f"{self.number}: {self.who or 'the machine'}, {self.act} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only ever a new row. Raises ProtectedError for one that is there."""
        if not self._state.adding:
            raise ProtectedError("The log is never changed.", {self})
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ProtectedError: what is written stays."""
        raise ProtectedError("The log is never deleted.", {self})

    def digest(self) -> str:
        """SHA-256, in hex, over a JSON list in UTF-8 without spaces, the keys of objects in the
        order of their characters, nothing escaped that need not be: number, moment in UTC as
        2026-01-31T12:00:00.000000+00:00, the person's number or null, name, act, about, details,
        and the hash of the entry before, empty for the first. Anybody can compute it again from
        the row."""
        told = [
            self.number,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.by_id,
            self.who,
            self.act,
            self.about,
            self.details,
            self.previous,
        ]
        plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


def _as_stored(details: dict[str, Any]) -> dict[str, Any]:
    """As it comes back from every database: no control characters, no tuples, no moments, no
    numbers as keys. A number with a fraction becomes text, since PostgreSQL gives 1e20 back as an
    integer."""
    plain = json.dumps(clean_value(details), cls=DjangoJSONEncoder)
    told: dict[str, Any] = json.loads(plain, parse_float=str, parse_constant=str)
    return told

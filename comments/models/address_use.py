from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from newsroom.foundation.prepared import Insertion

# Long enough to recognise who comes back, no longer than the security of the site needs.
KEPT = timedelta(days=90)
FORGOTTEN_AT_ONCE = 500


class AddressUseQuerySet(models.QuerySet["AddressUse"]):
    def seen(self, person: Any, address: str, at: datetime) -> None:
        """Somebody signed in or wrote from this address."""
        if address:
            _SEEN.write(AddressUse(person=person, address=address, first_at=at, last_at=at))

    def forget_old(self, at: datetime) -> int:
        """What is older than KEPT, and how much that was. A few at a time, so that nobody who
        writes has to wait for it."""
        old, forgotten = self.filter(last_at__lt=at - KEPT).order_by(), 0
        while some := list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
            forgotten += self.filter(pk__in=some).delete()[0]
        return forgotten

    def recent(self, at: datetime) -> Self:
        return self.filter(last_at__gte=at - KEPT)


class AddressUse(models.Model):
    """From which addresses an account signed in or wrote, first and last."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="addresses"
    )
    address = models.GenericIPAddressField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects: ClassVar[AddressUseQuerySet] = AddressUseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "address"], name="an_address_once")
        ]
        indexes = [models.Index(fields=["address", "-last_at"], name="accounts_at_an_address")]

    def __str__(self) -> str:
        return f"{self.person} at {self.address}"


_SEEN = Insertion(
    AddressUse, "ON CONFLICT (person_id, address) DO UPDATE SET last_at = excluded.last_at"
)

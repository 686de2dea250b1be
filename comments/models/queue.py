from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.foundation.model_fields import CleanJSONField, CleanNameField


class QueueQuerySet(models.QuerySet["Queue"]):
    def shown_to(self, person: Any) -> Self:
        """The shared ones first, then this person's own; each by position and name."""
        shown = self.filter(Q(owner__isnull=True) | Q(owner=person))
        return shown.order_by(F("owner").asc(nulls_first=True), "position", "name", "pk")

    def changeable_by(self, person: Any) -> Self:
        """One's own, and the shared ones that one made; for an administrator every shared one."""
        shared = Q(owner__isnull=True)
        return self.filter(
            Q(owner=person) | (shared if person.is_superuser else shared & Q(made_by=person))
        )


class Queue(models.Model):
    """A filter of the desk that was saved under a name. Its cases are found, never stored: a
    case is in every queue whose filter it fits."""

    name = CleanNameField(_("name"), max_length=60)
    filters = CleanJSONField(
        default=dict, help_text="What the address of the desk has after its question mark."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Whose queue it is; empty for one that all moderators share.",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=10)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    objects: ClassVar[QueueQuerySet] = QueueQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["position", "name", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

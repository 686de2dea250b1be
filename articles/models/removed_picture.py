from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.foundation.model_fields import CleanCharField


class RemovedPictureQuerySet(models.QuerySet["RemovedPicture"]):
    def at(self, name: str, renditions: str) -> Self:
        """The picture that had this file: its original, or a rendition whose name begins so."""
        found = models.Q(name=name)
        return self.filter(found | models.Q(renditions=renditions) if renditions else found)


class RemovedPicture(models.Model):
    """A picture whose files were removed: every address that it had answers 410 Gone."""

    name = CleanCharField(
        max_length=200, unique=True, help_text=_("The name of its original in the media storage.")
    )
    renditions = CleanCharField(
        max_length=200,
        db_index=True,
        help_text=_("What the names of all its renditions begin with."),
    )
    removed_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = CleanCharField(max_length=300, blank=True)

    objects: ClassVar[RemovedPictureQuerySet] = RemovedPictureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-removed_at", "-id"]
        verbose_name = _("removed picture")
        verbose_name_plural = _("removed pictures")

    def __str__(self) -> str:
        return self.name

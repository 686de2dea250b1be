from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.foundation.model_fields import CleanParagraphField


class PersonNoteQuerySet(models.QuerySet["PersonNote"]):
    def visible_to(self, viewer: Any) -> Self:
        """For colleagues with the permission. Nobody reads the notes about themselves here: staff
        have accounts too."""
        if not viewer.has_perm("comments.view_personnote"):
            return self.none()
        return self.exclude(person=viewer)

    def in_force(self) -> Self:
        """Those that nobody has struck out."""
        return self.filter(struck_out_at__isnull=True)


class PersonNote(models.Model):
    """What a moderator wants colleagues to know about a person. Struck out, never changed.

    The site shows it to staff alone. A person who asks for their data has a right to it, as to all
    that is kept about them (Regulation (EU) 2016/679, article 15): an export includes the text and
    the time, and leaves out who wrote it. It says nothing once the person is gone, so it is deleted
    with the account.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes", db_index=False
    )
    text = CleanParagraphField(_("note"), max_length=1000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    struck_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    struck_out_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonNoteQuerySet] = PersonNoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-written_at", "-id"]
        verbose_name = "note on a person"
        verbose_name_plural = "notes on people"
        default_permissions = ("view", "add", "change")
        indexes = [models.Index(fields=["person", "-written_at"], name="notes_on_a_person")]
        constraints = [
            models.CheckConstraint(
                name="a_note_is_struck_out_by_somebody",
                condition=models.Q(struck_out_at__isnull=True, struck_out_by__isnull=True)
                | models.Q(struck_out_at__isnull=False, struck_out_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.text[:60]}"

    def can_be_struck_out_by(self, moderator: Any) -> bool:
        """Its author, or an administrator."""
        if self.struck_out_at is not None or self.person_id == moderator.pk:
            return False
        return self.written_by_id == moderator.pk or moderator.has_perm(
            "comments.change_personnote"
        )

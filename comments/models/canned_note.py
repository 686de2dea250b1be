from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import LanguageField
from newsroom.foundation.model_fields import CleanNameField, CleanParagraphField


class CannedNoteQuerySet(models.QuerySet["CannedNote"]):
    def in_use(self) -> Self:
        """Those of the house rules in use, in the order of the rules."""
        rows = self.filter(house_rule__is_on=True).select_related("house_rule")
        return rows.order_by("house_rule__position", "house_rule", "title", "pk")


class CannedNote(models.Model):
    """What moderators often write to the authors of comments that break a house rule, to be chosen
    rather than typed."""

    house_rule = models.ForeignKey(
        "comments.HouseRule", on_delete=models.CASCADE, related_name="canned_notes"
    )
    language = LanguageField(
        max_length=20, default="en", help_text=_("A code such as en or pt-br.")
    )
    title = CleanNameField(_("title"), max_length=60, help_text=_("As moderators see it."))
    text = CleanParagraphField(
        _("text"), max_length=500, help_text=_("What the author of the comment reads.")
    )

    objects: ClassVar[CannedNoteQuerySet] = CannedNoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["language", "title", "id"]
        verbose_name = "canned note"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["house_rule", "language", "title"],
                name="a_canned_note_once",
                violation_error_message=_("This rule has a note with this title already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    def clean(self) -> None:
        self.language = self.language.strip().lower().replace("_", "-")

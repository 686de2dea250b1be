from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from newsroom.foundation.prepared import Insertion

if TYPE_CHECKING:
    from comments.models.comment import Comment


class FingerprintQuerySet(models.QuerySet["Fingerprint"]):
    def keep(self, comment: Comment, made: Any, group: int | None, at: datetime) -> None:
        """Store by what a comment is known again; none for a text too short for that. One that
        is like none before it begins a group of its own."""
        if made is None:
            self.filter(comment=comment).delete()
            return
        fields = {f"band_{number}": band for number, band in enumerate(made.bands, 1)}
        fields |= {"exact": made.exact, "sketch": made.sketch, "group": group or comment.pk}
        _INSERTION.write(Fingerprint(comment=comment, made_at=at, **fields))


class Fingerprint(models.Model):
    """By what a comment is known again when it is pasted anew, whole or a little changed."""

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.PROTECT, primary_key=True, related_name="fingerprint"
    )
    exact = models.BigIntegerField()
    band_1 = models.BigIntegerField()
    band_2 = models.BigIntegerField()
    band_3 = models.BigIntegerField()
    band_4 = models.BigIntegerField()
    sketch = models.BinaryField()
    group = models.BigIntegerField(
        help_text="The primary key of the first comment of those that are alike."
    )
    made_at = models.DateTimeField()

    objects: ClassVar[FingerprintQuerySet] = FingerprintQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["exact", "made_at"], name="fingerprints_exact"),
            models.Index(fields=["band_1", "made_at"], name="fingerprints_band_1"),
            models.Index(fields=["band_2", "made_at"], name="fingerprints_band_2"),
            models.Index(fields=["band_3", "made_at"], name="fingerprints_band_3"),
            models.Index(fields=["band_4", "made_at"], name="fingerprints_band_4"),
            models.Index(fields=["group"], name="fingerprints_of_a_group"),
        ]

    def __str__(self) -> str:
        return f"Fingerprint of comment {self.comment_id}"


_KEPT_ANEW = ("exact", "band_1", "band_2", "band_3", "band_4", "sketch", "group", "made_at")
_INSERTION = Insertion(
    Fingerprint,
    "ON CONFLICT (comment_id) DO UPDATE SET "
    + ", ".join(f'"{column}" = excluded."{column}"' for column in _KEPT_ANEW),
)

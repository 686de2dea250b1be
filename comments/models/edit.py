from django.db import models

from newsroom.foundation.model_fields import CleanTextField


class Edit(models.Model):
    """What a comment said before its author changed it."""

    comment = models.ForeignKey("comments.Comment", on_delete=models.PROTECT, related_name="edits")
    text_before = CleanTextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"Edit of {self.comment_id} at {self.made_at:%Y-%m-%d %H:%M}"

from __future__ import annotations

from django.db import models

from newsroom.foundation.model_fields import CleanEmailField, CleanNameField, CleanTextField


class LegalNotice(models.Model):
    """Anybody's notice that a comment is against the law (Regulation (EU) 2022/2065, article 16:
    why, where, who gives notice, and in good faith)."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="legal_notices"
    )
    name = CleanNameField("your name", max_length=120)
    email = CleanEmailField("your e-mail address")
    text = CleanTextField("why it is against the law", max_length=5000)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = "legal notice"

    def __str__(self) -> str:
        return f"Legal notice of {self.made_at:%Y-%m-%d}"

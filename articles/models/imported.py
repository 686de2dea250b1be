"""What is remembered of an import, so that another one completes it and undoes nothing."""

from __future__ import annotations

from django.db import models

from newsroom.foundation.model_fields import CleanCharField


class ImportedArticle(models.Model):
    """How an article was when it was imported."""

    article = models.OneToOneField(
        "articles.Article", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    body_digest = CleanCharField(
        max_length=64, help_text="SHA-256 of the body, in hex: another body is an editor's."
    )
    awaited_picture = CleanCharField(
        max_length=200,
        blank=True,
        db_index=True,
        help_text="The key of its lead picture, while that has not been imported.",
    )
    awaits_bylines = models.BooleanField(default=False)
    awaits_content = models.BooleanField(
        default=False, help_text="It was published there, but nothing of it could be shown."
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Import of {self.article_id}"


class ImportedPicture(models.Model):
    """Under which key a picture was imported; one picture may have several. A picture that was
    deleted here keeps its keys, so that no import brings it back."""

    key = CleanCharField(max_length=200, unique=True)
    image = models.ForeignKey(
        "articles.Image", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key

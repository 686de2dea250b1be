from django.db import models

from newsroom.foundation.model_fields import CleanCharField


class Redirect(models.Model):
    """An old address of an article. It leads to the article for ever."""

    path = CleanCharField(max_length=500, unique=True, help_text="From the first slash on.")
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="old_addresses"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path

from django.db import models


class SeeAlso(models.Model):
    """An editor's choice of a related story, in the editor's order."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="see_also"
    )
    related = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "see also"
        verbose_name_plural = "see also"
        constraints = [
            models.UniqueConstraint(fields=["article", "related"], name="related_once"),
            models.CheckConstraint(
                name="not_related_to_itself",
                condition=~models.Q(article=models.F("related")),
                violation_error_message="An article is not related to itself.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.related)

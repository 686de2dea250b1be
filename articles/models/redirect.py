from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from django.db import models

from newsroom.foundation.model_fields import CleanCharField

_DATED = re.compile(r"/\d{4}/\d{2}/\d{2}/[^/]+/")


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def dated_paths(self) -> Iterator[str]:
        """The paths that an article of ours could have, not those of an older system."""
        return filter(_DATED.fullmatch, self.values_list("path", flat=True).iterator())


class Redirect(models.Model):
    """An old address of an article. It leads to the article for ever."""

    path = CleanCharField(max_length=500, unique=True, help_text="From the first slash on.")
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="old_addresses"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[RedirectQuerySet] = RedirectQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path

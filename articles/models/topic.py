from django.db import models
from django.urls import reverse

from newsroom.foundation.model_fields import CleanNameField, CleanSlugField


class Topic(models.Model):
    name = CleanNameField(max_length=120)
    slug = CleanSlugField(max_length=120, unique=True, allow_unicode=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

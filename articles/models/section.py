from django.db import models
from django.urls import reverse

from newsroom.foundation.model_fields import CleanNameField, CleanSlugField


class Section(models.Model):
    """A part of the paper, in the order in which the paper has them."""

    class Colour(models.TextChoices):
        """Names of the tokens in tokens.css, where each has a light and a dark value."""

        BLUE = "blue", "Blue"
        GREEN = "green", "Green"
        OCHRE = "ochre", "Ochre"
        PLUM = "plum", "Plum"
        TEAL = "teal", "Teal"
        BRICK = "brick", "Brick"

    name = CleanNameField(max_length=80)
    slug = CleanSlugField(max_length=80, unique=True, allow_unicode=True)
    description = CleanNameField(max_length=200, blank=True)
    colour = models.CharField(max_length=10, choices=Colour.choices, default=Colour.BLUE)
    position = models.PositiveSmallIntegerField(default=0, db_index=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from comments.models.sanction import Sanction
from newsroom.foundation.model_fields import CleanNameField, CleanTextField


class HouseRuleQuerySet(models.QuerySet["HouseRule"]):
    def in_use(self) -> Self:
        return self.filter(is_on=True)


class HouseRule(models.Model):
    """Why a comment is rejected: the rule it breaks, and what its author is told."""

    label = CleanNameField(max_length=60, unique=True, help_text="As moderators see it.")
    rule = CleanTextField(help_text="The rule itself, as readers can look it up.")
    statement = CleanTextField(help_text="What the author of a rejected comment is told.")
    severity = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="From 1, a nuisance, to 5, a crime or a danger.",
    )
    suggests = models.CharField(
        "suggested sanction", max_length=15, choices=Sanction.Kind.choices, blank=True
    )
    suggests_hours = models.PositiveIntegerField(
        "for how many hours", null=True, blank=True, help_text="Empty: until lifted."
    )
    quotes_words = models.BooleanField(
        "quote the words", default=False, help_text="Tell the author which words were found."
    )
    position = models.PositiveSmallIntegerField(
        default=9, help_text="The first nine are chosen by the keys 1 to 9."
    )
    is_on = models.BooleanField("in use", default=True)

    objects: ClassVar[HouseRuleQuerySet] = HouseRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "house rule"

    def __str__(self) -> str:
        return self.label

"""What screening is told by people: words, domains of links, networks and mail domains."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_network
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from newsroom.foundation.model_fields import CleanCharField


class ListedQuerySet(models.QuerySet[Any]):
    def in_force(self, at: datetime) -> Self:
        return self.filter(Q(is_on=True), Q(ends_at__isnull=True) | Q(ends_at__gt=at))

    def ends(self) -> list[datetime]:
        """When the first of these ends by itself; empty if none does."""
        known = self.filter(ends_at__isnull=False).order_by("ends_at")
        return list(known.values_list("ends_at", flat=True)[:1])


class Listed(models.Model):
    """A row of a list: what it does, until when, and who made it."""

    class Act(models.TextChoices):
        HOLD = "hold", "Hold"
        REFUSE = "refuse", "Refuse"

    note = CleanCharField(max_length=300, blank=True, help_text="For colleagues.")
    is_on = models.BooleanField("in use", default=True)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until switched off.")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[ListedQuerySet] = ListedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    @property
    def rule(self) -> str:
        """How a finding names the row that found it."""
        return f"{self._meta.model_name}:{self.pk}"

    def is_in_force(self, at: datetime) -> bool:
        return self.is_on and (self.ends_at is None or self.ends_at > at)


class Word(Listed):
    """A word, a phrase or a pattern that is refused or makes a comment wait."""

    class Kind(models.TextChoices):
        WORD = "word", "Word"
        PHRASE = "phrase", "Phrase"
        PATTERN = "pattern", "Pattern (RE2)"

    text = CleanCharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.WORD)
    act = models.CharField(
        max_length=10,
        choices=[(Listed.Act.HOLD, "Suspect: hold"), (Listed.Act.REFUSE, "Banned: refuse")],
        default=Listed.Act.HOLD,
    )
    whole_words = models.BooleanField(
        default=True, help_text="Off: also inside of other words, as in compounds."
    )

    class Meta:
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["text", "kind"], name="a_word_once")]

    def __str__(self) -> str:
        return self.text


class Domain(Listed):
    """A domain that links may or may not lead to, with all beneath it."""

    class Act(models.TextChoices):
        ALLOW = "allow", "Allow: counts as no link"
        HOLD = "hold", "Hold"
        SPAM = "spam", "Spam"
        REFUSE = "refuse", "Refuse"

    name = CleanCharField(max_length=253, unique=True, help_text="As in example.org.")
    act = models.CharField(max_length=10, choices=Act.choices, default=Act.HOLD)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = self.name.strip().lower().strip(".")
        if "." not in self.name or "/" in self.name or ":" in self.name:
            raise ValidationError({"name": "Write the domain alone, as in example.org."})


class Network(Listed):
    """An address or a network that may not write, or is read first."""

    network = CleanCharField(
        max_length=50, unique=True, help_text="An address, or a network as in 203.0.113.0/24."
    )
    act = models.CharField(max_length=10, choices=Listed.Act.choices, default=Listed.Act.HOLD)

    class Meta:
        ordering = ["network"]

    def __str__(self) -> str:
        return self.network

    def clean(self) -> None:
        try:
            self.network = str(ip_network(self.network.strip(), strict=False))
        except ValueError:
            complaint = "Write an address, or a network as in 203.0.113.0/24."
            raise ValidationError({"network": complaint}) from None


class MailDomain(Listed):
    """A domain of mail addresses whose accounts may not write, or are read first."""

    name = CleanCharField(max_length=253, unique=True, help_text="As in example.org.")
    act = models.CharField(max_length=10, choices=Listed.Act.choices, default=Listed.Act.HOLD)

    class Meta:
        ordering = ["name"]
        verbose_name = "mail domain"

    def __str__(self) -> str:
        return self.name

    clean = Domain.clean

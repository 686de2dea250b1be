from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from newsroom.foundation.model_fields import CleanCharField, CleanTextField


class Event(models.TextChoices):
    """What moderators are told of, wherever they are."""

    BREAKER = "breaker", "The breaker tripped"
    QUEUE = "queue", "The queue waits too long"
    LEGAL = "legal", "A legal notice came in"
    SWITCH = "switch", "The switch was thrown or lifted"


class AlertChannel(models.Model):
    """Where alerts go: an address of mail, or an incoming hook of a chat."""

    class Kind(models.TextChoices):
        MAIL = "mail", "E-mail"
        WEBHOOK = "webhook", "Webhook (Slack, Mattermost, Discord)"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MAIL)
    target = CleanCharField(max_length=500, help_text="An e-mail address, or the hook's address.")
    is_on = models.BooleanField("in use", default=True)
    on_breaker = models.BooleanField("when the breaker trips", default=True)
    on_queue = models.BooleanField("when the queue waits too long", default=True)
    on_legal = models.BooleanField("when a legal notice comes in", default=True)
    on_switch = models.BooleanField("when the switch is thrown or lifted", default=True)
    queue_minutes = models.PositiveIntegerField("a case waits too long after (minutes)", default=60)

    class Meta:
        ordering = ["kind", "target"]
        verbose_name = "alert channel"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def clean(self) -> None:
        self.target = self.target.strip()
        if self.kind == self.Kind.MAIL:
            try:
                validate_email(self.target)
            except ValidationError as complaint:
                raise ValidationError({"target": complaint.messages}) from None
        elif not self.target.startswith(("https://", "http://")):
            raise ValidationError({"target": "Write the whole address, from https:// on."})


class Alert(models.Model):
    """One message to one channel, and how its sending went."""

    channel = models.ForeignKey(AlertChannel, on_delete=models.CASCADE, related_name="alerts")
    event = models.CharField(max_length=10, choices=Event.choices)
    subject = CleanCharField(max_length=200)
    text = CleanTextField()
    made_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = CleanCharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["event", "-made_at"], name="alerts_of_an_event")]

    def __str__(self) -> str:
        return self.subject

from django.conf import settings
from django.db import models


class Report(models.Model):
    """A reader's word that a comment breaks the rules; one for each reader and comment."""

    class Reason(models.TextChoices):
        ATTACK = "attack", "A personal attack"
        HATE = "hate", "Hate against a group of people"
        SPAM = "spam", "Spam or advertising"
        OFF_TOPIC = "off_topic", "Off topic"
        PRIVATE = "private", "Private data of somebody"
        FALSE = "false", "A false claim"
        ILLEGAL = "illegal", "Against the law"

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="reports"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=10, choices=Reason.choices)
    text = models.TextField(blank=True, max_length=1000)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="one_report_a_reader")
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, says {self.reporter}"

from django.conf import settings
from django.db import models


class Decision(models.Model):
    """What a person did about a comment, when and why. Never changed after."""

    class Verb(models.TextChoices):
        APPROVE = "approve", "Approved"
        REJECT = "reject", "Rejected"
        SPAM = "spam", "Marked as spam"
        RESTORE = "restore", "Restored"

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="decisions"
    )
    verb = models.CharField(max_length=10, choices=Verb.choices)
    reason = models.CharField(max_length=500, blank=True)
    status_before = models.CharField(max_length=10)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_rejection_has_a_reason",
                condition=~models.Q(verb="reject") | ~models.Q(reason=""),
                violation_error_message="A rejection needs a reason.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} by {self.made_by}"

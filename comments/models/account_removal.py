from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from newsroom.foundation.model_fields import CleanJSONField


class AccountRemovalQuerySet(models.QuerySet["AccountRemoval"]):
    def not_undone(self) -> Self:
        return self.filter(undone_at__isnull=True)

    def latest_of(self, person: Any) -> AccountRemoval | None:
        """The latest removal of this account that nobody has undone."""
        mine = self.not_undone().filter(accounts__person=person).select_related("made_by")
        return mine.order_by("-made_at", "-pk").first()


class AccountRemoval(models.Model):
    """One act by which a moderator banned an account, or several of one group, removed their
    comments and closed their cases. It refers to every part, so that one undo finds them all; the
    decisions on the comments have the same `batch_id`."""

    class Action(models.TextChoices):
        """What is decided about the comments; the values are those of `Decision.Verb`."""

        SPAM = "spam", "Marked as spam"
        REJECT = "reject", "Rejected"

    batch_id = models.UUIDField(unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The account from which the moderator began.",
    )
    action = models.CharField(max_length=10, choices=Action.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    closed = CleanJSONField(
        default=dict,
        help_text="The primary keys of the cases and the reports that were closed although their "
        "comments had been removed before.",
    )
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[AccountRemovalQuerySet] = AccountRemovalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-made_at", "-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["made_by", "-made_at"], name="removals_by_moderator")]

    def __str__(self) -> str:
        return f"{self.person}, by {self.made_by}"


class RemovedAccount(models.Model):
    """An account that a removal concerned, and its ban."""

    removal = models.ForeignKey(AccountRemoval, on_delete=models.CASCADE, related_name="accounts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="removals"
    )
    sanction = models.ForeignKey(
        "comments.Sanction",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The ban; empty if the account was banned already.",
    )

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["removal", "person"], name="an_account_once_a_removal")
        ]

    def __str__(self) -> str:
        return str(self.person)


class BlockedDomain(models.Model):
    """A domain that a removal wanted to be blocked."""

    class Change(models.TextChoices):
        NONE = "none", "It was blocked already"
        ADDED = "added", "A new entry of the list"
        CHANGED = "changed", "An entry of the list that was changed"

    removal = models.ForeignKey(AccountRemoval, on_delete=models.CASCADE, related_name="domains")
    domain = models.ForeignKey("comments.Domain", on_delete=models.PROTECT, related_name="removals")
    change = models.CharField(max_length=10, choices=Change.choices)
    before = CleanJSONField(
        default=dict,
        help_text="The entry as it was before it was changed, by field.",
    )

    class Meta:
        ordering = ["domain"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["removal", "domain"], name="a_domain_once_a_removal")
        ]

    def __str__(self) -> str:
        return str(self.domain)

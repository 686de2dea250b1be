from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from comments.models.account_removal import AccountRemoval
from comments.models.comment import Comment
from newsroom.foundation.model_fields import CleanCharField, CleanParagraphField, CleanTextField


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(undone_at__isnull=True)

    def without_a_later_one(self) -> Self:
        """Those after which nobody has decided on the comment again, but for what was undone."""
        later = Decision.objects.standing().filter(comment=models.OuterRef("comment"))
        is_later = models.Q(made_at__gt=models.OuterRef("made_at")) | models.Q(
            made_at=models.OuterRef("made_at"), pk__gt=models.OuterRef("pk")
        )
        return self.exclude(models.Exists(later.filter(is_later)))

    def in_effect(self) -> Self:
        """Those that can be undone: nobody has decided on the comment again, and it has the status
        that they gave it."""
        status, verb = Comment.Status, Decision.Verb
        as_decided = (
            models.Q(verb__in=[verb.APPROVE, verb.RESTORE], comment__status=status.PUBLISHED)
            | models.Q(verb=verb.REJECT, comment__status=status.REJECTED)
            | models.Q(verb=verb.SPAM, comment__status=status.SPAM)
        )
        return self.standing().filter(as_decided).without_a_later_one()

    def removals_of(self, author: Any, since: datetime, most: int) -> list[datetime]:
        """When each of an author's comments that are rejected or spam was so decided by a person,
        the latest first and no more than `most`. A query for each of the two, since each has its
        own index."""
        removed = {
            Decision.Verb.REJECT: Comment.Status.REJECTED,
            Decision.Verb.SPAM: Comment.Status.SPAM,
        }
        moments: list[datetime] = []
        for verb, status in removed.items():
            decided = self.standing().filter(
                verb=verb, made_at__gt=since, comment__author=author, comment__status=status
            )
            latest = decided.values("comment").annotate(latest=models.Max("made_at"))
            moments += latest.order_by("-latest").values_list("latest", flat=True)[:most]
        return sorted(moments, reverse=True)[:most]

    def approvals_of(self, comment: Comment) -> Self:
        """Of its text as it stands: who changes it has it to be looked at again."""
        approved = (Decision.Verb.APPROVE, Decision.Verb.RESTORE)
        since = {"made_at__gte": comment.edited_at} if comment.edited_at else {}
        return self.standing().filter(comment=comment, verb__in=approved, **since)

    def rejections_by_comment(self, comments: Iterable[Comment]) -> dict[int, Decision]:
        """The last rejection of each of the comments that is rejected: one query."""
        rejected = [each.pk for each in comments if each.status == Comment.Status.REJECTED]
        rows = self.standing().filter(comment__in=rejected, verb=Decision.Verb.REJECT)
        rows = rows.select_related("house_rule").order_by("made_at", "pk")
        return {each.comment_id: each for each in rows}

    def last_act_of(self, moderator: Any) -> uuid.UUID | None:
        """The last act of this moderator that can still be undone: decisions, or the removal of an
        account, which may have left nothing to decide. Not one on whose comments others have all
        decided since: it would stand before every earlier one for ever. Two queries."""
        mine = self.in_effect().filter(made_by=moderator).order_by("-made_at", "-pk")
        removals = AccountRemoval.objects.not_undone().filter(made_by=moderator)
        latest = [
            *mine.values_list("made_at", "act")[:1],
            *removals.order_by("-made_at", "-pk").values_list("made_at", "batch_id")[:1],
        ]
        return max(latest, key=lambda each: each[0])[1] if latest else None

    def has_been_overtaken(self, moderator: Any, act: uuid.UUID) -> bool:
        """Whether this moderator's last decision is not of this act, because it cannot be undone
        any more."""
        last = self.standing().filter(made_by=moderator).order_by("-made_at", "-pk").first()
        if last is None or last.act == act:
            return False
        return not self.in_effect().filter(pk=last.pk).exists()


class Decision(models.Model):
    """What a person did about a comment, when and why. Never changed after, but for being taken
    back."""

    class Verb(models.TextChoices):
        APPROVE = "approve", "Approved"
        REJECT = "reject", "Rejected"
        SPAM = "spam", "Marked as spam"
        RESTORE = "restore", "Restored"

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="decisions"
    )
    verb = models.CharField(max_length=10, choices=Verb.choices)
    reason = CleanParagraphField(max_length=500, blank=True)
    status_before = CleanCharField(max_length=10)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        help_text="None for the command line.",
    )
    made_at = models.DateTimeField()
    act = models.UUIDField(
        null=True, editable=False, help_text="What was decided at once is undone at once."
    )
    house_rule = models.ForeignKey(
        "comments.HouseRule",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    statement = CleanTextField(
        blank=True, editable=False, help_text="What the author was told, as it was written then."
    )
    case = models.ForeignKey(
        "comments.Case",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[DecisionQuerySet] = DecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["act"], name="decisions_of_an_act"),
            models.Index(fields=["made_by", "-made_at", "-id"], name="decisions_by_moderator"),
            models.Index(fields=["-made_at"], name="decisions_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_rejection_has_a_reason",
                condition=~models.Q(verb="reject") | ~models.Q(reason=""),
                violation_error_message="A rejection needs a reason.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} by {self.made_by or 'the command line'}"

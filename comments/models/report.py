from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.foundation.model_fields import CleanTextField

if TYPE_CHECKING:
    from comments.models.comment import Comment


class ReportQuerySet(models.QuerySet["Report"]):
    def of(self, comment: Comment, reporter: Any) -> Report | None:
        return self.filter(comment=comment, reporter=reporter).first()

    def file(
        self, comment: Comment, reporter: Any, *, reason: str, text: str, at: datetime
    ) -> Report:
        """A reader's report; the first one stands if there is one already."""
        return self.get_or_create(
            comment=comment,
            reporter=reporter,
            defaults={"reason": reason, "text": text, "made_at": at},
        )[0]

    def waiting(self, comment: Comment) -> Self:
        """What nobody has decided on yet about its text, the latest first."""
        return self.filter(comment=comment, upheld__isnull=True).exclude(reason=Report.Reason.NAME)

    def about_texts(self) -> Self:
        """Those that are about what an author wrote."""
        return self.exclude(reason=Report.Reason.NAME)

    def about_names(self) -> Self:
        """Those that are about the name of an author and not about what the author wrote."""
        return self.filter(reason=Report.Reason.NAME)

    def record_of(self, reporter: Any) -> tuple[int, int]:
        """How many of a reporter's reports were upheld, and how many were decided on."""
        return self.records_of([reporter]).get(reporter.pk, (0, 0))

    def records_of(self, reporters: Collection[Any]) -> dict[int, tuple[int, int]]:
        """The same of many, by primary key, without those who have none: one query."""
        settled = self.filter(reporter__in=reporters, upheld__isnull=False).order_by()
        upheld = models.Count("pk", filter=models.Q(upheld=True))
        rows = settled.values("reporter").annotate(upheld_count=upheld, count=models.Count("pk"))
        return {row["reporter"]: (row["upheld_count"], row["count"]) for row in rows}

    def settle(self, comments: list[int], *, upheld: bool | None) -> int:
        """What a decision on these comments makes of the reports about them; none while they
        wait for another. A name that was taken away was reported rightly, whatever becomes of the
        comment."""
        right = Q(reason=Report.Reason.NAME, upheld=True)
        return self.filter(comment__in=comments).exclude(right).update(upheld=upheld)


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
        NAME = "name", _("The name of its author")

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="reports"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=10, choices=Reason.choices)
    text = CleanTextField(blank=True, max_length=1000)
    made_at = models.DateTimeField()
    upheld = models.BooleanField(
        null=True,
        editable=False,
        help_text="Whether a moderator removed the comment for it; empty until decided.",
    )

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="one_report_a_reader")
        ]
        indexes = [models.Index(fields=["-made_at"], name="reports_by_time")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, says {self.reporter}"

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from newsroom.foundation.model_fields import CleanCharField
from newsroom.foundation.prepared import Insertion

if TYPE_CHECKING:
    from comments.models.comment import Comment

EVIDENCE_MAX_CHARACTERS = 300


class FindingQuerySet(models.QuerySet["Finding"]):
    def keep(self, comment: Comment, findings: Iterable[Any], at: datetime) -> None:
        """Store what screening found with the comment it found it in."""
        found = [
            Finding(
                comment=comment,
                check_name=each.check,
                evidence=each.evidence[:EVIDENCE_MAX_CHARACTERS],
                weight=each.weight,
                leads_to=each.leads_to,
                start=each.span and each.span[0],
                end=each.span and each.span[1],
                rule=each.rule,
                found_at=at,
            )
            for each in findings
        ]
        _INSERTION.write(*found)

    def of_rule(self, rule: str, since: datetime) -> Self:
        """What a rule made by people has found since then."""
        return self.filter(rule=rule, found_at__gte=since)

    def current(self) -> Self:
        """Of each comment those of its text as it stands: what was screened last."""
        of_comment = Finding.objects.filter(comment=models.OuterRef("comment"))
        found_at = of_comment.order_by("-found_at").values("found_at")[:1]
        return self.filter(found_at=models.Subquery(found_at))

    def score_of(self, comment: Comment) -> int:
        """The sum of the scores of its latest findings."""
        latest = self.current().filter(comment=comment).order_by()
        score: int = latest.aggregate(score=models.Sum("weight", default=0))["score"]
        return score

    def latest_by_comment(self) -> Any:
        """The comments that these are about, by primary key, the last found first."""
        by_comment = self.order_by().values("comment").annotate(latest=models.Max("found_at"))
        return by_comment.order_by("-latest", "-comment").values_list("comment", flat=True)


class Finding(models.Model):
    """What one check noticed about a comment, kept with it. A comment that its author changed is
    screened again: the latest findings are of the text as it stands."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="findings"
    )
    check_name = CleanCharField(max_length=20)
    evidence = CleanCharField(max_length=EVIDENCE_MAX_CHARACTERS)
    weight = models.PositiveSmallIntegerField()
    leads_to = CleanCharField(max_length=10)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    rule = CleanCharField(
        max_length=30, blank=True, help_text="The row that found it, as word:12; empty for none."
    )
    found_at = models.DateTimeField()

    objects: ClassVar[FindingQuerySet] = FindingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-found_at", "id"]
        indexes = [
            models.Index(
                fields=["rule", "-found_at"],
                condition=~models.Q(rule=""),
                name="findings_of_a_rule",
            ),
            models.Index(fields=["check_name", "-found_at"], name="findings_of_a_check"),
            models.Index(fields=["-found_at"], name="findings_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.evidence}"


_INSERTION = Insertion(Finding)

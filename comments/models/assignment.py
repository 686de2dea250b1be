from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from comments.models.desk_visit import DeskVisit
from newsroom.foundation.model_fields import CleanParagraphField

# An assigned case is kept for its assignee this long in any case, so that there is time to come to
# the desk; then for as long as the assignee is there, and no longer than a shift.
KEPT_AT_FIRST = timedelta(minutes=30)
KEPT_WHILE_PRESENT = timedelta(hours=8)
# What nobody has ended or decided after a week was forgotten: it says nothing any more.
LASTS = timedelta(days=7)
# More than anybody decides before the page is loaded again.
COMING_FIRST = 200


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, at: datetime) -> Self:
        """Not ended, and not older than LASTS."""
        return self.filter(ended_at__isnull=True, assigned_at__gt=at - LASTS)

    def of_open_cases(self, at: datetime) -> Self:
        return self.in_force(at).filter(case__isnull=False, case__closed_at__isnull=True)

    def comes_first_for(self, moderator: Any, at: datetime) -> list[int]:
        """The primary keys of the open cases that this moderator is to see before all others:
        assigned, and not skipped since."""
        own = self.of_open_cases(at).filter(person=moderator, skipped_at__isnull=True)
        return list(own.order_by().values_list("case_id", flat=True)[:COMING_FIRST])

    def skip(self, case: Any, moderator: Any, at: datetime) -> bool:
        """Of a case that comes first for this moderator: let it come in its turn from now on."""
        own = self.in_force(at).filter(case=case, person=moderator, skipped_at__isnull=True)
        return bool(own.update(skipped_at=at))

    def keeping_from(self, moderator: Any, at: datetime) -> Self:
        """Those by which a case is kept for somebody else than this moderator."""
        present = DeskVisit.objects.present(at).filter(person=OuterRef("person"))
        return (
            self.in_force(at)
            .exclude(person=moderator)
            .filter(
                Q(assigned_at__gt=at - KEPT_AT_FIRST)
                | Q(Exists(present), assigned_at__gt=at - KEPT_WHILE_PRESENT)
            )
        )

    def end(self, by: Any, at: datetime) -> int:
        return self.filter(ended_at__isnull=True).update(ended_at=at, ended_by=by)


class Assignment(models.Model):
    """A case or a queue was given to somebody: by whom, when and with which note. It ends when
    somebody ends it or assigns it again; a decision on the case leaves it as it is, so that it is
    there again when the decision is undone."""

    case = models.ForeignKey(
        "comments.Case", null=True, on_delete=models.CASCADE, related_name="assignments"
    )
    queue = models.ForeignKey(
        "comments.Queue", null=True, on_delete=models.CASCADE, related_name="assignments"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField()
    note = CleanParagraphField(max_length=500, blank=True)
    skipped_at = models.DateTimeField(
        null=True, help_text="When its assignee skipped the case, which comes first until then."
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[AssignmentQuerySet] = AssignmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-assigned_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_case_or_a_queue_is_assigned",
                condition=Q(case__isnull=False, queue__isnull=True)
                | Q(case__isnull=True, queue__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True, case__isnull=False),
                name="one_assignment_a_case",
            ),
            models.UniqueConstraint(
                fields=["queue"],
                condition=Q(ended_at__isnull=True, queue__isnull=False),
                name="one_assignment_a_queue",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-assigned_at"],
                condition=Q(ended_at__isnull=True),
                name="assignments_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case or self.queue} → {self.person}"

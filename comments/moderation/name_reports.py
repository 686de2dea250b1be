"""What readers have reported about an author's name: settled when the name is taken away, and
waiting again when it is given back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comments.models import Case, Report
from comments.moderation.turning import batches, held


def settle(person: Any, *, by: Any, at: datetime) -> dict[str, list[int]]:
    """Uphold the reports about this person's name that wait, and close the cases that are about
    nothing else. Returns both by primary key. Expects a transaction that holds no lock yet."""
    about_name = Case.objects.open().filter(author=person).caused_by(Report.Reason.NAME)
    comments = list(about_name.values_list("comment", flat=True))
    held(comments)
    settled: dict[str, list[int]] = {"cases": [], "reports": []}
    for batch in batches(comments):
        reports = Report.objects.about_names().filter(comment__in=batch, upheld__isnull=True)
        settled["reports"] += list(reports.values_list("pk", flat=True))
        only = (
            Case.objects.open().filter(comment__in=batch).caused_by_nothing_but(Report.Reason.NAME)
        )
        settled["cases"] += list(only.values_list("pk", flat=True))
    for batch in batches(settled["reports"]):
        Report.objects.filter(pk__in=batch).update(upheld=True)
    for batch in batches(settled["cases"]):
        Case.objects.filter(pk__in=batch).close(by, at)
    return settled


def lock(settled: dict[str, list[int]]) -> None:
    """Lock the comments that these cases and reports are about. Expects a transaction that holds
    no lock yet."""
    comments: set[int] = set()
    for batch in batches(settled.get("reports", [])):
        reports = Report.objects.filter(pk__in=batch)
        comments.update(reports.values_list("comment", flat=True))
    held(comments)


def reopen(settled: dict[str, list[int]]) -> None:
    """Let these cases and reports wait again. Expects them to be locked."""
    for batch in batches(settled.get("reports", [])):
        Report.objects.filter(pk__in=batch).update(upheld=None)
    for batch in batches(settled.get("cases", [])):
        Case.objects.filter(pk__in=batch).reopen()

"""Comments that pass from one author to another: somebody who came with an import turns out to be
somebody who has an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from comments.models import Case, Comment, PersonNote, Sanction, Thread


def give(authors: Iterable[int], person: Any) -> int:
    """Make `person` the author of all comments by `authors` (primary keys), with the notes about
    these authors. Returns how many comments.
    Expects a transaction; locks the threads, as every change of a comment does."""
    numbers = list(authors)
    comments = Comment.objects.filter(author__in=numbers)
    threads = list(comments.order_by("thread").values_list("thread", flat=True).distinct())
    Thread.objects.hold(threads)
    moved = comments.update(author=person)
    Case.objects.filter(author__in=numbers).update(author=person)
    PersonNote.objects.filter(person__in=numbers).update(person=person)
    Thread.objects.count_comments(dict.fromkeys(threads, 0))
    return moved


def counts_by_author(authors: QuerySet[Any]) -> dict[int, int]:
    """How many comments each of the authors has; those with none are left out."""
    shown = Comment.objects.filter(author__in=authors).order_by()
    return dict(shown.values_list("author").annotate(number=Count("pk")))


def latest_by_author(authors: Iterable[int]) -> dict[int, Comment]:
    """The latest comment of each of the authors, with its article."""
    latest = Comment.objects.filter(author=OuterRef("author")).order_by("-created_at", "-pk")
    rows = Comment.objects.filter(author__in=list(authors), pk=Subquery(latest.values("pk")[:1]))
    return {row.author_id: row for row in rows.select_related("thread__article")}


def under_sanction() -> QuerySet[Any]:
    """The primary keys of people with a sanction in force: what they wrote is not given away."""
    return Sanction.objects.in_force(timezone.now()).values("person")

"""Which comments are in the sections of a moderator who is limited to some.

An article counts as in the section where it is now: it may have moved since a case was opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from comments.models import Case, Comment
from comments.models.case import CaseQuerySet
from comments.models.comment import CommentQuerySet
from comments.moderation.turning import batches
from newsroom.foundation import permissions


def keep_own_sections(
    comments: Sequence[Comment], by: Any, passed_over: Counter[str]
) -> list[Comment]:
    """Those of the comments that are in sections of this person; the others are counted as passed
    over. One query, and none for somebody without limits."""
    sections = _sections_of(by)
    if sections is None:
        return list(comments)
    inside: set[int] = set()
    for batch in batches([comment.pk for comment in comments]):
        rows = Comment.objects.filter(pk__in=batch, thread__article__section__in=sections)
        inside.update(rows.values_list("pk", flat=True))
    passed_over[_("in a section that is not yours")] += len(comments) - len(inside)
    return [comment for comment in comments if comment.pk in inside]


def is_in_own_section(comment: Comment, by: Any) -> bool:
    """Whether this person may decide on comments there."""
    sections = _sections_of(by)
    return sections is None or comment.thread.article.section_id in sections


def cases_for(cases: CaseQuerySet, moderator: Any) -> CaseQuerySet:
    """The cases in sections of this moderator; all of them without limits."""
    sections = _sections_of(moderator)
    return cases if sections is None else cases.filter(article__section__in=sections)


def comments_for(comments: CommentQuerySet, moderator: Any) -> CommentQuerySet:
    """The comments in sections of this moderator; all of them without limits."""
    sections = _sections_of(moderator)
    if sections is None:
        return comments
    return comments.filter(thread__article__section__in=sections)


def check_case(case: Case, moderator: Any) -> None:
    """Raise OutsideSectionsError for a case in a section that is not this moderator's. No query
    where the case came with its article."""
    if permissions.sections_of(moderator) is not None:
        permissions.check_section(moderator, case.article.section_id)


def _sections_of(person: Any) -> frozenset[int] | None:
    """None for somebody without limits, and for the command line, which is nobody."""
    return permissions.sections_of(person) if person else None

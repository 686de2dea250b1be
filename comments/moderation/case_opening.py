"""A moderator opens a case for a comment: for a colleague to decide, or to come back to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import Case, Comment, LogEntry
from comments.moderation.causes import BY_A_MODERATOR
from comments.moderation.section_scope import is_in_own_section
from comments.moderation.turning import held

KINDS = {
    Comment.Status.PUBLISHED: Case.Kind.REPORTED,
    Comment.Status.HELD: Case.Kind.HELD,
    Comment.Status.SPAM: Case.Kind.SPAM,
}


def open_case(comment_id: int, *, by: Any, at: datetime) -> Case:
    """Open a case for the comment, or return the one that is open. Opens its own transaction.
    Raises ValidationError for one's own comment, and for one that is rejected, deleted or gone."""
    with transaction.atomic():
        comment = next(iter(held([comment_id])), None)
        if comment is None or comment.status not in KINDS:
            raise ValidationError(_("A case is only opened for a comment that can be decided on."))
        if not is_in_own_section(comment, by):
            raise ValidationError(_("This comment is in a section that is not yours."))
        if comment.author_id == by.pk:
            raise ValidationError(_("This is your own comment: a colleague decides."))
        if case := Case.objects.open().filter(comment=comment).first():
            return case
        kind = KINDS[Comment.Status(comment.status)]
        case = Case.objects.open_for(comment, kind, [BY_A_MODERATOR], at=at)
        LogEntry.objects.write("open case", by=by, at=at, about=f"comment {comment.pk}")
    return case

"""A comment as it is printed on a page, with what stands beneath it: rendered once in a process for
whatever it shows.

The template sees a `Printed` and nothing else. So what is the same for two readers is made once,
what is one reader's own (a comment that waits, the way to change it) is another `Printed`, and
nothing has to be told when a comment changes: what it shows is then another `Printed` too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from comments.branches import Shown
from comments.models import Comment
from comments.moderation.status_marks import StatusMark

# Some twenty pages of a conversation: a page that is made anew differs from the last by a comment.
KEPT_BRANCHES = 400
# A branch of more text is rendered each time, so that the longest take no more than some 20 MB.
KEPT_UP_TO_CHARACTERS = 20_000
# Moderators are few: what is rendered for them takes no room from what is rendered for readers.
KEPT_BRANCHES_OF_MODERATORS = 100


@dataclass(frozen=True)
class Answered:
    """Whom a comment answers, where its place does not say so."""

    pk: int
    author: str
    is_there: bool


@dataclass(frozen=True)
class Printed:
    pk: int
    author: str
    mark: str
    said_at: datetime
    html: str
    is_edited: bool
    gone: str
    """The line in its place, where this reader may not read it."""
    answers: Answered | None
    is_waiting: bool
    is_mine: bool
    may_be_answered: bool
    may_be_changed: bool
    may_be_reported: bool
    more: int
    """Replies that stand on the comment's own page alone."""
    replies: tuple[Printed, ...]
    status_mark: StatusMark | None = None
    """What a moderator sees of it beyond a reader: none on the pages of readers."""

    @classmethod
    def of(
        cls, shown: Shown, *, may_write: bool, marks: Mapping[int, StatusMark] | None = None
    ) -> Printed:
        comment, status_mark = shown.comment, (marks or {}).get(shown.comment.pk)
        is_gone = not shown.is_readable and not (status_mark and comment.is_held)
        readable = not is_gone or status_mark is not None
        return cls(
            pk=comment.pk,
            author=comment.author.display_name if readable else "",
            mark=shown.mark if readable else "",
            said_at=comment.created_at,
            html=comment.html if readable else "",
            is_edited=comment.edited_at is not None,
            gone=shown.gone if is_gone else "",
            answers=_answered(shown.in_reply_to) if readable else None,
            is_waiting=comment.is_held and not is_gone,
            is_mine=shown.is_mine,
            may_be_answered=may_write and comment.is_published,
            may_be_changed=may_write and shown.is_editable,
            may_be_reported=comment.is_published and not shown.is_mine,
            more=shown.more,
            replies=tuple(
                cls.of(reply, may_write=may_write, marks=marks) for reply in shown.replies
            ),
            status_mark=status_mark,
        )

    @property
    def characters(self) -> int:
        return len(self.html) + sum(reply.characters for reply in self.replies)


def printed(
    shown: Shown, *, may_write: bool, marks: Mapping[int, StatusMark] | None = None
) -> SafeString:
    """The comment's HTML with that of its replies; `may_write` says whether this reader may write
    here now, `marks` are given for a moderator's page alone."""
    what = Printed.of(shown, may_write=may_write, marks=marks)
    if what.characters > KEPT_UP_TO_CHARACTERS:
        return _render(what)
    return _rendered(what) if marks is None else _rendered_for_moderators(what)


def _render(what: Printed) -> SafeString:
    return render_to_string("comments/_comment.html", {"comment": what})


_rendered = lru_cache(maxsize=KEPT_BRANCHES)(_render)
_rendered_for_moderators = lru_cache(maxsize=KEPT_BRANCHES_OF_MODERATORS)(_render)


def _answered(comment: Comment | None) -> Answered | None:
    if comment is None:
        return None
    return Answered(comment.pk, comment.author.display_name, comment.is_published)

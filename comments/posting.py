"""The one way in: what happens to a comment that a reader sends, changes or takes back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments import markup, standing, switch
from comments.models import Comment, Edit, Thread
from comments.standing import Standing
from comments.switch import Commenting

TEXT_MAX_CHARACTERS = 5_000
# Long enough to mend a slip of the pen, too short to turn what others have answered.
EDIT_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Submission:
    """What a reader sends. The token is made with the form: the same one twice is one comment."""

    article: Article
    author: Any
    text: str
    token: uuid.UUID
    parent: Comment | None = None


@dataclass(frozen=True)
class Taken:
    """The comment is in: published, or held for a moderator."""

    comment: Comment

    @property
    def held(self) -> bool:
        return self.comment.status == Comment.Status.HELD


@dataclass(frozen=True)
class Refused:
    """The comment is not in. The text goes back to its reader with what stood in the way:
    the switch, the reader's standing, or what is wrong with the text."""

    text: str
    commenting: Commenting | None = None
    standing: Standing | None = None
    complaint: str = ""


Outcome = Taken | Refused


def submit(submission: Submission) -> Outcome:
    """Take a reader's text in. Opens its own transaction; safe to call twice with one token."""
    text = submission.text.replace("\r\n", "\n").strip()
    if complaint := _complaint_about(text):
        return Refused(submission.text, complaint=complaint)
    with transaction.atomic():
        commenting, at = switch.hold(submission.article)
        if earlier := Comment.objects.by_token(submission.author, submission.token):
            return Taken(earlier)
        if refusal := _refusal(submission.author, submission.text, commenting, at):
            return refusal
        if submission.parent and not _answerable(submission.parent, submission.article):
            return Refused(submission.text, complaint="The comment you answer is no longer there.")
        return Taken(
            Comment.objects.create_from(
                thread=Thread.objects.of(submission.article),
                author=submission.author,
                text=text,
                parent=submission.parent,
                token=submission.token,
                status=Comment.Status.HELD if commenting.premoderated else Comment.Status.PUBLISHED,
                at=at,
            )
        )


def edit(comment: Comment, text: str, *, by: Any) -> Outcome:
    """Change the text of one's own comment while it is fresh; what it said before is kept.
    Opens its own transaction. Under premoderation the comment is held again."""
    text = text.replace("\r\n", "\n").strip()
    if complaint := _complaint_about(text):
        return Refused(text, complaint=complaint)
    with transaction.atomic():
        commenting, at = switch.hold(comment.thread.article)
        Thread.objects.hold([comment.thread_id])
        comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if refusal := _refusal(by, text, commenting, at):
            return refusal
        if not may_edit(comment, by, at):
            return Refused(text, complaint="This comment can no longer be changed.")
        if text == comment.text:
            return Taken(comment)
        Edit.objects.create(comment=comment, text_before=comment.text, made_at=at)
        if commenting.premoderated and comment.is_published:
            comment.status = Comment.Status.HELD
            comment.count(-1)
        comment.text, comment.html, comment.edited_at = text, markup.render(text), at
        comment.save(update_fields=["text", "html", "edited_at", "status"])
        return Taken(comment)


def delete(comment: Comment, *, by: Any) -> bool:
    """An author takes back what is his own, in any commenting mode. False if it is not his or
    no longer there. The row stays; readers no longer see it."""
    with transaction.atomic():
        Thread.objects.hold([comment.thread_id])
        comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if not may_delete(comment, by):
            return False
        if comment.is_published:
            comment.count(-1)
        comment.status = Comment.Status.DELETED
        comment.save(update_fields=["status"])
    return True


def may_edit(comment: Comment, person: Any, at: datetime | None = None) -> bool:
    fresh = (at or timezone.now()) - comment.created_at < EDIT_WINDOW
    return comment.author_id == person.pk and _readable_by_author(comment) and fresh


def may_delete(comment: Comment, person: Any) -> bool:
    return comment.author_id == person.pk and _readable_by_author(comment)


def _readable_by_author(comment: Comment) -> bool:
    return comment.status in (Comment.Status.PUBLISHED, Comment.Status.HELD)


def _complaint_about(text: str) -> str:
    if not text:
        return "Please write something first."
    if len(text) > TEXT_MAX_CHARACTERS:
        return (
            f"Your comment has {len(text):,} characters; there is room for {TEXT_MAX_CHARACTERS:,}."
        )
    if "\x00" in text:
        return "Your comment holds a character that cannot be kept. Please type it anew."
    return ""


def _refusal(author: Any, text: str, commenting: Commenting, at: datetime) -> Refused | None:
    """The one guard of every writing verb: the switch, then the author's standing."""
    if not commenting.accepts_comments:
        return Refused(text, commenting=commenting)
    author_standing = standing.of(author, at)
    if not author_standing.may_write:
        return Refused(text, standing=author_standing)
    return None


def _answerable(parent: Comment, article: Article) -> bool:
    now = Comment.objects.select_related("thread").get(pk=parent.pk)
    return now.is_published and now.thread.article_id == article.pk

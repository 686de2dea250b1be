"""The one way in: what happens to a comment that a reader sends, changes or takes back.

Locks are taken in one order: the author, the switch, the thread, the comment. So two who write in
one conversation wait for one another and never in a circle.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments import markup, screening, standing, switch
from comments.models import (
    AddressUse,
    Case,
    Comment,
    CommentLink,
    Edit,
    Finding,
    Fingerprint,
    Thread,
)
from comments.screening import Screened, Verdict
from comments.screening.checks import links
from comments.standing import Standing
from comments.switch import Commenting
from newsroom.foundation.clean_text import clean_text

TEXT_MAX_CHARACTERS = 5_000
PARENT_GONE = "The comment you answer is no longer there."


@dataclass(frozen=True)
class Submission:
    """What a reader sends. The token is made with the form."""

    article: Article
    author: Any
    text: str
    token: uuid.UUID
    parent: Comment | None = None
    address: str = ""
    """The client's; empty if unknown."""

    @property
    def mark(self) -> uuid.UUID:
        """The same form with the same words is one comment however often it is sent; a reader who
        goes back to the form and writes something else in it writes a second one."""
        place = f"{self.article.pk} {self.parent and self.parent.pk}"
        return uuid.uuid5(self.token, f"{place} {tidied(self.text)}")


@dataclass(frozen=True)
class Taken:
    """The comment is in: published, or held for a moderator."""

    comment: Comment

    @property
    def held(self) -> bool:
        return self.comment.is_held


@dataclass(frozen=True)
class Refused:
    """The comment is not in. The text goes back to its reader with what stood in the way: the
    switch, the reader's standing, a comment that is no longer there, the text itself, or haste."""

    text: str
    commenting: Commenting | None = None
    standing: Standing | None = None
    gone: str = ""
    complaint: str = ""
    wait_seconds: int = 0
    """After which time the same text will be taken."""

    @classmethod
    def screened_out(cls, text: str, screened: Screened) -> Refused:
        return cls(text, complaint=" ".join(screened.advice), wait_seconds=screened.wait_seconds)


Outcome = Taken | Refused


def submit(submission: Submission) -> Outcome:
    """Take a reader's text in. Screens it, then opens its own transaction; safe to call twice
    with one token."""
    if complaint := complaint_about(submission.text):
        return Refused(submission.text, complaint=complaint)
    known = screening.gather(
        article=submission.article,
        author=submission.author,
        text=tidied(submission.text),
        at=timezone.now(),
        address=submission.address,
    )
    screened, html = screening.run(known), markup.render(known.text)
    domains = links.foreign_domains(known)
    with transaction.atomic():
        standing.lock_shared(submission.author)
        commenting, at = switch.hold(submission.article)
        thread = Thread.objects.take(submission.article)
        if earlier := Comment.objects.by_token(submission.author, submission.mark):
            return Taken(earlier)
        if refused := refusal(submission.author, commenting, at, submission.text):
            return refused
        if submission.parent and not _answerable(submission.parent, thread):
            return Refused(submission.text, gone=PARENT_GONE)
        if screened.verdict == Verdict.REFUSE:
            return Refused.screened_out(submission.text, screened)
        comment = Comment.objects.create_from(
            thread=thread,
            author=submission.author,
            text=known.text,
            parent=submission.parent,
            token=submission.mark,
            status=_status(screened, commenting),
            at=at,
            address=submission.address,
            html=html,
        )
        Fingerprint.objects.keep(comment, known.fingerprint, known.group, at)
        CommentLink.objects.store(comment, domains)
        AddressUse.objects.seen(submission.author, submission.address, at)
        _keep(comment, screened, at)
        return Taken(comment)


def edit(comment: Comment, text: str, *, by: Any) -> Outcome:
    """Change the text of one's own comment while it is fresh; what it said before is kept. It is
    screened like a new one. Opens its own transaction."""
    if complaint := complaint_about(text):
        return Refused(text, complaint=complaint)
    known = screening.gather(
        article=comment.thread.article,
        author=by,
        text=tidied(text),
        at=timezone.now(),
        changed=comment,
    )
    screened, domains = screening.run(known), links.foreign_domains(known)
    with transaction.atomic():
        commenting, at = switch.hold(comment.thread.article)
        comment = _taken(comment)
        if refused := refusal(by, commenting, at, text):
            return refused
        if not comment.is_editable_by(by, at):
            return Refused(text, gone="This comment can no longer be changed.")
        if known.text == comment.text:
            return Taken(comment)
        if screened.verdict == Verdict.REFUSE:
            return Refused.screened_out(text, screened)
        Edit.objects.create(comment=comment, text_before=comment.text, made_at=at)
        status = _status(screened, commenting)
        if comment.is_published and status != Comment.Status.PUBLISHED:
            comment.status = status
            comment.count(-1)
        else:
            comment.thread.bump()
        comment.text, comment.html, comment.edited_at = known.text, markup.render(known.text), at
        comment.save(update_fields=["text", "html", "edited_at", "status"])
        Fingerprint.objects.keep(comment, known.fingerprint, known.group, at)
        CommentLink.objects.replace(comment, domains)
        _keep(comment, screened, at)
        Case.objects.filter(comment=comment).follow_comments(at)
        return Taken(comment)


def delete(comment: Comment, *, by: Any) -> bool:
    """An author takes back what is his own, in any commenting mode. False if it is not his or
    no longer there. The row stays; readers no longer see it."""
    with transaction.atomic():
        comment = _taken(comment)
        if not comment.is_deletable_by(by):
            return False
        if comment.is_published:
            comment.count(-1)
        else:
            comment.thread.bump()
        comment.status = Comment.Status.DELETED
        comment.save(update_fields=["status"])
        Case.objects.filter(comment=comment).follow_comments(timezone.now())
    return True


def refusal(author: Any, commenting: Commenting, at: datetime, text: str = "") -> Refused | None:
    """The one guard of every writing verb: the switch, then the author's standing."""
    if not commenting.accepts_comments:
        return Refused(text, commenting=commenting)
    author_standing = standing.of(author, at)
    if not author_standing.may_write:
        return Refused(text, standing=author_standing)
    return None


def complaint_about(text: str) -> str:
    """What is wrong with a text, said to its reader; empty if nothing is."""
    length = len(tidied(text))
    if not markup.shows_something(text):
        return "Please write something first."
    if length > TEXT_MAX_CHARACTERS:
        return f"Your comment has {length:,} characters; there is room for {TEXT_MAX_CHARACTERS:,}."
    return ""


def tidied(text: str) -> str:
    """The text as it is kept: without control characters and without empty ends."""
    return clean_text(text).strip()


def _status(screened: Screened, commenting: Commenting) -> Comment.Status:
    if screened.verdict == Verdict.SPAM:
        return Comment.Status.SPAM
    if screened.verdict == Verdict.HOLD or commenting.premoderated:
        return Comment.Status.HELD
    return Comment.Status.PUBLISHED


def _keep(comment: Comment, screened: Screened, at: datetime) -> None:
    """The findings with their comment, and a case where a person should look."""
    Finding.objects.keep(comment, screened.findings, at)
    if not (comment.is_held or screened.is_doubtful):
        return
    causes = [each.check for each in screened.findings if each.leads_to != Verdict.PUBLISH]
    Case.objects.open_for(
        comment,
        Case.Kind.HELD if comment.is_held else Case.Kind.SPAM,
        causes or ["premoderation"],
        at=at,
        score=sum(each.weight for each in screened.findings),
    )


def _answerable(parent: Comment, thread: Thread) -> bool:
    """Whether the comment is still there to be answered, now that its thread is taken."""
    return Comment.objects.published().filter(pk=parent.pk, thread=thread).exists()


def _taken(comment: Comment) -> Comment:
    """The comment as it is, kept from everybody else until this transaction ends."""
    Thread.objects.hold([comment.thread_id])
    return (
        Comment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("thread", "shown_under")
        .get(pk=comment.pk)
    )

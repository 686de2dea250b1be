from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse

from comments import markup
from comments.models.thread import Thread, grouped
from newsroom.foundation.model_fields import CleanCharField, CleanTextField
from newsroom.foundation.prepared import Insertion, Prepared

LEVELS_SHOWN = 3
# Long enough to mend a slip of the pen, too short to turn what others have answered.
EDIT_WINDOW = timedelta(minutes=15)


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> Self:
        return self.filter(status=Comment.Status.PUBLISHED)

    def visible(self) -> Self:
        """What has a place on the page for any reader: what is published, and the placeholders
        of what was removed but has been answered."""
        return self.filter(appears=True)

    def waiting_of(self, author: Any) -> Self:
        """What its author alone sees, marked: the held comments."""
        return self.filter(status=Comment.Status.HELD, author=author)

    def held(self) -> Self:
        """What waits for a moderator."""
        return self.filter(status=Comment.Status.HELD)

    def held_under(self, article: int) -> Self:
        """The held comments under the article with this primary key that have an open case, the
        most pressing first: a range of the index of the queue."""
        cases = {"cases__closed_at__isnull": True, "cases__article": article}
        order = ("cases__precedence", "cases__due_at", "cases__pk")
        return self.held().filter(**cases).order_by(*order)

    def beneath(self, comment: Comment) -> Self:
        """Those that are shown under this comment, at any depth."""
        return self.filter(Q(shown_under=comment) | Q(shown_under__shown_under=comment))

    def published_or_held(self) -> Self:
        """What readers see or may yet see: published, or waiting for a moderator."""
        return self.filter(status__in=(Comment.Status.PUBLISHED, Comment.Status.HELD))

    def removable(self) -> Self:
        """What a moderator could remove: what is published or held, and spam that is doubtful, so
        that its case is open."""
        doubtful = Q(status=Comment.Status.SPAM, cases__closed_at__isnull=True, cases__isnull=False)
        pks = self.model._default_manager.filter(doubtful).values("pk")
        kept = (Comment.Status.PUBLISHED, Comment.Status.HELD)
        return self.filter(Q(status__in=kept) | Q(status=Comment.Status.SPAM, pk__in=pks))

    def removed(self) -> Self:
        """What was there and is no longer: rejected, spam, or deleted by its author."""
        gone = (Comment.Status.REJECTED, Comment.Status.SPAM, Comment.Status.DELETED)
        return self.filter(status__in=gone)

    def by_token(self, author: Any, token: uuid.UUID) -> Comment | None:
        """What this author has already sent under this token: the same form, sent twice."""
        return next(iter(_BY_TOKEN.instances(author=author.pk, token=token)), None)

    def count_replies(self, changes: Mapping[int, int]) -> None:
        """Move the counters of many comments at once, by primary key: a few statements, for most
        move by the same. Expects the transaction that publishes or removes what they count."""
        for change, pks in grouped(changes):
            if change:
                self.filter(pk__in=pks).update(reply_count=F("reply_count") + change)

    def create_from(
        self,
        *,
        thread: Thread,
        author: Any,
        text: str,
        parent: Comment | None,
        token: uuid.UUID,
        status: str,
        at: datetime,
        address: str = "",
        html: str | None = None,
    ) -> Comment:
        """A new comment in its place in the tree, rendered unless it is already. Counts it if it is
        published: expects the transaction of its posting."""
        comment = Comment(
            thread=thread,
            author=author,
            text=text,
            html=markup.render(text) if html is None else html,
            parent=parent,
            shown_under=parent and parent.below,
            level=1 if parent is None else min(parent.level + 1, LEVELS_SHOWN),
            token=token,
            status=status,
            created_at=at,
            address=address or None,
        )
        _INSERTION.write(comment)
        if comment.status == Comment.Status.PUBLISHED:
            comment.count(+1)
        return comment


class Comment(models.Model):
    """What a reader wrote under an article. A reply is a comment with a parent.

    The tree has any depth; shown are three levels. `shown_under` is the comment beneath which
    this one stands on the page: its parent, or for deeper ones the second-level comment of its
    branch, so that each list on a page is one index range.
    """

    class Status(models.TextChoices):
        PUBLISHED = "published", "Published"
        HELD = "held", "Held"
        REJECTED = "rejected", "Rejected"
        SPAM = "spam", "Spam"
        DELETED = "deleted", "Deleted by its author"

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    shown_under = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="shown_replies",
        db_index=False,
    )
    level = models.PositiveSmallIntegerField(default=1, editable=False)
    text = CleanTextField()
    html = CleanTextField(editable=False, help_text="The text rendered, once, at writing.")
    status = models.CharField(max_length=10, choices=Status.choices)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    reply_count = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="Published comments shown under or answering this one. Derived; kept by `count`.",
    )
    appears = models.GeneratedField(
        expression=Case(
            When(status="published", then=True), When(reply_count__gt=0, then=True), default=False
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    address = models.GenericIPAddressField(
        null=True, editable=False, help_text="Where it was written from, as far as known."
    )
    imported_from = CleanCharField(
        max_length=200, null=True, blank=True, unique=True, editable=False
    )

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created_at", "-id"]
        permissions = [("moderate_comment", "Can decide on comments")]
        constraints = [
            models.UniqueConstraint(fields=["author", "token"], name="one_comment_a_token"),
            models.CheckConstraint(
                name="comment_stands_in_its_place",
                condition=Q(level=1, parent__isnull=True, shown_under__isnull=True)
                | Q(level__in=[2, 3], parent__isnull=False, shown_under__isnull=False),
            ),
        ]
        indexes = [
            # Partial rather than led by `appears`: SQLite takes a bare boolean in a condition for
            # no equality, and would sort the whole thread.
            models.Index(
                fields=["thread", "created_at", "id"],
                condition=Q(level=1, appears=True),
                name="comments_opening_a_thread",
            ),
            models.Index(
                fields=["shown_under", "created_at", "id"],
                condition=Q(appears=True),
                name="comments_under_a_comment",
            ),
            models.Index(
                fields=["author", "thread", "created_at"],
                condition=Q(status="held"),
                name="comments_waiting_by_author",
            ),
            models.Index(
                fields=["author", "-created_at"],
                condition=Q(status="rejected"),
                name="comments_rejected_by_author",
            ),
            models.Index(
                fields=["author", "-created_at"],
                condition=Q(status="spam"),
                name="comments_spam_by_author",
            ),
            models.Index(fields=["status", "-created_at", "-id"], name="comments_by_status"),
            models.Index(fields=["-created_at", "-id"], name="comments_by_time"),
            models.Index(fields=["author", "-created_at"], name="comments_of_an_author"),
            models.Index(
                fields=["address", "-created_at"],
                condition=Q(address__isnull=False),
                name="comments_from_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        """The permalink: it leads to the page of the conversation on which the comment stands."""
        return reverse("comment", args=[self.pk])

    @property
    def below(self) -> Comment:
        """The comment under which a reply to this one is shown."""
        if self.level == LEVELS_SHOWN and self.shown_under is not None:
            return self.shown_under
        return self

    @property
    def path(self) -> list[Comment]:
        """The way to this comment on a page: those it stands beneath, from the top, and itself."""
        return [*self.shown_under.path, self] if self.shown_under else [self]

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_held(self) -> bool:
        return self.status == self.Status.HELD

    @property
    def is_removed(self) -> bool:
        """Whether a moderator, or screening, has taken it off the page."""
        return self.status in (self.Status.REJECTED, self.Status.SPAM)

    def is_editable_by(self, person: Any, at: datetime) -> bool:
        """As far as the comment goes; whether anybody may write now is posting's to say."""
        return self.is_deletable_by(person) and at - self.created_at < EDIT_WINDOW

    def is_deletable_by(self, person: Any) -> bool:
        return self.author_id == person.pk and (self.is_published or self.is_held)

    def count(self, change: int) -> None:
        """Count this comment in or out of its thread and of those it stands under. Expects the
        transaction that publishes or removes it."""
        self.thread.count(change)
        if above := self.above:
            Comment.objects.filter(pk__in=above).update(reply_count=F("reply_count") + change)

    @property
    def above(self) -> set[int]:
        """The comments that count this one among their replies."""
        above: set[Any] = {self.parent_id, self.shown_under_id}
        if self.level == LEVELS_SHOWN and self.shown_under is not None:
            above.add(self.shown_under.shown_under_id)
        return above - {None}


_INSERTION = Insertion(Comment)
_BY_TOKEN = Prepared(
    lambda author, token: Comment.objects.filter(author=author, token=token).order_by(),
    numbers=("author",),
    tokens=("token",),
)

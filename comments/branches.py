"""Comments with what stands beneath them on a page: the first replies of each, and theirs.

However many there are, one query fetches them all. Which they are is told by a few steps in an
index for each comment shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from articles.models import Article
from comments.models import Comment
from comments.models.comment import LEVELS_SHOWN

FIRST_REPLIES = 3

# For some comments the numbers of their first replies, and of the first replies of those.
_BENEATH = """
WITH tops (id) AS ({tops}), first (id) AS ({of_tops} {extra}), second (id) AS ({of_first})
SELECT id FROM first UNION ALL SELECT id FROM second
"""
_ONE_REPLY = """
SELECT (
    SELECT reply.id FROM comments_comment reply WHERE reply.shown_under_id = {above}.id
    AND reply.appears ORDER BY reply.created_at, reply.id LIMIT 1 OFFSET {place}
) FROM {above}
"""


@dataclass
class Shown:
    """A comment as one reader sees it, with those of its replies that stand beneath it."""

    comment: Comment
    at: datetime
    reader: Any = None
    mark: str = ""
    """What the author is beside a reader: staff, or an author of this article; or no more than a
    reader, where the name is also that of somebody who writes for the paper."""
    is_seen_held: bool = False
    """Whether this reader may read the comment while it is held."""
    is_out_of_place: bool = False
    """Whether it is shown apart from the comment that it answers."""
    replies: list[Shown] = field(default_factory=list)
    more: int = 0
    """Published replies that stand on the comment's own page alone."""

    @property
    def is_mine(self) -> bool:
        return self.reader is not None and self.comment.author_id == self.reader.pk

    @property
    def is_readable(self) -> bool:
        """Whether there is a text to show, or a line in its place."""
        return self.comment.is_published or (self.comment.is_held and self.is_seen_held)

    @property
    def gone(self) -> str:
        if self.comment.status == Comment.Status.DELETED:
            return "Deleted by its author."
        if self.comment.is_held:
            return "Waiting for a moderator."
        return "Removed by a moderator."

    @property
    def is_editable(self) -> bool:
        return self.reader is not None and self.comment.is_editable_by(self.reader, self.at)

    @property
    def is_waiting(self) -> bool:
        """Held, and shown to its author or a moderator alone."""
        return self.comment.is_held and self.is_readable

    @property
    def in_reply_to(self) -> Comment | None:
        """Whom it answers, where its place does not say so."""
        comment = self.comment
        is_elsewhere = self.is_out_of_place or comment.parent_id != comment.shown_under_id
        return comment.parent if is_elsewhere else None


class Branches:
    """The comments of one article's page, for one reader."""

    def __init__(
        self, article: Article, reader: Any, at: datetime, extra: Collection[Comment] = ()
    ) -> None:
        self.reader, self.at = reader, at
        self.extra = extra
        """Comments to be shown beyond the first replies: the way to the one that was asked for."""
        self.authors = {byline.author.account_id for byline in article.bylines.all()} - {None}

    def shown(self, comment: Comment) -> Shown:
        mark = "Staff" if comment.author.is_staff else ""
        if comment.author.must_choose_name:
            mark = _("Reader account")
        if comment.author_id in self.authors:
            mark = "Author of this article"
        shown = Shown(comment, self.at, self.reader, mark)
        shown.is_seen_held = shown.is_mine
        return shown

    def grown(self, comments: list[Comment]) -> list[Shown]:
        """The comments with their first replies, and with the first replies of those."""
        tops = [self.shown(comment) for comment in comments]
        places = {each.comment.pk: each for each in tops}
        for comment in self._beneath(comments):
            if above := places.get(comment.shown_under_id or 0):
                places[comment.pk] = entry = self.shown(comment)
                above.replies.append(entry)
        for top in tops:
            _count_more(top)
        return tops

    def _beneath(self, comments: list[Comment]) -> list[Comment]:
        """Level by level, and in each by time."""
        above = [comment.pk for comment in comments if comment.level < LEVELS_SHOWN]
        rows = with_authors(beneath(above, self.extra)) if above else []
        return sorted(rows, key=lambda each: (each.level, each.created_at, each.pk))

    def place(self, shown: list[Shown], held: list[Comment], *, on_top: bool) -> list[Shown]:
        """Hang held comments beneath what they answer; give back those whose place is not here,
        on the first page alone."""
        places = {each.comment.pk: each for top in shown for each in with_replies(top)}
        left = []
        for comment in held:
            if comment.pk in places:
                continue
            entry = self.shown(comment)
            entry.is_seen_held = True
            if above := places.get(comment.shown_under_id or 0):
                above.replies.append(entry)
            else:
                left.append(entry)
        return left[::-1] if on_top else []

    def place_apart(self, shown: list[Shown], held: list[Comment], *, on_top: bool) -> list[Shown]:
        """As `place`, for a moderator: what is given back says whom it answers."""
        left = self.place(shown, held, on_top=on_top)
        for each in left:
            each.is_out_of_place = True
        return left


def with_authors(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    related = comments.select_related("author", "parent__author")
    return related.defer("text", "parent__text", "parent__html")


def beneath(above: list[int], extra: Collection[Comment] = ()) -> QuerySet[Comment]:
    """The first replies of these comments, by primary key, with their first replies, and the extra
    comments with theirs."""
    more = "".join(f" UNION ALL SELECT {comment.pk}" for comment in extra)
    places = range(FIRST_REPLIES)
    of_tops = (_ONE_REPLY.format(above="tops", place=place) for place in places)
    of_first = (_ONE_REPLY.format(above="first", place=place) for place in places)
    sql = _BENEATH.format(
        tops=" UNION ALL ".join(f"SELECT {pk}" for pk in above),
        of_tops=" UNION ALL ".join(of_tops),
        extra=more,
        of_first=" UNION ALL ".join(of_first),
    )
    # PostgreSQL makes the numbers first and looks each up: of a list that it cannot see the length
    # of, it would rather read the whole table.
    among = "= ANY(ARRAY({}))" if connection.vendor == "postgresql" else "IN ({})"
    condition = f"comments_comment.id {among.format(sql)}"
    is_beneath = RawSQL(condition, (), BooleanField())  # noqa: S611 - our own numbers alone
    return Comment.objects.visible().filter(is_beneath).order_by()


def with_replies(shown: Shown) -> Iterable[Shown]:
    """The comment and all that is shown beneath it."""
    yield shown
    for reply in shown.replies:
        yield from with_replies(reply)


def _count_more(shown: Shown) -> None:
    """A comment's count holds all beneath it; what its shown replies hold is theirs to tell, and
    what answers one of the last level stands beside it."""
    if shown.comment.level == LEVELS_SHOWN:
        return
    there = 0
    for reply in shown.replies:
        _count_more(reply)
        there += reply.comment.is_published
        there += reply.comment.reply_count if reply.comment.level < LEVELS_SHOWN else 0
    shown.more = max(0, shown.comment.reply_count - there)

"""The one way out: which comments a reader sees under an article, and in which order.

A page is a bounded number of comments that open a thread, each with its first replies and theirs,
in three queries. No query reads more rows than it shows: each list is a range of one index
(comments/models/comment.py), cut before it is fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from articles.models import Article
from comments.models import Comment, Decision, Thread
from comments.models.comment import LEVELS_SHOWN
from newsroom.foundation import keyset

THREAD_PAGE_SIZE = 20
REPLIES_PAGE_SIZE = 20
FIRST_REPLIES = 3
WAITING_SHOWN = 20
OWN_PAGE_SIZE = 20

NEWEST, OLDEST = "newest", "oldest"
ORDERS = (NEWEST, OLDEST)

FATES = {
    Comment.Status.PUBLISHED: "Published",
    Comment.Status.HELD: "Waiting for a moderator",
    Comment.Status.REJECTED: "Removed by a moderator",
    Comment.Status.SPAM: "Not published",
    Comment.Status.DELETED: "Deleted by you",
}

# What "most discussed" looks back over, so that the list moves with the paper.
DISCUSSED_WITHIN = timedelta(days=30)
# A paper that prints more in that time is looked through no further: the price does not grow.
DISCUSSED_AMONG = 400


@dataclass
class Shown:
    """A comment as one reader sees it, with those of its replies that stand beneath it."""

    comment: Comment
    at: datetime
    reader: Any = None
    mark: str = ""
    """What the author is beside a reader: staff, or an author of this article."""
    is_seen_held: bool = False
    """Whether this reader may read the comment while it is held."""
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
        return comment.parent if comment.parent_id != comment.shown_under_id else None


@dataclass(frozen=True)
class Fate:
    """What its author is told about a comment: one's own, whether others see it or not."""

    comment: Comment
    rejection: Decision | None = None

    @property
    def words(self) -> str:
        """Spam is passed over in silence: who sends it would only learn how to send it better."""
        if self.rejection and self.rejection.house_rule:
            return f"Removed by a moderator: {self.rejection.house_rule.label}"
        return FATES[Comment.Status(self.comment.status)]

    @property
    def statement(self) -> str:
        return self.rejection.statement if self.rejection else ""


@dataclass(frozen=True)
class Fates:
    """Part of what an author has written."""

    shown: list[Fate]
    next: str = ""
    previous: str = ""


@dataclass(frozen=True)
class Page:
    """Part of a conversation."""

    shown: list[Shown] = field(default_factory=list)
    waiting: list[Shown] = field(default_factory=list)
    """The reader's own held comments whose place is not on this page."""
    count: int = 0
    order: str = NEWEST
    next: str = ""
    previous: str = ""


def page(
    article: Article,
    thread: Thread | None,
    *,
    at: datetime,
    reader: Any = None,
    order: str = NEWEST,
    cursor: str = "",
    showing: Comment | None = None,
) -> Page:
    """The part of the article's thread at the cursor, or that on which `showing` stands. `reader`
    is a signed-in person or none, and the thread none where nobody has written yet."""
    order = order if order in ORDERS else NEWEST
    if thread is None:
        return Page(order=order)
    path = showing.path if showing and showing.thread_id == thread.pk else []
    roots = _roots(thread, order, cursor, path)
    branch = _Branch(article, reader, at, extra=path)
    shown = branch.grown(roots.rows)
    held = _held(thread, reader, showing)
    waiting = branch.place(shown, held, on_top=not roots.previous)
    return Page(
        shown, waiting, thread.comment_count, order, next=roots.next, previous=roots.previous
    )


def replies(
    parent: Comment, *, at: datetime, reader: Any = None, cursor: str = ""
) -> tuple[Shown, Page]:
    """A comment, and the part of its replies at the cursor, oldest first."""
    branch = _Branch(parent.thread.article, reader, at)
    found = keyset.page(
        _with_first_replies(Comment.objects.visible().filter(shown_under=parent)),
        size=REPLIES_PAGE_SIZE,
        time="created_at",
        descending=False,
        cursor=cursor,
    )
    shown = branch.grown(found.rows)
    return branch.shown(parent), Page(
        shown,
        count=parent.reply_count,
        order=OLDEST,
        next=found.next,
        previous=found.previous,
    )


def own(author: Any, *, cursor: str = "") -> Fates:
    """The author's own comments, the latest first, each with what became of it: two queries."""
    rows = Comment.objects.filter(author=author).select_related("thread__article__section")
    page = keyset.page(rows, size=OWN_PAGE_SIZE, time="created_at", cursor=cursor)
    rejections = Decision.objects.rejections_by_comment(page.rows)
    fates = [Fate(comment, rejections.get(comment.pk)) for comment in page.rows]
    return Fates(fates, page.next, page.previous)


def fate(comment: Comment) -> Fate:
    """What became of a comment, for its author alone."""
    return Fate(comment, Decision.objects.rejections_by_comment([comment]).get(comment.pk))


def found(pk: int, *, reader: Any = None) -> Comment | None:
    """The comment, if it has a place on a page that this reader sees."""
    whole = Comment.objects.select_related(
        "author", "parent__author", "thread__article__section", "shown_under__shown_under"
    )
    comment = whole.filter(pk=pk).first()
    return comment if comment and _is_seen(comment, reader) else None


def threads(article_ids: Iterable[int]) -> dict[int, Thread]:
    """The threads of these articles that have one, by the article's primary key."""
    rows = Thread.objects.filter(article__in=list(article_ids))
    return {thread.article_id: thread for thread in rows}


def most_discussed(at: datetime, *, size: int) -> list[int]:
    """The primary keys of the recent public articles with the most comments."""
    recent = Article.objects.public(at).filter(published_at__gt=at - DISCUSSED_WITHIN)
    # One step in an index for each: joined and sorted, all threads there ever were would be read.
    count = Thread.objects.filter(article=OuterRef("pk")).values("comment_count")
    newest = recent.latest_first().annotate(comments=Subquery(count)).values_list("pk", "comments")
    spoken_of = [(pk, comments) for pk, comments in newest[:DISCUSSED_AMONG] if comments]
    return [pk for pk, _ in sorted(spoken_of, key=lambda each: -each[1])[:size]]


def no_longer_discussed_at(article: Article) -> datetime | None:
    """When the article is too old to be among those, however much is said of it."""
    return article.published_at and article.published_at + DISCUSSED_WITHIN


def _roots(
    thread: Thread, order: str, cursor: str, path: Collection[Comment]
) -> keyset.Page[Comment]:
    """The comments that open the thread. With a path, the first page if its root is there, so that
    a fresh comment's address shows the thread as everybody sees it."""
    rows = _with_first_replies(Comment.objects.visible().filter(thread=thread, level=1))

    def at(cursor: str) -> keyset.Page[Comment]:
        return keyset.page(
            rows,
            size=THREAD_PAGE_SIZE,
            time="created_at",
            descending=order == NEWEST,
            cursor=cursor,
        )

    roots = at("" if path else cursor)
    root = next(iter(path), None)
    if root and root.appears and root not in roots.rows:
        return at(keyset.starting_at(root, time="created_at", descending=order == NEWEST))
    # Nothing lies before the cursor of a page from which everything was removed meanwhile.
    return roots if roots.rows or not cursor else at("")


def _held(thread: Thread, reader: Any, showing: Comment | None) -> list[Comment]:
    """The held comments that this reader may see, oldest first: the reader's own, and the one
    whose address was followed."""
    held = []
    if reader is not None:
        own = _with_authors(Comment.objects.waiting_of(reader).filter(thread=thread))
        held = list(own.order_by("-created_at", "-pk")[:WAITING_SHOWN])
    if showing and showing.is_held and showing not in held and _is_seen(showing, reader):
        held.append(showing)
    return sorted(held, key=lambda comment: (comment.created_at, comment.pk))


def _is_seen(comment: Comment, reader: Any) -> bool:
    if comment.appears:
        return True
    if not comment.is_held or reader is None:
        return False
    return comment.author_id == reader.pk or reader.has_perm("comments.moderate_comment")


def _with_authors(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    related = comments.select_related("author", "parent__author")
    return related.defer("text", "parent__text", "parent__html")


def _with_first_replies(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With the primary keys of each one's first replies: a few steps in an index for each."""
    below = (
        Comment.objects.visible().filter(shown_under=OuterRef("pk")).order_by("created_at", "pk")
    )
    return _with_authors(comments).annotate(
        **{f"reply_{n}": Subquery(below.values("pk")[n : n + 1]) for n in range(FIRST_REPLIES)}
    )


class _Branch:
    """Comments with what stands beneath them, for one article and reader."""

    def __init__(
        self, article: Article, reader: Any, at: datetime, extra: Collection[Comment] = ()
    ) -> None:
        self.reader, self.at = reader, at
        self.extra = extra
        """Comments to be shown beyond the first replies: the way to the one that was asked for."""
        self.authors = set(article.authors.values_list("account_id", flat=True))

    def shown(self, comment: Comment) -> Shown:
        mark = "Staff" if comment.author.is_staff else ""
        if comment.author_id in self.authors:
            mark = "Author of this article"
        shown = Shown(comment, self.at, self.reader, mark)
        shown.is_seen_held = shown.is_mine
        return shown

    def grown(self, comments: list[Comment]) -> list[Shown]:
        """The comments with their first replies, and with the first replies of those."""
        tops = [self.shown(comment) for comment in comments]
        level = tops
        while level := [each for each in level if each.comment.level < LEVELS_SHOWN]:
            level = self._hang(level)
        for top in tops:
            _count_more(top)
        return tops

    def _hang(self, above: list[Shown]) -> list[Shown]:
        """Fetch the replies of one level and hang them up; give those that may have replies."""
        places = {each.comment.pk: each for each in above}
        wanted = {pk for each in above for pk in _first_replies(each.comment)}
        wanted |= {comment.pk for comment in self.extra if comment.shown_under_id in places}
        rows = Comment.objects.visible().filter(pk__in=wanted).order_by("created_at", "pk")
        # Those of the last level have nothing beneath them: all that answers stands beside.
        is_last = above[0].comment.level == LEVELS_SHOWN - 1
        hung = []
        for comment in (_with_authors if is_last else _with_first_replies)(rows):
            entry = self.shown(comment)
            places[comment.shown_under_id or 0].replies.append(entry)
            hung.append(entry)
        return hung

    def place(self, shown: list[Shown], held: list[Comment], *, on_top: bool) -> list[Shown]:
        """Hang held comments beneath what they answer; give back those whose place is not here,
        on the first page alone."""
        places = {each.comment.pk: each for top in shown for each in _all(top)}
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


def _first_replies(comment: Comment) -> list[int]:
    replies = (getattr(comment, f"reply_{n}", None) for n in range(FIRST_REPLIES))
    return [pk for pk in replies if pk]


def _all(shown: Shown) -> Iterable[Shown]:
    yield shown
    for reply in shown.replies:
        yield from _all(reply)


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

"""The one way out: which comments a reader sees under an article, and in which order.

A page is a bounded number of comments that open a thread, each with its first replies and theirs
(comments/branches.py). No query reads more rows than it shows: each list is a range of one index
(comments/models/comment.py), cut before it is fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects

from articles.models import Article, Byline
from comments.branches import Branches, Shown, with_authors
from comments.models import Comment, Decision, Thread
from newsroom.foundation import keyset

THREAD_PAGE_SIZE = 20
REPLIES_PAGE_SIZE = 20
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


@dataclass(frozen=True)
class Fate:
    """What its author is told about a comment: one's own, whether others see it or not."""

    comment: Comment
    rejection: Decision | None = None
    url: str = ""
    """Where its author finds it, or the conversation it was taken from; empty where neither is."""

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
    """The reader's own held comments whose place is not on this page; for a moderator also those
    of others."""
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
    moderates: bool = False,
) -> Page:
    """The part of the article's thread at the cursor, or that on which `showing` stands. `reader`
    is a signed-in person or none, and the thread none where nobody has written yet. Who moderates
    also sees what others wrote that is held, and the removed comment that was asked for."""
    order = order if order in ORDERS else NEWEST
    if thread is None:
        return Page(order=order)
    path = showing.path if showing and showing.thread_id == thread.pk else []
    roots = _roots(thread, order, cursor, path)
    branches = Branches(article, reader, at, extra=path)
    shown = branches.grown(roots.rows)
    held = _held(thread, reader, showing, moderates=moderates)
    place = branches.place_apart if moderates else branches.place
    waiting = place(shown, held, on_top=not roots.previous)
    return Page(
        shown, waiting, thread.comment_count, order, next=roots.next, previous=roots.previous
    )


def replies(
    parent: Comment, *, at: datetime, reader: Any = None, cursor: str = "", moderates: bool = False
) -> tuple[Shown, Page]:
    """A comment, and the part of its replies at the cursor, oldest first. Who moderates also sees
    the held ones."""
    article = parent.thread.article
    prefetch_related_objects(
        [article], Prefetch("bylines", Byline.objects.select_related("author"))
    )
    branches = Branches(article, reader, at)
    found = keyset.page(
        with_authors(Comment.objects.visible().filter(shown_under=parent)),
        size=REPLIES_PAGE_SIZE,
        time="created_at",
        descending=False,
        cursor=cursor,
    )
    shown = branches.grown(found.rows)
    top = branches.shown(parent)
    waiting = []
    if moderates:
        held = with_authors(Comment.objects.held_under(article.pk).beneath(parent))
        on_top = not found.previous
        waiting = branches.place_apart(shown, list(held[:WAITING_SHOWN]), on_top=on_top)
    return top, Page(
        shown,
        waiting,
        count=parent.reply_count,
        order=OLDEST,
        next=found.next,
        previous=found.previous,
    )


def own(author: Any, at: datetime, *, cursor: str = "") -> Fates:
    """The author's own comments, the latest first, each with what became of it: two queries."""
    rows = Comment.objects.filter(author=author).select_related("thread__article__section")
    page = keyset.page(rows, size=OWN_PAGE_SIZE, time="created_at", cursor=cursor)
    rejections = Decision.objects.rejections_by_comment(page.rows)
    fates = [
        Fate(comment, rejections.get(comment.pk), _url_for(comment, author, at))
        for comment in page.rows
    ]
    return Fates(fates, page.next, page.previous)


def fate(comment: Comment) -> Fate:
    """What became of a comment, for its author alone."""
    return Fate(comment, Decision.objects.rejections_by_comment([comment]).get(comment.pk))


def found(pk: int, *, reader: Any = None, moderates: bool = False) -> Comment | None:
    """The comment, if it has a place on a page that this reader sees. To who moderates a removed
    comment is shown in its place too."""
    whole = Comment.objects.select_related(
        "author", "parent__author", "thread__article__section", "shown_under__shown_under"
    )
    comment = whole.filter(pk=pk).first()
    return comment if comment and _is_seen(comment, reader, moderates) else None


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
    rows = with_authors(Comment.objects.visible().filter(thread=thread, level=1))

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


def _held(
    thread: Thread, reader: Any, showing: Comment | None, *, moderates: bool = False
) -> list[Comment]:
    """The held comments that this reader may see, oldest first: the reader's own, and the one
    whose address was followed; for who moderates also the most pressing of others, and a removed
    one whose address was followed."""
    held = []
    if reader is not None:
        own = with_authors(Comment.objects.waiting_of(reader).filter(thread=thread))
        held = list(own.order_by("-created_at", "-pk")[:WAITING_SHOWN])
    if moderates:
        others = with_authors(Comment.objects.held_under(thread.article_id)).exclude(author=reader)
        held += others[:WAITING_SHOWN]
    is_hidden = showing and (showing.is_held or (moderates and showing.is_removed))
    if showing and is_hidden and showing not in held and _is_seen(showing, reader, moderates):
        held.append(showing)
    return sorted(held, key=lambda comment: (comment.created_at, comment.pk))


def has_place(comment: Comment, reader: Any, at: datetime, *, moderates: bool = False) -> bool:
    """Whether its permalink leads this reader to a page. Expects its thread and article."""
    return comment.thread.article.is_public(at) and _is_seen(comment, reader, moderates)


def _url_for(comment: Comment, author: Any, at: datetime) -> str:
    if has_place(comment, author, at):
        return comment.get_absolute_url()
    article = comment.thread.article
    return f"{article.get_absolute_url()}#comments" if article.is_public(at) else ""


def _is_seen(comment: Comment, reader: Any, moderates: bool = False) -> bool:
    if comment.appears or (moderates and comment.is_removed):
        return True
    if not comment.is_held or reader is None:
        return False
    return comment.author_id == reader.pk or reader.has_perm("comments.moderate_comment")

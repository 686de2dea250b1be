"""What is known of a text, its author, its thread and its request before it is screened. With the
version of the rulebook, four queries in all, however long anybody has been writing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from articles.models import Article
from comments import standing
from comments.models import Comment, Fingerprint
from comments.screening import fingerprint
from comments.screening.submission import Earlier, Pace, Submission
from comments.standing import COUNTED, REJECTIONS_WITHIN, Standing

# How far back a text is compared with others, and how many of them at most.
REPEATS_WITHIN = timedelta(hours=24)
COMPARED = 60
# The pace is measured over this window.
PACE_WITHIN = timedelta(minutes=10)

# Two short walks along an index. Django writes no union of slices for SQLite.
_LATEST = """
SELECT * FROM (
    SELECT comment.id, created_at, status, article_id, slow_mode_seconds, 1 AS is_own
    FROM comments_comment comment JOIN comments_thread thread ON thread.id = comment.thread_id
    WHERE author_id = %s ORDER BY created_at DESC LIMIT %s
) AS own UNION ALL SELECT * FROM (
    SELECT id, created_at, status, 0 AS article_id, 0 AS slow_mode_seconds, 0 AS is_own
    FROM comments_comment
    WHERE address = %s AND created_at > %s ORDER BY created_at DESC LIMIT %s
) AS near
"""


def gather(
    *,
    article: Article,
    author: Any,
    text: str,
    at: datetime,
    address: str = "",
    changed: Comment | None = None,
) -> Submission:
    """All that the checks may want to know. `changed` is the comment whose text this replaces: it
    is no repeat of itself, and changing it is not writing in haste."""
    own, behind = _history(author, address, at)
    return Submission(
        text=text,
        at=at,
        standing=_standing(author, own, at),
        author=author.pk,
        article=article.pk,
        language=article.language,
        hosts=own_hosts(),
        address=address,
        mail_domain=(author.email or "").rpartition("@")[2].lower(),
        pace=Pace() if changed else _pace(own, behind, article, at),
        earlier=_earlier(text, at, changed),
    )


def own_hosts() -> frozenset[str]:
    """The paper's own: links to them are no links out."""
    return frozenset(host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*")


def _history(author: Any, address: str, at: datetime) -> tuple[list[Comment], int]:
    """The author's latest comments, and how many came of late from the same address."""
    since = Comment._meta.get_field("created_at").get_db_prep_value(at - PACE_WITHIN, connection)
    known = Comment.objects.raw(_LATEST, [author.pk, COUNTED, address or None, since, COUNTED])
    rows = list(known)
    own = [row for row in rows if row.is_own]  # type: ignore[attr-defined]
    return own, len(rows) - len(own)


def _standing(author: Any, own: list[Comment], at: datetime) -> Standing:
    statuses = Counter(row.status for row in own)
    lately = Counter(row.status for row in own if row.created_at > at - REJECTIONS_WITHIN)
    return replace(
        standing.of(author, at),
        account_age=at - author.date_joined,
        approved=statuses[Comment.Status.PUBLISHED],
        rejected=lately[Comment.Status.REJECTED] + lately[Comment.Status.SPAM],
    )


def _pace(own: list[Comment], behind: int, article: Article, at: datetime) -> Pace:
    """A slow mode asks only those who have written here before: their rows carry it."""
    here = [row for row in own if row.article_id == article.pk]  # type: ignore[attr-defined]
    everywhere = [row.created_at for row in own]
    return Pace(
        seconds_since_last=_seconds(max(everywhere, default=None), at),
        seconds_since_last_here=_seconds(max((row.created_at for row in here), default=None), at),
        by_account=sum(moment > at - PACE_WITHIN for moment in everywhere),
        by_address=behind,
        slow_mode_seconds=here[0].slow_mode_seconds if here else 0,  # type: ignore[attr-defined]
    )


def _seconds(before: datetime | None, at: datetime) -> float | None:
    return None if before is None else (at - before).total_seconds()


def _earlier(text: str, at: datetime, changed: Comment | None) -> tuple[Earlier, ...]:
    """The comments that say the same or nearly the same, the latest first."""
    own = fingerprint.of(text)
    if own is None:
        return ()
    rows = (
        Fingerprint.objects.like(own.exact, own.bands, since=at - REPEATS_WITHIN)
        .exclude(comment=changed.pk if changed else None)
        .order_by("-made_at")
        .values_list("comment", "comment__author", "comment__status", "exact", "sketch", "group")
    )
    removed = (Comment.Status.REJECTED, Comment.Status.SPAM)
    return tuple(
        Earlier(
            comment=comment,
            author=author,
            likeness=1.0 if exact == own.exact else fingerprint.likeness(own.sketch, bytes(sketch)),
            group=group,
            is_removed=status in removed,
        )
        for comment, author, status, exact, sketch, group in rows[:COMPARED]
    )

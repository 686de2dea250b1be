"""What is known of a text, its author, its thread and its request before it is screened. With the
version of the rulebook, four queries in all, however long anybody has been writing."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from articles.models import Article
from comments import standing
from comments.models import Comment
from comments.screening import fingerprint
from comments.screening.submission import Earlier, Pace, Submission
from comments.standing import COUNTED, REJECTIONS_WITHIN, Standing
from newsroom.foundation.prepared import cursor_with_plans

# How far back a text is compared with others, and how many of them at most.
REPEATS_WITHIN = timedelta(hours=24)
COMPARED = 60
# The pace is measured over this window.
PACE_WITHIN = timedelta(minutes=10)


class Written(NamedTuple):
    """A comment of the author, as far as it tells of trust and of pace."""

    created_at: datetime
    status: str
    article: int
    slow_mode_seconds: int


# Two short walks along an index. Django writes no union of slices for SQLite.
_LATEST = """
SELECT * FROM (
    SELECT created_at, status, article_id, slow_mode_seconds, 1 AS is_own
    FROM comments_comment comment JOIN comments_thread thread ON thread.id = comment.thread_id
    WHERE author_id = %s ORDER BY created_at DESC LIMIT %s
) AS own UNION ALL SELECT * FROM (
    SELECT created_at, status, 0 AS article_id, 0 AS slow_mode_seconds, 0 AS is_own
    FROM comments_comment
    WHERE address = %s AND created_at > %s ORDER BY created_at DESC LIMIT %s
) AS near
"""

# The newest that share one of these with a text: a short walk along an index for each, however many
# there are. The newest of all of them are among the newest of each.
_SHARED = ("exact", "band_1", "band_2", "band_3", "band_4")
_WALK = """SELECT * FROM (
    SELECT comment_id, exact, sketch, "group", made_at FROM comments_fingerprint
    WHERE {shared} = %s AND made_at >= %s AND comment_id <> %s ORDER BY made_at DESC LIMIT {most}
) AS by_{shared}"""
_WALKS = " UNION ".join(_WALK.format(shared=shared, most=COMPARED) for shared in _SHARED)
_ALIKE = f"""
SELECT alike.comment_id, author_id, status, exact, sketch, "group"
FROM ({_WALKS}) AS alike JOIN comments_comment comment ON comment.id = alike.comment_id
ORDER BY made_at DESC LIMIT {COMPARED}
"""  # noqa: S608 - names of ours


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
    made = fingerprint.of(text)
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
        fingerprint=made,
        earlier=_earlier(made, at, changed) if made else (),
    )


def own_hosts() -> frozenset[str]:
    """The paper's own: links to them are no links out."""
    return frozenset(host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*")


def _history(author: Any, address: str, at: datetime) -> tuple[list[Written], int]:
    """The author's latest comments, and how many came of late from the same address."""
    column = Comment._meta.get_field("created_at").cached_col
    converters = connection.ops.get_db_converters(column)
    since = connection.ops.adapt_datetimefield_value(at - PACE_WITHIN)
    own, behind = [], 0
    with cursor_with_plans() as cursor:
        cursor.execute(_LATEST, [author.pk, COUNTED, address or None, since, COUNTED])
        for created_at, status, article, slow_mode_seconds, is_own in cursor.fetchall():
            if not is_own:
                behind += 1
                continue
            moment = created_at
            for convert in converters:
                moment = convert(moment, column, connection)
            own.append(Written(moment, status, article, slow_mode_seconds))
    return own, behind


def _standing(author: Any, own: list[Written], at: datetime) -> Standing:
    statuses = Counter(row.status for row in own)
    lately = Counter(row.status for row in own if row.created_at > at - REJECTIONS_WITHIN)
    return replace(
        standing.of(author, at),
        account_age=at - author.date_joined,
        approved=statuses[Comment.Status.PUBLISHED],
        rejected=lately[Comment.Status.REJECTED] + lately[Comment.Status.SPAM],
    )


def _pace(own: list[Written], behind: int, article: Article, at: datetime) -> Pace:
    """A slow mode asks only those who have written here before: their rows carry it."""
    here = [row for row in own if row.article == article.pk]
    everywhere = [row.created_at for row in own]
    return Pace(
        seconds_since_last=_seconds(max(everywhere, default=None), at),
        seconds_since_last_here=_seconds(max((row.created_at for row in here), default=None), at),
        by_account=sum(moment > at - PACE_WITHIN for moment in everywhere),
        by_address=behind,
        slow_mode_seconds=here[0].slow_mode_seconds if here else 0,
    )


def _seconds(before: datetime | None, at: datetime) -> float | None:
    return None if before is None else (at - before).total_seconds()


def _earlier(own: fingerprint.Print, at: datetime, changed: Comment | None) -> tuple[Earlier, ...]:
    """The comments that say the same or nearly the same, the latest first."""
    since = connection.ops.adapt_datetimefield_value(at - REPEATS_WITHIN)
    besides = changed.pk if changed else 0  # which no comment is
    shared = [(value, since, besides) for value in (own.exact, *own.bands)]
    with cursor_with_plans() as cursor:
        cursor.execute(_ALIKE, list(itertools.chain.from_iterable(shared)))
        rows = cursor.fetchall()
    removed = (Comment.Status.REJECTED, Comment.Status.SPAM)
    return tuple(
        Earlier(
            comment=comment,
            author=author,
            likeness=1.0 if exact == own.exact else fingerprint.likeness(own.sketch, bytes(sketch)),
            group=group,
            is_removed=status in removed,
        )
        for comment, author, status, exact, sketch, group in rows
    )

"""The counters that are kept beside the rows for speed, rebuilt from the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from comments.models.comment import Comment
from comments.models.thread import Thread

_THREADS_AT_ONCE = 200

_OF_THREADS = """
WITH counted AS (
    SELECT thread_id, count(*) AS number FROM comments_comment comment
    WHERE status = 'published' {in_threads} GROUP BY thread_id
)
SELECT thread.id, thread.id, thread.comment_count, coalesce(counted.number, 0)
FROM comments_thread thread LEFT JOIN counted ON counted.thread_id = thread.id
WHERE thread.comment_count <> coalesce(counted.number, 0) {of_threads}
ORDER BY thread.id
"""

# A comment counts for its parent, for the one it is shown under, and at the third level for the
# one above that: the same as Comment.above, each of them once.
_OF_COMMENTS = """
WITH places AS (
    SELECT parent_id AS above FROM comments_comment comment
    WHERE status = 'published' AND parent_id IS NOT NULL {in_threads}
    UNION ALL
    SELECT shown_under_id FROM comments_comment comment
    WHERE status = 'published' AND shown_under_id <> parent_id {in_threads}
    UNION ALL
    SELECT upper.shown_under_id FROM comments_comment comment
    JOIN comments_comment upper ON upper.id = comment.shown_under_id
    WHERE comment.status = 'published' AND comment.level = 3 {in_threads}
), counted AS (
    SELECT above, count(*) AS number FROM places GROUP BY above
)
SELECT comment.id, comment.thread_id, comment.reply_count, coalesce(counted.number, 0)
FROM comments_comment comment LEFT JOIN counted ON counted.above = comment.id
WHERE comment.reply_count <> coalesce(counted.number, 0) {in_threads}
ORDER BY comment.id
"""


@dataclass(frozen=True)
class Miscount:
    pk: int
    thread: int
    stored: int
    right: int


def recount() -> tuple[list[Miscount], list[Miscount]]:
    """Put right the counters of threads and of comments; what was wrong. Readers may write
    meanwhile: each thread that is wrong is held while it is counted again."""
    threads, comments = _wrong(_OF_THREADS), _wrong(_OF_COMMENTS)
    found: tuple[list[Miscount], list[Miscount]] = ([], [])
    held = sorted({each.thread for each in (*threads, *comments)})
    for start in range(0, len(held), _THREADS_AT_ONCE):
        batch = held[start : start + _THREADS_AT_ONCE]
        with transaction.atomic():
            Thread.objects.hold(batch)
            threads, comments = _wrong(_OF_THREADS, batch), _wrong(_OF_COMMENTS, batch)
            miscounted = {each.thread: 0 for each in comments}
            Thread.objects.count_comments(miscounted | _changes(threads))
            Comment.objects.count_replies(_changes(comments))
        found[0].extend(threads)
        found[1].extend(comments)
    return found


def _wrong(query: str, threads: Iterable[int] = ()) -> list[Miscount]:
    """What is wrong in these threads, or in all. The condition stands inside the counting too:
    a batch costs what its own comments cost."""
    numbers = ", ".join(str(int(pk)) for pk in threads)
    narrowed = {
        "in_threads": f"AND comment.thread_id IN ({numbers})" if numbers else "",
        "of_threads": f"AND thread.id IN ({numbers})" if numbers else "",
    }
    with connection.cursor() as cursor:
        cursor.execute(query.format(**narrowed))
        return [Miscount(*row) for row in cursor.fetchall()]


def _changes(wrong: list[Miscount]) -> dict[int, int]:
    return {each.pk: each.right - each.stored for each in wrong}

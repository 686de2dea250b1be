"""Comments on their way out."""

from __future__ import annotations

from collections.abc import Iterator

from articles.transfer import key_of
from comments.models import Comment
from comments.transfer.intake import CommentRecord


def comments() -> Iterator[CommentRecord]:
    """Every comment of every status, in the order in which they came: parents before replies."""
    rows = Comment.objects.order_by("pk").select_related("thread__article", "author", "parent")
    for row in rows.iterator(chunk_size=1_000):
        yield CommentRecord(
            key=_key(row),
            article=key_of(row.thread.article),
            author=row.author.imported_from or str(row.author_id),
            text=row.text,
            created_at=row.created_at,
            status=row.status,
            parent=_key(row.parent) if row.parent else "",
            edited_at=row.edited_at,
        )


def _key(comment: Comment) -> str:
    return comment.imported_from or str(comment.pk)

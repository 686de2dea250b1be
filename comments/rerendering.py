"""Stored HTML made again from the text of its comment, for when the rules of rendering change."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from comments import markup
from comments.models import Comment, Thread

BATCH = 1_000


@dataclass(frozen=True)
class Batch:
    last_id: int
    comments: int
    changed: int


def render_again(after: int) -> Batch | None:
    """Render the next comments whose primary key is greater than `after`, and store what comes out
    differently; None if there are none left. Opens its own transaction, which locks the threads of
    changed comments alone, as an edit does."""
    rows = list(
        Comment.objects.filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", "thread_id", "text", "html")[:BATCH]
    )
    if not rows:
        return None
    stale = {pk: thread for pk, thread, text, html in rows if markup.render(text) != html}
    if stale:
        with transaction.atomic():
            Thread.objects.hold(set(stale.values()))
            # Read again: an author may have changed one since.
            for comment in Comment.objects.filter(pk__in=stale).only("text").order_by("pk"):
                html = markup.render(comment.text)
                Comment.objects.filter(pk=comment.pk).update(html=html)
            Thread.objects.count_comments(dict.fromkeys(stale.values(), 0))
    return Batch(last_id=rows[-1][0], comments=len(rows), changed=len(stale))

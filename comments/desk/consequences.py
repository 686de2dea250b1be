"""What throwing or lifting the switch means for what readers have written already."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from comments.models import Comment, Scope, Thread


@dataclass(frozen=True)
class Reach:
    """The conversations and comments under a scope."""

    thread_count: int
    comment_count: int
    held_count: int


def of(scope: Scope) -> Reach:
    everything = scope.section is None and scope.article is None
    under = Q() if everything else Q(article__in=scope.articles())
    threads = Thread.objects.filter(under, comment_count__gt=0).aggregate(
        threads=Count("pk"), comments=Sum("comment_count")
    )
    held = Comment.objects.held()
    if not everything:
        held = held.filter(thread__article__in=scope.articles())
    return Reach(threads["threads"], threads["comments"] or 0, held.count())

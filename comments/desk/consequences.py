"""What throwing or lifting the switch means for what readers have written already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from comments.models import Comment, Scope, Suspension, Thread


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


def others_over(suspension: Suspension, at: datetime) -> list[Suspension]:
    """The suspensions in force over the same scope: they hold on when this one is lifted."""
    wider = Q(scope=Suspension.Kind.SITE)
    if section := suspension.section or (suspension.article and suspension.article.section):
        wider |= Q(section=section)
    if suspension.article:
        wider |= Q(article=suspension.article)
    others = Suspension.objects.in_force(at).filter(wider).exclude(pk=suspension.pk)
    return list(others.select_related("section", "article"))

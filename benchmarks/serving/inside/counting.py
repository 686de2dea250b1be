"""What became of the forms that were sent: each one comment, none lost, none doubled."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from comments.models import Comment, Thread


def done(told: Any) -> dict[str, Any]:
    since = datetime.fromisoformat(told["began"])
    authors = {author for author, _, _ in told["sent"]}
    rows = Comment.objects.filter(created_at__gte=since, author__in=authors)
    stored = Counter(rows.values_list("author", "text"))
    acknowledged = {(author, text) for author, text, status in told["sent"] if status == 303}
    wrong = Thread.objects.annotate(
        right=Count("comments", filter=Q(comments__status=Comment.Status.PUBLISHED))
    ).exclude(comment_count=F("right"))
    return {
        "stored": sum(stored.values()),
        "published": sum(comment.is_published for comment in rows),
        "lost": sum(not stored[each] for each in acknowledged),
        "doubled": sum(number > 1 for number in stored.values()),
        "unacknowledged": len(set(stored) - acknowledged),
        "miscounted_threads": wrong.count(),
    }

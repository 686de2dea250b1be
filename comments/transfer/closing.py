"""Conversations that were closed in the system they came from: they stay closed here, each with a
suspension of its own, until somebody of the staff reopens it."""

from __future__ import annotations

from collections.abc import Iterable

from articles.transfer import key_of
from comments import switch
from comments.models import Mode, Suspension
from comments.moderation import alerts

REASON = "It was closed in the system that the article came from."
_AT_ONCE = 500


def close_as_imported(articles: Iterable[int]) -> int:
    """Close the conversations under these articles (primary keys), but for those that have or had
    a suspension of their own: a reopening holds. Returns how many were closed. Expects the
    import's transaction, near its end: until the commit nobody can post."""
    wanted = sorted(set(articles))
    if not wanted:
        return 0
    with switch.alone() as at:
        known: set[int | None] = set()
        for start in range(0, len(wanted), _AT_ONCE):
            own = Suspension.objects.filter(article__in=wanted[start : start + _AT_ONCE])
            known |= set(own.values_list("article", flat=True))
        new = [article for article in wanted if article not in known]
        Suspension.objects.bulk_create(
            [
                Suspension(
                    scope=Suspension.Kind.ARTICLE,
                    article_id=article,
                    mode=Mode.CLOSED,
                    cause=Suspension.Cause.IMPORT,
                    reason=REASON,
                    starts_at=at,
                    set_at=at,
                )
                for article in new
            ],
            _AT_ONCE,
        )
        if new:
            alerts.of_closing_by_import(len(new), at)
    return len(new)


def keys_of_closed_articles() -> set[str]:
    """The names in an archive of the articles whose conversation an import has closed, and nobody
    has reopened."""
    imported = Suspension.objects.by_import()
    closed = imported.filter(scope=Suspension.Kind.ARTICLE, lifted_at=None)
    return {key_of(suspension.article) for suspension in closed.select_related("article")}

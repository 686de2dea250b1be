"""How often the domains of links are used here, and how the comments that lead to them were
decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from comments.models import Comment, CommentLink
from comments.models.comment_link import LINKS_MAX
from comments.screening.checks.links import domains_in
from comments.screening.gathering import own_hosts

WITHIN = timedelta(days=90)
# Of a domain that is used more often, the latest of these tell what it is used for.
COUNTED = 1_000
BATCH = 1_000

# Django writes no union of slices for SQLite.
_NEWEST = """SELECT * FROM (
    SELECT link.domain, comment.status, comment.author_id
    FROM comments_commentlink link JOIN comments_comment comment ON comment.id = link.comment_id
    WHERE link.domain = %s AND link.made_at >= %s AND link.comment_id <> %s
    ORDER BY link.made_at DESC LIMIT {most}
) AS newest"""
_OLDEST = """SELECT * FROM (
    SELECT domain, made_at FROM comments_commentlink
    WHERE domain = %s AND comment_id <> %s ORDER BY made_at LIMIT 1
) AS oldest"""


@dataclass
class DomainUse:
    """What is known of a domain from the comments that lead to it. A domain that nobody has used
    has no counts and was never seen."""

    domain: str
    first_seen_at: datetime | None = None
    """Of all time, as far as the links are stored."""
    statuses: Counter[str] = field(default_factory=Counter)
    """How many comments of the last 90 days have which status; of the latest COUNTED at most."""
    others: Counter[str] = field(default_factory=Counter)
    """The same, of other authors than the one who was named."""
    authors: int = 0
    """How many accounts wrote them."""

    @property
    def count(self) -> int:
        return self.statuses.total()

    @property
    def is_complete(self) -> bool:
        return self.count < COUNTED

    @property
    def decided(self) -> list[tuple[str, int]]:
        """The counts with the names of the statuses, in their order, without the empty ones."""
        labels = Comment.Status.choices
        return [(str(label), self.statuses[key]) for key, label in labels if self.statuses[key]]


def domain_uses(
    domains: Iterable[str], at: datetime, *, author: int = 0, besides: int = 0
) -> dict[str, DomainUse]:
    """What is known of each of these registered domains. Two queries, none for no domain; of each
    domain one short range of an index. `author` is whom `others` leaves out, `besides` the primary
    key of a comment that is not counted: the one that is looked at."""
    uses = {domain: DomainUse(domain) for domain in list(dict.fromkeys(domains))[:LINKS_MAX]}
    if not uses:
        return {}
    since = connection.ops.adapt_datetimefield_value(at - WITHIN)
    newest = _NEWEST.format(most=COUNTED)
    authors: dict[str, set[int]] = {domain: set() for domain in uses}
    rows = _rows(newest, [(domain, since, besides) for domain in uses])
    for domain, status, written_by in rows:
        uses[domain].statuses[status] += 1
        uses[domain].others[status] += written_by != author
        authors[domain].add(written_by)
    for domain, writers in authors.items():
        uses[domain].authors = len(writers)
    for domain, first in _rows(_OLDEST, [(domain, besides) for domain in uses]):
        uses[domain].first_seen_at = _moment(first)
    return uses


def index(comments: Collection[Comment]) -> int:
    """Store where these comments lead, for those that were written before links were stored or
    came with an import. Returns how many links there are; what is stored already stays."""
    hosts = own_hosts()
    links = [
        CommentLink(comment=comment, domain=domain, made_at=comment.created_at)
        for comment in comments
        for domain in domains_in(comment.text)[:LINKS_MAX]
        if domain not in hosts
    ]
    CommentLink.objects.bulk_create(links, batch_size=BATCH, ignore_conflicts=True)
    return len(links)


def _rows(walk: str, asked: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """One walk for each of those asked, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([walk] * len(asked)), [value for each in asked for value in each]
        )
        return list(cursor.fetchall())


def _moment(stored: Any) -> datetime:
    """A moment of a query that Django has not written, as a model would have it."""
    column = CommentLink._meta.get_field("made_at").cached_col
    for convert in connection.ops.get_db_converters(column):
        stored = convert(stored, column, connection)
    moment: datetime = stored
    return moment

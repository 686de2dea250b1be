"""From one comment to all that is like it: what a campaign or a flood left behind."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet, TextChoices

from comments.models import Comment, Fingerprint
from comments.screening.checks.links import domains_in

# At most so many in one act, and no older than this: a flood is fresh, and what stood for a month
# is looked at one by one.
MOST = 1_000
WITHIN = timedelta(days=7)


class Likeness(TextChoices):
    TEXT = "text", "the same text, or nearly"
    AUTHOR = "author", "the same author"
    ADDRESS = "address", "the same address"
    DOMAIN = "domain", "a link to the same site"


def alikes(comment: Comment, likeness: str, at: datetime) -> QuerySet[Comment]:
    """What is like the comment in this respect and can still be removed, itself first among it,
    the latest first; none where it has nothing that could be alike."""
    recent = Comment.objects.removable().filter(created_at__gt=at - WITHIN)
    found = {
        Likeness.TEXT: _same_text,
        Likeness.AUTHOR: _same_author,
        Likeness.ADDRESS: _same_address,
        Likeness.DOMAIN: _same_domain,
    }[Likeness(likeness)](comment, recent)
    return found.order_by("-created_at", "-pk")


def possible(comment: Comment) -> list[Likeness]:
    """In which respects others could be like this one: no query but for its fingerprint."""
    ways = [Likeness.AUTHOR]
    if Fingerprint.objects.filter(comment=comment).exists():
        ways.insert(0, Likeness.TEXT)
    if comment.address:
        ways.append(Likeness.ADDRESS)
    if domains_in(comment.text):
        ways.append(Likeness.DOMAIN)
    return ways


def _same_text(comment: Comment, recent: QuerySet[Comment]) -> QuerySet[Comment]:
    own = Fingerprint.objects.filter(comment=comment).first()
    if own is None:
        return recent.none()
    alike = Fingerprint.objects.filter(group=own.group).values("comment")
    return recent.filter(pk__in=alike)


def _same_author(comment: Comment, recent: QuerySet[Comment]) -> QuerySet[Comment]:
    return recent.filter(author=comment.author_id)


def _same_address(comment: Comment, recent: QuerySet[Comment]) -> QuerySet[Comment]:
    return recent.filter(address=comment.address) if comment.address else recent.none()


def _same_domain(comment: Comment, recent: QuerySet[Comment]) -> QuerySet[Comment]:
    """By the text of the last days, read through: what is asked rarely needs no index."""
    domains = domains_in(comment.text)
    if not domains:
        return recent.none()
    near = recent.filter(text__icontains=domains[0]).values_list("pk", "text")
    sure = [pk for pk, text in near if domains[0] in domains_in(text)]
    return recent.filter(pk__in=sure[:MOST])

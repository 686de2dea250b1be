"""Comments change their status, one or a thousand, with every counter that depends on it.

Locks are taken in one order, threads before comments and each by number, the same in which posting
counts: two moderators, or a moderator and a reader who answers, wait for one another and never in
a circle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.utils import timezone

from comments.models import Case, Comment, Thread

# Below the number of parameters that every SQLite takes in a statement.
BATCH = 500


def held(pks: Collection[int]) -> list[Comment]:
    """The comments, by number, kept from everybody else until this transaction ends."""
    ordered = sorted(pks)
    threads = {
        thread
        for batch in batches(ordered)
        for thread in Comment.objects.filter(pk__in=batch).values_list("thread_id", flat=True)
    }
    for batch in batches(sorted(threads)):
        Thread.objects.hold(batch)
    return [
        comment
        for batch in batches(ordered)
        for comment in Comment.objects.filter(pk__in=batch)
        .select_related("shown_under")
        .defer("text", "html", "shown_under__text", "shown_under__html")
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
    ]


def turn(changes: Mapping[Comment, str], at: datetime | None = None) -> None:
    """Give each of the comments its new status, and move the counters of the threads and of the
    comments above those that come or go, and their open cases in the queue. Expects them to be
    held."""
    threads: Counter[int] = Counter()
    above: Counter[int] = Counter()
    becoming: dict[str, list[int]] = defaultdict(list)
    for comment, status in changes.items():
        if status == comment.status:
            continue
        becoming[status].append(comment.pk)
        change = (status == Comment.Status.PUBLISHED) - comment.is_published
        # Also by nought: what stands in the place of a comment that is not there says why.
        threads[comment.thread_id] += change
        for pk in comment.above:
            above[pk] += change
    Thread.objects.count_comments(threads)
    Comment.objects.count_replies(above)
    for status, pks in becoming.items():
        for batch in batches(pks):
            Comment.objects.filter(pk__in=batch).update(status=status)
            Case.objects.filter(comment__in=batch).follow_comments(at or timezone.now())


def batches(items: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch

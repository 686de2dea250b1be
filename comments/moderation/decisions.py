"""What a person does about comments: approve, reject, mark as spam, restore; one or a thousand.

Each decision is a row. Locks are taken in one order, threads before comments and each by number,
the same in which posting counts: two moderators, or a moderator and a reader who answers, wait
for one another and never in a circle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from comments.models import Comment, Decision, Thread

Status, Verb = Comment.Status, Decision.Verb

# Below the number of parameters that every SQLite takes in a statement.
BATCH = 500


@dataclass(frozen=True)
class Rule:
    """What a verb makes of a comment, and of which comments."""

    becomes: Comment.Status
    of: frozenset[Comment.Status]


RULES = {
    Verb.APPROVE: Rule(Status.PUBLISHED, frozenset({Status.HELD})),
    Verb.REJECT: Rule(Status.REJECTED, frozenset({Status.PUBLISHED, Status.HELD, Status.SPAM})),
    Verb.SPAM: Rule(Status.SPAM, frozenset({Status.PUBLISHED, Status.HELD, Status.REJECTED})),
    Verb.RESTORE: Rule(Status.PUBLISHED, frozenset({Status.REJECTED, Status.SPAM})),
}


@dataclass
class Outcome:
    """How many comments were decided on, and why others were passed over."""

    decided: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)


def decide(
    verb: Decision.Verb,
    comments: Collection[int],
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    seen: Mapping[int, str] | None = None,
) -> Outcome:
    """Decide on the comments with these primary keys, all or none, in a transaction of its own.

    `seen` is the status in which the moderator saw a comment: one that somebody has decided on
    since is passed over, so that of two who decide at once the first is heard and the second is
    told. Raises ValidationError for a rejection without a reason.
    """
    reason = reason.strip()
    if verb == Verb.REJECT and not reason:
        raise ValidationError("A rejection needs a reason.")
    outcome = Outcome()
    with transaction.atomic():
        rows = _held(sorted(comments))
        outcome.passed_over["no longer there"] = len(set(comments)) - len(rows)
        chosen = [row for row in rows if _may_decide(verb, row, by, seen or {}, outcome)]
        _record(verb, chosen, by=by, at=at, reason=reason)
        _recount(chosen, RULES[verb].becomes)
        for batch in _batches([row.pk for row in chosen]):
            Comment.objects.filter(pk__in=batch).update(status=RULES[verb].becomes)
    outcome.decided = len(chosen)
    outcome.passed_over += Counter()  # drops what is nought
    return outcome


def possible(comment: Comment, by: Any) -> list[Decision.Verb]:
    """What this person may decide on a comment as it stands."""
    if comment.author_id == by.pk:
        return []
    return [verb for verb, rule in RULES.items() if comment.status in rule.of]


def _held(pks: Sequence[int]) -> list[Comment]:
    """The comments, kept from everybody else until this transaction ends."""
    threads = {
        thread
        for batch in _batches(pks)
        for thread in Comment.objects.filter(pk__in=batch).values_list("thread_id", flat=True)
    }
    for batch in _batches(sorted(threads)):
        Thread.objects.hold(batch)
    return [
        comment
        for batch in _batches(pks)
        for comment in Comment.objects.filter(pk__in=batch)
        .select_related("shown_under")
        .defer("text", "html", "shown_under__text", "shown_under__html")
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
    ]


def _may_decide(
    verb: Decision.Verb, comment: Comment, by: Any, seen: Mapping[int, str], outcome: Outcome
) -> bool:
    if why := _in_the_way(verb, comment, by, seen.get(comment.pk, comment.status)):
        outcome.passed_over[why] += 1
    return not why


def _in_the_way(verb: Decision.Verb, comment: Comment, by: Any, seen: str) -> str:
    if comment.author_id == by.pk:
        return "your own: a colleague decides"
    if comment.status == Status.DELETED:
        return "deleted by its author"
    if comment.status != seen:
        return f"meanwhile {comment.get_status_display().lower()} by somebody else"
    if comment.status not in RULES[verb].of:
        return f"{comment.get_status_display().lower()} already"
    return ""


def _record(
    verb: Decision.Verb, comments: list[Comment], *, by: Any, at: datetime, reason: str
) -> None:
    Decision.objects.bulk_create(
        (
            Decision(
                comment=comment,
                verb=verb,
                reason=reason,
                status_before=comment.status,
                made_by=by,
                made_at=at,
            )
            for comment in comments
        ),
        batch_size=BATCH,
    )


def _recount(comments: list[Comment], becomes: Comment.Status) -> None:
    """Move the counters of the threads and of the comments above those that come or go."""
    threads: Counter[int] = Counter()
    above: Counter[int] = Counter()
    for comment in comments:
        change = (becomes == Status.PUBLISHED) - comment.is_published
        if change:
            threads[comment.thread_id] += change
            above.update(dict.fromkeys(comment.above, change))
    Thread.objects.count_comments(threads)
    Comment.objects.count_replies(above)


def _batches(items: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch

"""What follows a removal: the statement to the author of a rejected comment, and the step of the
ladder that the newsroom wants taken by itself, which spam leads to as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from comments.models import Case, Comment, Decision, Finding, LadderStep
from comments.moderation import sanctions
from comments.moderation.turning import batches
from comments.notices import statements


def draw_up_statements(made: Sequence[Decision], note: str) -> None:
    """Write into each of these rejections, not saved yet, what its author is told. A few queries,
    however many there are; expects the comments as they were before."""
    pks = [each.comment_id for each in made]
    rule = made[0].house_rule
    findings: dict[int, list[Finding]] = defaultdict(list)
    kinds: dict[int, str] = {}
    for batch in batches(pks):
        for finding in Finding.objects.filter(comment__in=batch):
            findings[finding.comment_id].append(finding)
    for batch in batches([each.case_id for each in made if each.case_id]):
        kinds |= dict(Case.objects.filter(pk__in=batch).values_list("pk", "kind"))
    if rule and rule.quotes_words:
        _fetch_texts(made)
    for each in made:
        each.statement = statements.draw_up(
            rule,
            each.comment,
            findings[each.comment_id],
            note,
            kind=kinds.get(each.case_id or 0, ""),
        )


def climb_ladders(removed: Sequence[Comment], *, by: Any, at: datetime) -> None:
    """Impose on the authors of these what the ladder imposes by itself; one query where it imposes
    nothing. Expects the transaction of the decision."""
    if not LadderStep.objects.filter(is_automatic=True).exists():
        return
    last = {comment.author_id: comment for comment in removed}
    # All of them are held before the first entry of the log, whose lock is the last to be taken.
    authors = get_user_model().objects.filter(pk__in=list(last)).order_by("pk")
    for person in list(authors.select_for_update(no_key=True)):
        sanctions.climb(person, by=by, at=at, comment=last[person.pk])


def _fetch_texts(made: Sequence[Decision]) -> None:
    comments = {each.comment_id: each.comment for each in made}
    for batch in batches(list(comments)):
        for pk, text in Comment.objects.filter(pk__in=batch).values_list("pk", "text"):
            comments[pk].text = text

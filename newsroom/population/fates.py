"""What became of comments: most were published, and for the others there are the rows that say
why, who looked at them and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings

from comments.models import Case, Cause, Comment, Decision, Finding, HouseRule
from comments.models.urgency import patience
from comments.screening import Verdict
from newsroom.population import loading, people

SHARES = {
    Comment.Status.REJECTED: 0.025,
    Comment.Status.SPAM: 0.01,
    Comment.Status.DELETED: 0.015,
}
# What is held waits a few days at most: only the newest tenth of the paper has any.
NEWEST = 0.1
SHARE_HELD = 0.08
# So many of those that are published were looked at before.
SHARE_APPROVED = 0.01
DECIDED_WITHIN = timedelta(hours=6)

FOUND = (
    ("words", "“fool”, a suspect word", 50),
    ("links", "more links than a newcomer's comment may carry", 60),
    ("contact", "an address of a private person", 50),
    ("noise", "more capitals than a text needs", 50),
    ("newcomer", "the first comment of a new account", 50),
)

_CASE = ("id", "comment_id", "kind", "article_id", "section_id", "author_id", "language",
         "opened_at", "due_at", "closed_at", "closed_by_id", "score")  # fmt: skip
_CAUSE = ("case_id", "name", "made_at")
_DECISION = ("comment_id", "verb", "reason", "status_before", "made_by_id", "made_at",
             "house_rule_id", "statement", "case_id")  # fmt: skip
_FINDING = ("comment_id", "check_name", "evidence", "weight", "leads_to", "rule", "found_at")


@dataclass(frozen=True)
class Told:
    """A comment, as far as its fate depends on it."""

    pk: int
    status: str
    author: int
    article: int
    section: int
    written_at: datetime


class Fates:
    def __init__(self, random: Random, at: datetime) -> None:
        self._random, self._at = random, at
        self._moderators = people.moderators()
        self._rules = list(HouseRule.objects.in_use().values_list("pk", "label", "statement"))
        self._next_case = loading.next_number(Case)
        self._cases: list[tuple[Any, ...]] = []
        self._causes: list[tuple[Any, ...]] = []
        self._decisions: list[tuple[Any, ...]] = []
        self._findings: list[tuple[Any, ...]] = []

    def statuses(self, number: int, age: float) -> list[str]:
        """What becomes of so many comments under an article of this age."""
        shares = {**SHARES, Comment.Status.HELD: SHARE_HELD if age < NEWEST else 0}
        rest = 1 - sum(shares.values())
        names = [Comment.Status.PUBLISHED.value, *(status.value for status in shares)]
        return self._random.choices(names, [rest, *shares.values()], k=number)

    def tell(self, comment: Told) -> None:
        """Note the rows that belong to a comment; `write` puts them in."""
        chance = self._random.random()
        if comment.status == Comment.Status.PUBLISHED and chance < SHARE_APPROVED:
            self._decide(comment, Decision.Verb.APPROVE)
        elif comment.status == Comment.Status.REJECTED:
            self._decide(comment, Decision.Verb.REJECT)
        elif comment.status == Comment.Status.SPAM:
            self._decide(comment, Decision.Verb.SPAM)
        elif comment.status == Comment.Status.HELD:
            self._open(comment, None, None)

    def write(self) -> None:
        """Expects that the comments are in."""
        for model, columns, rows in (
            (Case, _CASE, self._cases),
            (Cause, _CAUSE, self._causes),
            (Decision, _DECISION, self._decisions),
            (Finding, _FINDING, self._findings),
        ):
            loading.pour(model, columns, rows)
            rows.clear()

    def _decide(self, comment: Told, verb: Decision.Verb) -> None:
        by = self._random.choice(self._moderators)
        waited = DECIDED_WITHIN * self._random.random()
        made_at = min(comment.written_at + waited, self._at)
        case = self._open(comment, by, made_at)
        rule, reason, statement = None, "", ""
        if verb == Decision.Verb.REJECT:
            rule, reason, statement = self._random.choice(self._rules)
        self._decisions.append(
            (comment.pk, verb.value, reason, Comment.Status.HELD.value, by,
             loading.moment(made_at), rule, statement, case)
        )  # fmt: skip

    def _open(self, comment: Told, closed_by: int | None, closed_at: datetime | None) -> int:
        """The case of a comment that was held, open or decided, with what was found."""
        pk, self._next_case = self._next_case, self._next_case + 1
        opened = loading.moment(comment.written_at)
        due = loading.moment(comment.written_at + patience(Case.Kind.HELD, 1, 0))
        found = list(self._found())
        score = sum(weight for _, _, weight in found)
        self._cases.append(
            (pk, comment.pk, Case.Kind.HELD.value, comment.article, comment.section,
             comment.author, settings.LANGUAGE_CODE, opened, due,
             closed_at and loading.moment(closed_at), closed_by, score)
        )  # fmt: skip
        for check, evidence, weight in found:
            self._causes.append((pk, check, opened))
            leads_to = Verdict.HOLD.value
            self._findings.append((comment.pk, check, evidence, weight, leads_to, "", opened))
        return pk

    def _found(self) -> Iterator[tuple[str, str, int]]:
        yield from self._random.sample(FOUND, k=self._random.choice((1, 1, 1, 2)))

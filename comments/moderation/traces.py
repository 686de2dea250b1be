"""What a rule that people made has done since a moment, and taking that back at once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments import switch
from comments.models import Case, Comment, Decision, Finding
from comments.moderation import decisions
from comments.moderation.decisions import Outcome
from comments.screening import verdict
from comments.screening.pipeline import CHECKS, verdict_on
from comments.screening.verdict import Verdict

# Shown and taken back at once: what more there is comes when these are done.
MOST = 500

Status, Verb = Comment.Status, Decision.Verb
KEPT_BACK = (Status.HELD, Status.SPAM)
LABELS = {check.name: check.label for check in CHECKS}


@dataclass(frozen=True)
class Trace:
    """A comment that the rule has found, and what became of it."""

    comment: Comment
    findings: list[Finding]
    """Those of the rule, of the text as it was screened last."""
    decision: Decision | None
    """What a person has decided since."""
    stays: str = ""
    """Why it is not this rule alone that keeps it back; empty if it is."""

    @property
    def is_kept_back(self) -> bool:
        """Whether readers would see it if there were not this rule."""
        return self.comment.status in KEPT_BACK and not self.stays


def of_rule(rule: str, since: datetime, at: datetime) -> tuple[list[Trace], bool]:
    """What the rule has found since then, the latest first, and whether there is more than MOST.
    A fixed number of queries."""
    latest = Finding.objects.of_rule(rule, since).latest_by_comment()[: MOST + 1]
    pks = list(latest)
    comments = (
        Comment.objects.filter(pk__in=pks[:MOST])
        .select_related("author", "thread__article__section")
        .defer("html", "thread__article__body")
        .in_bulk()
    )
    known = _Known(comments, at)
    found = [comments[pk] for pk in pks[:MOST] if pk in comments]
    return [known.trace(comment, rule) for comment in found], len(pks) > MOST


def release(rule: str, since: datetime, seen: dict[int, str], *, by: Any, at: datetime) -> Outcome:
    """Publish those of these comments that this rule alone keeps back, as one act; `seen` is the
    status in which the moderator saw each. What a person has decided on since, and what else
    would have held, is passed over. Opens its own transactions."""
    traces, _ = of_rule(rule, since, at)
    chosen = [each.comment for each in traces if each.is_kept_back and each.comment.pk in seen]
    waiting = Case.objects.open_of([comment.pk for comment in chosen])
    certain = {
        comment.pk
        for comment in chosen
        if comment.status == Status.SPAM and comment.pk not in waiting
    }
    outcome = Outcome(act=uuid.uuid4())
    # Spam beyond doubt has no case that could be closed: it is restored.
    for verb, pks in (
        (Verb.APPROVE, {comment.pk for comment in chosen} - certain),
        (Verb.RESTORE, certain),
    ):
        if pks:
            done = decisions.decide(
                verb, pks, by=by, at=at, reason=f"Kept back by {rule} alone",
                seen=seen, act=outcome.act,
            )  # fmt: skip
            outcome.decided += done.decided
            outcome.passed_over += done.passed_over
    if left := len(seen) - len(chosen):
        outcome.passed_over["no longer kept back by this rule alone"] += left
    return outcome


class _Known:
    """All that tells why comments wait: findings, decisions, cases and the switch."""

    def __init__(self, comments: dict[int, Comment], at: datetime) -> None:
        pks: Collection[int] = comments.keys()
        self.findings: dict[int, list[Finding]] = defaultdict(list)
        for finding in Finding.objects.filter(comment__in=pks).order_by("-found_at", "pk"):
            known = self.findings[finding.comment_id]
            if not known or known[0].found_at == finding.found_at:
                known.append(finding)
        standing = Decision.objects.standing().filter(comment__in=pks)
        self.decisions = {
            decision.comment_id: decision
            for decision in standing.select_related("made_by").order_by("made_at", "pk")
        }
        self.cases = {
            case.comment_id: case
            for case in Case.objects.open().filter(comment__in=pks).prefetch_related("causes")
        }
        articles = {
            comment.thread.article_id: comment.thread.article for comment in comments.values()
        }
        self.states = switch.states(articles.values(), at)

    def trace(self, comment: Comment, rule: str) -> Trace:
        findings = self.findings[comment.pk]
        decision = self.decisions.get(comment.pk)
        if decision and findings and decision.made_at < findings[0].found_at:
            decision = None
        own = [each for each in findings if each.rule == rule]
        stays = self._stays(comment, findings, own, decision)
        return Trace(comment, own, decision, stays if comment.status in KEPT_BACK else "")

    def _stays(
        self,
        comment: Comment,
        findings: list[Finding],
        own: list[Finding],
        decision: Decision | None,
    ) -> str:
        others = [each for each in findings if each not in own]
        case = self.cases.get(comment.pk)
        checks = {each.check_name for each in findings}
        if decision:
            return "a person has decided"
        if not own:
            return "its author has changed it since"
        if _verdict(others) != Verdict.PUBLISH:
            names = dict.fromkeys(LABELS.get(each.check_name, each.check_name) for each in others)
            return f"kept back also by: {', '.join(names)}"
        if case and {cause.name for cause in case.causes.all()} - checks:
            return "its case has other reasons too"
        if self.states[comment.thread.article_id].mode != switch.Mode.OPEN:
            return "comments there are read first, or closed"
        return ""


def _verdict(findings: list[Finding]) -> Verdict:
    """What these alone would have led to."""
    return verdict_on(
        [
            verdict.Finding(each.check_name, each.evidence, each.weight, Verdict(each.leads_to))
            for each in findings
        ]
    )

"""What a moderator sees of the comments on a page of a conversation and a reader does not: their
status and who decided it, why they wait, how many readers have reported them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from comments.models import Case, Comment, Decision, Report
from comments.moderation.causes import cause_label

# An approval needs no mark once the moderator has moved on: the comment is like all others.
APPROVAL_SHOWN_FOR = timedelta(minutes=15)

Status, Verb = Comment.Status, Decision.Verb


@dataclass(frozen=True)
class StatusMark:
    """The mark of one comment, for one moderator."""

    status: str
    label: str
    """Its status in words; empty for a published comment."""
    causes: tuple[str, ...]
    """Why its case is open; empty where it has none."""
    report_count: int
    """Reports that nobody has decided on."""
    batch_id: str
    """By which this moderator undoes the last decision; empty where there is none to undo, and
    where more comments were decided on at once."""
    may_decide: bool
    """Whether this moderator decides on it: nobody does on their own."""


def status_marks(
    comments: Collection[Comment], moderator: Any, at: datetime
) -> dict[int, StatusMark]:
    """The marks by primary key, of all that were not deleted by their authors: four queries,
    however many there are."""
    marked = {each.pk: each for each in comments if each.status != Status.DELETED}
    decisions = _last_decisions(marked)
    reports = _report_counts(marked)
    causes = _causes(marked)
    return {
        pk: _mark(comment, decisions.get(pk), causes.get(pk, ()), reports.get(pk, 0), moderator, at)
        for pk, comment in marked.items()
    }


def _mark(
    comment: Comment,
    decision: Decision | None,
    causes: tuple[str, ...],
    report_count: int,
    moderator: Any,
    at: datetime,
) -> StatusMark:
    """What was decided about it counts while it stands as decided."""
    if decision and _is_past(decision, comment, moderator, at):
        decision = None
    may_decide = comment.author_id != moderator.pk
    is_undoable = (
        decision is not None
        and may_decide
        and decision.made_by_id == moderator.pk
        and not decision.has_company  # type: ignore[attr-defined]
    )
    return StatusMark(
        status=comment.status,
        label=_label(comment, decision),
        causes=causes,
        report_count=report_count,
        batch_id=str(decision.act) if decision and is_undoable else "",
        may_decide=may_decide,
    )


def _is_past(decision: Decision, comment: Comment, moderator: Any, at: datetime) -> bool:
    if decision.verb in (Verb.APPROVE, Verb.RESTORE):
        is_recent = decision.made_at > at - APPROVAL_SHOWN_FOR
        is_own = decision.made_by_id == moderator.pk
        return not (comment.is_published and is_recent and is_own)
    return comment.status != (Status.REJECTED if decision.verb == Verb.REJECT else Status.SPAM)


def _label(comment: Comment, decision: Decision | None) -> str:
    if comment.is_held:
        return _("Held: readers do not see it")
    if decision is None:
        return _label_without_decision(comment)
    named = {
        "moderator": decision.made_by,
        "reason": decision.house_rule or decision.reason,
    }
    if decision.verb == Verb.REJECT:
        return _("Rejected by %(moderator)s: %(reason)s") % named
    if decision.verb == Verb.SPAM:
        return _("Marked as spam by %(moderator)s") % named
    if decision.verb == Verb.RESTORE:
        return _("Restored by %(moderator)s") % named
    return _("Approved by %(moderator)s") % named


def _label_without_decision(comment: Comment) -> str:
    """Screening takes for spam; what an import brings may be rejected by somebody elsewhere."""
    if comment.status == Status.SPAM:
        return _("Taken for spam by the screening")
    return _("Rejected") if comment.status == Status.REJECTED else ""


def _last_decisions(comments: Collection[int]) -> dict[int, Decision]:
    others = Decision.objects.filter(act=OuterRef("act")).exclude(comment=OuterRef("comment"))
    made = (
        Decision.objects.standing()
        .filter(comment__in=comments)
        .select_related("made_by", "house_rule")
        .defer("statement")
        .annotate(has_company=Exists(others))
        .order_by("made_at", "pk")
    )
    return {each.comment_id: each for each in made}


def _report_counts(comments: Collection[int]) -> dict[int, int]:
    waiting = Report.objects.filter(comment__in=comments, upheld__isnull=True).order_by()
    return dict(waiting.values_list("comment").annotate(Count("pk")))


def _causes(comments: Collection[int]) -> dict[int, tuple[str, ...]]:
    cases = Case.objects.open().filter(comment__in=comments).prefetch_related("causes")
    return {
        case.comment_id: tuple(cause_label(cause.name) for cause in case.causes.all())
        for case in cases
    }

"""A case as a moderator sees it: the comment, what stands around it, and all that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from comments import reading
from comments.desk import drawer as drawers
from comments.desk import marking
from comments.desk.drawer import Drawer
from comments.desk.links import Links, links_of
from comments.desk.marking import Piece
from comments.models import (
    Assignment,
    Case,
    Comment,
    Decision,
    DeskPreferences,
    Edit,
    Finding,
    HouseRule,
    LegalNotice,
    Report,
)
from comments.moderation import exposure, sweep
from comments.moderation.canned_notes import RuleNotes, canned_notes
from comments.moderation.causes import CAUSE_LABELS, CHECK_LABELS, cause_label
from comments.moderation.exposure import Exposure
from comments.moderation.queue import Place
from comments.moderation.sweep import Likeness

__all__ = ["CAUSE_LABELS", "CHECK_LABELS", "Line", "Sheet", "fetched", "house_rules", "sheet"]

AROUND = 2
REPORTS_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """A case in a list."""

    case: Case
    causes: list[str]
    in_hand_of: Any

    @classmethod
    def of(cls, case: Case, moderator: Any, at: datetime) -> Line:
        taken = case.is_claimed_by_another(moderator, at)
        return cls(case, _labels(case), case.claimed_by if taken else None)


@dataclass(frozen=True)
class Sheet:
    """All that a moderator needs to decide, in a fixed number of queries."""

    case: Case | None
    """None for a comment that has no open case."""
    comment: Comment
    pieces: list[Piece]
    covers_passages: bool
    """Whether some of them are hidden until the moderator looks."""
    reminder: Exposure | None
    """Why the moderator should have a break; none if there is no need."""
    links: Links
    findings: list[tuple[int, str, Finding]]
    reports: list[Report]
    notices: list[LegalNotice]
    causes: list[str]
    before: list[Comment]
    after: list[Comment]
    drawer: Drawer
    past: list[Decision]
    edits: list[Edit]
    note: str
    """What this moderator wrote to the author in the last decision, where that was undone."""
    likenesses: list[Likeness]
    canned_notes: list[RuleNotes]
    is_own: bool
    is_about_name: bool
    """Whether somebody has reported the author's name."""
    has_place: bool
    """Whether its permalink leads this moderator to a page of the conversation."""
    assignment: Assignment | None
    comes_first: bool
    """Whether it comes first because it is assigned to this moderator."""
    at: datetime

    @property
    def is_overdue(self) -> bool:
        return self.case is not None and self.case.due_at <= self.at

    @property
    def place(self) -> str:
        """Where one stands who skips it; empty where it comes first and nothing is passed by."""
        return str(Place.of(self.case)) if self.case and not self.comes_first else ""


def fetched(pk: int) -> Case | None:
    """The case with what its sheet shows of the rows it points at."""
    return (
        Case.objects.select_related(
            "comment__author",
            "comment__parent__author",
            "comment__thread__article__section",
            "claimed_by",
            "closed_by",
        )
        .defer("comment__thread__article__body")
        .filter(pk=pk)
        .first()
    )


def sheet(case: Case, moderator: Any, at: datetime) -> Sheet:
    """Expects the case as `fetched`."""
    return sheet_of_comment(case.comment, case, moderator, at)


def sheet_of_comment(comment: Comment, case: Case | None, moderator: Any, at: datetime) -> Sheet:
    """The same of a comment, whether it has an open case or not."""
    findings = _latest_findings(comment)
    causes = [cause.name for cause in case.causes.all()] if case else []
    assigned = Assignment.objects.in_force(at).filter(case=case) if case else None
    assignment = (
        assigned.select_related("person", "assigned_by").first() if assigned is not None else None
    )
    past = list(comment.decisions.select_related("made_by", "house_rule", "undone_by")[:10])
    links, preferences = links_of(comment, at), DeskPreferences.objects.for_moderator(moderator)
    covered = _covered(findings, links) if preferences.covers_passages else []
    beside = (
        Comment.objects.visible()
        .filter(**_list_of(comment))
        .exclude(pk=comment.pk)
        .select_related("author")
    )
    return Sheet(
        case=case,
        comment=comment,
        pieces=marking.marked(comment.text, [_span(each) for each in findings], covered),
        covers_passages=bool(covered),
        reminder=exposure.reminder(preferences, at),
        links=links,
        findings=[
            (number, CHECK_LABELS.get(each.check_name, each.check_name), each)
            for number, each in enumerate(findings, 1)
        ],
        reports=list(comment.reports.select_related("reporter")[:REPORTS_SHOWN]),
        notices=list(comment.legal_notices.all()[:REPORTS_SHOWN])
        if case and case.kind == "legal"
        else [],
        causes=[cause_label(name) for name in causes],
        before=_near(beside, comment, later=False)[::-1],
        after=_near(beside, comment, later=True),
        drawer=drawers.drawer(comment.author, at, viewer=moderator, but=comment.pk),
        past=past,
        note=_undone_note(past, moderator),
        edits=list(comment.edits.all()[:5]) if comment.edited_at else [],
        likenesses=sweep.possible(comment),
        canned_notes=canned_notes(comment.thread.article.language),
        is_own=comment.author_id == moderator.pk,
        is_about_name=Report.Reason.NAME in causes,
        has_place=reading.has_place(comment, moderator, at, moderates=True),
        assignment=assignment,
        comes_first=assignment is not None
        and assignment.person_id == moderator.pk
        and assignment.skipped_at is None,
        at=at,
    )


def _labels(case: Case) -> list[str]:
    return [cause_label(cause.name) for cause in case.causes.all()]


def house_rules() -> list[HouseRule]:
    """Those in use; the first nine have a key each."""
    return list(HouseRule.objects.in_use())


def _latest_findings(comment: Comment) -> list[Finding]:
    """Of the text as it stands: a comment that was changed was screened anew."""
    kept = list(comment.findings.order_by("-found_at", "pk")[:60])
    return [each for each in kept if each.found_at == kept[0].found_at]


def _undone_note(past: list[Decision], moderator: Any) -> str:
    """Expects the newest decision first. Where no note was written, the reason is the rule's."""
    last = past[0] if past else None
    if last is None or last.undone_at is None or last.made_by_id != moderator.pk:
        return ""
    return "" if last.house_rule and last.reason == last.house_rule.label else last.reason


def _span(finding: Finding) -> tuple[int, int] | None:
    if finding.start is None or finding.end is None:
        return None
    return finding.start, finding.end


def _covered(findings: list[Finding], links: Links) -> list[tuple[int, int]]:
    """The passages that some moderators want to see only when they ask: what the lists of words
    found, and links to pictures."""
    words = [_span(each) for each in findings if each.check_name == "words"]
    return [*(span for span in words if span), *links.pictures]


def _list_of(comment: Comment) -> dict[str, Any]:
    """What the list on the page has in common in which a comment stands: a range of one index."""
    if comment.shown_under_id is None:
        return {"thread": comment.thread_id, "level": 1}
    return {"shown_under": comment.shown_under_id}


def _near(beside: QuerySet[Comment], comment: Comment, *, later: bool) -> list[Comment]:
    sign, than = ("", "gt") if later else ("-", "lt")
    near = beside.filter(**{f"created_at__{than}": comment.created_at})
    return list(near.order_by(f"{sign}created_at", f"{sign}pk")[:AROUND])

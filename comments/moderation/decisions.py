"""What a person does about comments: approve, reject, mark as spam, restore; one or a thousand;
and take it back. Each decision is a row, and closes the case that was open."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import (
    AccountRemoval,
    Case,
    Comment,
    Decision,
    HouseRule,
    LogEntry,
    Report,
)
from comments.moderation import breaker, following_up, removal_undo
from comments.moderation.section_scope import is_in_own_section, keep_own_sections
from comments.moderation.turning import BATCH, batches, held, turn
from comments.notices import mail
from newsroom.foundation.visible_text import what_is_written

Status, Verb = Comment.Status, Decision.Verb


@dataclass(frozen=True)
class Rule:
    """What a verb makes of a comment, and of which comments."""

    becomes: Comment.Status
    of: frozenset[Comment.Status]
    of_cases: frozenset[Comment.Status] = frozenset()
    """Which more, where a case is open: to approve what was reported is to leave it there."""


RULES = {
    Verb.APPROVE: Rule(
        Status.PUBLISHED,
        frozenset({Status.HELD}),
        frozenset({Status.PUBLISHED, Status.SPAM, Status.REJECTED}),
    ),
    Verb.REJECT: Rule(Status.REJECTED, frozenset({Status.PUBLISHED, Status.HELD, Status.SPAM})),
    Verb.SPAM: Rule(
        Status.SPAM,
        frozenset({Status.PUBLISHED, Status.HELD, Status.REJECTED}),
        frozenset({Status.SPAM}),
    ),
    Verb.RESTORE: Rule(Status.PUBLISHED, frozenset({Status.REJECTED, Status.SPAM})),
}


@dataclass
class Outcome:
    """How many comments were decided on, and why others were passed over."""

    decided: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    act: uuid.UUID | None = None
    """By which all of it is taken back; none where nothing was decided."""
    removal: AccountRemoval | None = None
    """The removal of an account that was undone, also if it had left no comment to bring back."""

    @property
    def did_anything(self) -> bool:
        return self.decided > 0 or self.removal is not None


def decide(
    verb: Decision.Verb,
    comments: Collection[int],
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    house_rule: HouseRule | None = None,
    seen: Mapping[int, str] | None = None,
    act: uuid.UUID | None = None,
    before_log: Callable[[], None] | None = None,
) -> Outcome:
    """Decide on the comments with these primary keys, all or none, in a transaction of its own.

    `seen` is the status in which the moderator saw a comment: one that somebody has decided on
    since is passed over, so that of two who decide at once the first is heard and the second is
    told. What is decided under one `act` is undone together. `by` is none for the command line.
    `before_log` is called when all of it is written but the log, whose lock is the last to be
    taken; not called where nothing is decided. Raises ValidationError for a rejection with
    neither a house rule nor a reason.
    """
    note = what_is_written(reason)
    reason = note or (house_rule.label if house_rule else "")
    if verb == Verb.REJECT and not reason:
        raise ValidationError("A rejection needs a reason.")
    outcome = Outcome()
    with transaction.atomic():
        rows = held(set(comments))
        outcome.passed_over["no longer there"] = len(set(comments)) - len(rows)
        rows = keep_own_sections(rows, by, outcome.passed_over)
        cases = Case.objects.open_of([row.pk for row in rows])
        chosen = [row for row in rows if _may_decide(verb, row, by, cases, seen or {}, outcome)]
        if chosen:
            outcome.act = act or uuid.uuid4()
            made = apply(
                verb, chosen, cases, by=by, at=at, reason=reason, note=note, house_rule=house_rule,
                batch_id=outcome.act,
            )  # fmt: skip
            if verb in (Verb.REJECT, Verb.SPAM):
                following_up.climb_ladders(chosen, by=by, at=at)
            if before_log:
                before_log()
            _write_down(verb.value, chosen, made[0].reason, by=by, at=at)
    outcome.decided = len(chosen)
    outcome.passed_over += Counter()  # drops what is nought
    return outcome


def apply(
    verb: Decision.Verb,
    comments: list[Comment],
    cases: Mapping[int, int],
    *,
    by: Any,
    at: datetime,
    batch_id: uuid.UUID,
    reason: str,
    note: str = "",
    house_rule: HouseRule | None = None,
) -> list[Decision]:
    """Write these decisions, set the status of the comments, close their open cases (by the
    comment's primary key), settle their reports and send the statements of reasons. Expects the
    comments to be locked, and that the caller writes the log after it has taken its last lock."""
    made = [
        Decision(
            comment=comment,
            case_id=cases.get(comment.pk),
            status_before=comment.status,
            made_by=by,
            made_at=at,
            verb=verb,
            reason=reason,
            house_rule=house_rule,
            act=batch_id,
        )
        for comment in comments
    ]
    if made and verb == Verb.REJECT:
        following_up.draw_up_statements(made, note)
    Decision.objects.bulk_create(made, batch_size=BATCH)
    for batch in batches([each.case_id for each in made if each.case_id]):
        Case.objects.filter(pk__in=batch).close(by, at)
    turn(dict.fromkeys(comments, RULES[verb].becomes), at)
    for batch in batches([comment.pk for comment in comments]):
        Report.objects.settle(batch, upheld=verb in (Verb.REJECT, Verb.SPAM))
    if verb == Verb.REJECT:
        mail.send_statements(made)
    if verb in (Verb.REJECT, Verb.SPAM):
        breaker.watch_after_removing(comments, at)
    return made


def _write_down(act: str, comments: list[Comment], reason: str, *, by: Any, at: datetime) -> None:
    """In the log, as the last step."""
    about = f"comment {comments[0].pk}" if len(comments) == 1 else f"{len(comments)} comments"
    details = {"comments": [comment.pk for comment in comments], "reason": reason}
    LogEntry.objects.write(act, by=by, at=at, about=about, details=details)


def undo(act: uuid.UUID, *, by: Any, at: datetime) -> Outcome:
    """Take back all that was decided at once: each comment is as it was before, its case is open
    again and its reports wait; with the removal of an account also the bans and what was blocked.
    Opens its own transaction. Comments on which somebody has decided since are passed over. The
    removal of an account is not undone in part: not by a moderator of some sections, if it reached
    beyond them."""
    outcome = Outcome(act=act)
    with transaction.atomic():
        made = {each.comment_id: each for each in Decision.objects.standing().filter(act=act)}
        removal = AccountRemoval.objects.not_undone().filter(batch_id=act).first()
        closed = removal_undo.comments_of(removal) if removal else set()
        locked = held(made.keys() | closed)
        rows = keep_own_sections(locked, by, outcome.passed_over)
        if removal and len(rows) < len(locked):
            return outcome
        # Read anew behind the locks: of two who take the same back, the second finds nothing.
        standing = set(Decision.objects.standing().filter(act=act).values_list("pk", flat=True))
        rest = Decision.objects.standing().filter(act=act).without_a_later_one()
        last = set(rest.values_list("pk", flat=True))
        back = {
            row: made[row.pk].status_before
            for row in rows
            if row.pk in made
            and made[row.pk].pk in standing
            and _may_undo(made[row.pk], row, by, made[row.pk].pk in last, outcome)
        }
        _bring_back(back, [made[row.pk] for row in back], by=by, at=at)
        undone = removal_undo.undo(removal, by=by, at=at) if removal else None
        if removal and undone:
            outcome.removal = removal
            undone.write_to_log([row.pk for row in back], by=by, at=at)
        elif back:
            _write_down("undo", list(back), "", by=by, at=at)
    outcome.decided = len(back)
    outcome.passed_over += Counter()
    return outcome


def _bring_back(
    back: Mapping[Comment, str], decided: list[Decision], *, by: Any, at: datetime
) -> None:
    """Expects the comments to be locked."""
    turn(back, at)
    for batch in batches([each.pk for each in decided]):
        Decision.objects.filter(pk__in=batch).update(undone_at=at, undone_by=by)
    for batch in batches([each.case_id for each in decided if each.case_id]):
        Case.objects.filter(pk__in=batch).reopen(at)
    for batch in batches([row.pk for row in back]):
        Report.objects.settle(batch, upheld=None)


def _may_undo(
    decision: Decision, comment: Comment, by: Any, is_last: bool, outcome: Outcome
) -> bool:
    why = ""
    if by and comment.author_id == by.pk:
        why = "your own: a colleague decides"
    elif comment.status != RULES[Verb(decision.verb)].becomes:
        why = f"meanwhile {comment.get_status_display().lower()} by somebody else"
    elif not is_last:
        why = _("decided on again since")
    if why:
        outcome.passed_over[why] += 1
    return not why


def possible(comment: Comment, by: Any, *, has_case: bool = False) -> list[Decision.Verb]:
    """What this person may decide on a comment as it stands. With an open case it can also be
    approved, which then says all that restoring would."""
    if comment.author_id == by.pk or not is_in_own_section(comment, by):
        return []
    status = comment.status
    verbs = [
        verb
        for verb, rule in RULES.items()
        if status in rule.of or (has_case and status in rule.of_cases)
    ]
    return [verb for verb in verbs if verb != Verb.RESTORE or Verb.APPROVE not in verbs]


def _may_decide(
    verb: Decision.Verb,
    comment: Comment,
    by: Any,
    cases: Mapping[int, int],
    seen: Mapping[int, str],
    outcome: Outcome,
) -> bool:
    why = _in_the_way(verb, comment, by, comment.pk in cases, seen.get(comment.pk, comment.status))
    if why:
        outcome.passed_over[why] += 1
    return not why


def _in_the_way(verb: Decision.Verb, comment: Comment, by: Any, has_case: bool, seen: str) -> str:
    rule = RULES[verb]
    if by and comment.author_id == by.pk:
        return "your own: a colleague decides"
    if comment.status == Status.DELETED:
        return "deleted by its author"
    if comment.status != seen:
        return f"meanwhile {comment.get_status_display().lower()} by somebody else"
    if comment.status not in rule.of and not (has_case and comment.status in rule.of_cases):
        return f"{comment.get_status_display().lower()} already"
    return ""

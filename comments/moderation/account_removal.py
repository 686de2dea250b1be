"""One act for all of an account: it is banned, its comments are removed and its cases closed."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comments import standing
from comments.models import (
    AccountRemoval,
    Case,
    Comment,
    Decision,
    LogEntry,
    RemovedAccount,
    Report,
    Sanction,
)
from comments.moderation import decisions, domain_blocks, sanctions
from comments.moderation.domain_blocks import ListChange
from comments.moderation.section_scope import keep_own_sections
from comments.moderation.turning import batches, held

Action, Status = AccountRemoval.Action, Comment.Status


@dataclass
class Outcome:
    """What a removal has done, and what it has passed over."""

    removal: AccountRemoval | None = None
    """None if there was nothing left to do."""
    before: AccountRemoval | None = None
    """An earlier removal of the same account that stands, if this one found nothing to do."""
    decided: int = 0
    """Comments that were marked as spam or rejected."""
    cases: int = 0
    banned: list[Any] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    """Comments, by the reason."""


def ban_and_remove(sanction: Sanction, *, by: Any, at: datetime) -> Outcome:
    """Impose a ban, not saved yet, reject all comments of the banned that readers see or that wait,
    with the reason of the ban, and close all of the account's cases. Opens its own transaction.
    Raises ValidationError where the ban may not be imposed."""
    if sanction.ends_at and sanction.ends_at <= at:
        raise ValidationError({"ends_at": _("The end must lie ahead.")})
    with transaction.atomic():
        return remove_accounts([sanction], Action.REJECT, by=by, at=at)


def complaint_about(person: Any, by: Any) -> str:
    """Why this moderator may not remove this account; empty if nothing is against it."""
    if person.pk == by.pk:
        return _("This is your own account.")
    return sanctions.complaint_about(person)


def remove_accounts(
    bans: Sequence[Sanction],
    action: AccountRemoval.Action,
    *,
    by: Any,
    at: datetime,
    domains: Collection[str] = (),
    seen_at: datetime | None = None,
) -> Outcome:
    """Ban each of these people, remove their comments and close their cases, as one act that
    `decisions.undo` takes back. `bans` are not saved yet, the first is that of the account from
    which the moderator began; of people who are banned already, their ban stays. Comments on which
    a colleague has decided since `seen_at` are passed over.

    Expects a transaction that holds no lock yet. Raises ValidationError if one of the people may
    not be removed.
    """
    if complaint := next(filter(None, (complaint_about(ban.person, by) for ban in bans)), ""):
        raise ValidationError({"person": complaint})
    outcome = Outcome()
    standing.lock_exclusive([ban.person for ban in bans])
    chosen, cases = _lock_comments([ban.person_id for ban in bans], by, seen_at, outcome)
    decided_on = {comment.pk for comment in chosen}
    others = {comment: case for comment, case in cases.items() if comment not in decided_on}
    removal = AccountRemoval(
        batch_id=uuid.uuid4(), person=bans[0].person, action=action, made_by=by, made_at=at
    )
    decisions.apply(
        Decision.Verb(action), chosen, cases, by=by, at=at, batch_id=removal.batch_id,
        reason=bans[0].reason, note=bans[0].reason,
    )  # fmt: skip
    removal.closed = _close(others, by=by, at=at)
    imposed = _impose(bans, by=by, at=at)
    removal.save(force_insert=True)
    changes = domain_blocks.block(domains, removal, by=by, at=at)
    outcome.decided, outcome.cases = len(chosen), len(cases)
    outcome.banned = [ban.person for ban in imposed]
    outcome.blocked = [change.domain.name for change in changes]
    if not (chosen or cases or imposed or changes):
        removal.delete()
        outcome.before = AccountRemoval.objects.latest_of(bans[0].person)
        return outcome
    RemovedAccount.objects.bulk_create(
        RemovedAccount(removal=removal, person=ban.person, sanction=ban if ban.pk else None)
        for ban in bans
    )
    outcome.removal = removal
    _write_to_log(outcome, removal, sorted(decided_on), imposed, changes)
    return outcome


def _lock_comments(
    people: list[int], by: Any, seen_at: datetime | None, outcome: Outcome
) -> tuple[list[Comment], dict[int, int]]:
    """The comments to be removed, locked, and all open cases of these people by the comment. Spam
    that nobody has to look at any more is left as it is; what is in sections that are not this
    moderator's is passed over."""
    written = Comment.objects.filter(author__in=people).order_by()
    waiting = dict(
        Case.objects.open().filter(author__in=people).order_by().values_list("comment", "pk")
    )
    shown = set(written.published_or_held().values_list("pk", flat=True))
    rows = keep_own_sections(held(shown | waiting.keys()), by, outcome.passed_over)
    outcome.passed_over += Counter()
    cases = Case.objects.open_of([row.pk for row in rows])
    since = _decided_since(people, by, seen_at)
    chosen = []
    for row in rows:
        if row.status not in (Status.PUBLISHED, Status.HELD) and not (
            row.status == Status.SPAM and row.pk in cases
        ):
            continue
        if row.pk in since:
            outcome.passed_over[
                _("meanwhile %(status)s by somebody else")
                % {"status": row.get_status_display().lower()}
            ] += 1
            cases.pop(row.pk, None)
        else:
            chosen.append(row)
    return chosen, cases


def _decided_since(people: list[int], by: Any, seen_at: datetime | None) -> set[int]:
    if seen_at is None:
        return set()
    decided = Q(made_at__gt=seen_at, undone_at__isnull=True) & ~Q(made_by=by)
    undone = Q(undone_at__gt=seen_at) & ~Q(undone_by=by)
    found = Decision.objects.filter(decided | undone, comment__author__in=people)
    return set(found.values_list("comment_id", flat=True))


def _close(cases: dict[int, int], *, by: Any, at: datetime) -> dict[str, list[int]]:
    """Close the cases of comments that had been removed before, and uphold the reports of these
    that wait. Returns both by primary key."""
    reports: list[int] = []
    for batch in batches(list(cases)):
        waiting = Report.objects.filter(comment__in=batch, upheld__isnull=True)
        reports += list(waiting.values_list("pk", flat=True))
    for batch in batches(reports):
        Report.objects.filter(pk__in=batch).update(upheld=True)
    closed = list(cases.values())
    for batch in batches(closed):
        Case.objects.filter(pk__in=batch).close(by, at)
    return {"cases": closed, "reports": reports}


def _impose(bans: Sequence[Sanction], *, by: Any, at: datetime) -> list[Sanction]:
    """Those that add something to what is in force already."""
    sanctions.lock_people([ban.person_id for ban in bans])
    imposed = []
    for ban in bans:
        if not sanctions.double_of(ban, at):
            ban.starts_at, ban.set_by = at, by
            sanctions.save(ban)
            imposed.append(ban)
    return imposed


def _write_to_log(
    outcome: Outcome,
    removal: AccountRemoval,
    comments: list[int],
    imposed: list[Sanction],
    changes: list[ListChange],
) -> None:
    by, at = removal.made_by, removal.made_at
    for ban in imposed:
        sanctions.write_to_log("sanction", ban, by=by, at=at)
    for change in changes:
        change.write_to_log(by, at)
    details = {
        "comments": comments,
        "decision": removal.action,
        "cases": outcome.cases,
        "accounts": [each.person_id for each in removal.accounts.all()],
        "blocked": outcome.blocked,
    }
    about = f"account {removal.person_id}"
    LogEntry.objects.write("account removal", by=by, at=at, about=about, details=details)

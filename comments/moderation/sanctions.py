"""What befalls an account: suggested, imposed, read, lifted, never deleted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction

from comments.models import Comment, HouseRule, LogEntry, Sanction
from comments.moderation import ladder
from comments.moderation.ladder import Suggestion

Kind = Sanction.Kind
# Two moderators who choose the same within this time mean one sanction, though the second's would
# end a little later.
SAME_WITHIN = timedelta(hours=1)


def impose(sanction: Sanction, *, by: Any, at: datetime) -> None:
    """Let a sanction begin, and save it. Opens its own transaction. Raises ValidationError where
    there is something against it: the person is of the staff, the end is past, or a colleague was
    faster."""
    if complaint := complaint_about(sanction.person):
        raise ValidationError({"person": complaint})
    if sanction.ends_at and sanction.ends_at <= at:
        raise ValidationError({"ends_at": "The end must lie ahead."})
    sanction.starts_at, sanction.set_by = at, by
    with transaction.atomic():
        if complaint := double_of(sanction, at):
            raise ValidationError(complaint)
        save(sanction)
        write_to_log("sanction", sanction, by=by, at=at)


def save(sanction: Sanction) -> None:
    """Expects a sanction of which `double_of` has said nothing, with `starts_at` and `set_by`, and
    that the caller writes the log after it has taken its last lock."""
    sanction.full_clean()
    sanction.save(force_insert=True)


def complaint_about(person: Any) -> str:
    """Staff are dealt with by whoever runs the paper: one moderator cannot silence another."""
    if person.is_staff or person.is_superuser:
        return "Staff cannot be sanctioned here; an administrator can end their account."
    return ""


def double_of(sanction: Sanction, at: datetime) -> str:
    """Why this sanction would only repeat what is in force; empty if it would not. Expects a
    transaction, until whose end nobody else imposes anything on this person."""
    lock_people([sanction.person_id])
    for other in Sanction.objects.not_over(at).filter(person=sanction.person_id):
        if _covers(other, sanction.kind, sanction.ends_at, sanction.comment_id):
            return f"This is in force already. {other.get_kind_display()}."
    return ""


def lift(sanction: Sanction, *, by: Any, at: datetime) -> bool:
    """End a sanction before its time. False if it was lifted or over already, or is one's own.
    Opens its own transaction."""
    standing = Sanction.objects.in_force(at).filter(pk=sanction.pk).exclude(person=by)
    with transaction.atomic():
        lifted = bool(standing.update(lifted_at=at, lifted_by=by))
        if lifted:
            write_to_log("sanction lifted", sanction, by=by, at=at)
    return lifted


def confirm(warning: Sanction, *, by: Any, at: datetime) -> bool:
    """The receiver of a warning has read it, and may write again. False if it was read already."""
    unread = Sanction.objects.in_force(at).filter(pk=warning.pk, person=by, kind=Kind.WARNING)
    return bool(unread.update(read_at=at))


def suggest(person: Any, at: datetime, *, house_rule: HouseRule | None = None) -> Suggestion | None:
    """What the ladder and the house rule just broken suggest, the graver of the two; none where
    that has been imposed since the last rejection or is in force already, and none for staff.
    Five queries."""
    if complaint_about(person):
        return None
    suggestions = [
        each for each in (ladder.by_step(person, at), ladder.by_rule(house_rule)) if each
    ]
    gravest = max(suggestions, key=lambda each: each.gravity, default=None)
    if gravest is None or _adds_nothing(person, gravest, at):
        return None
    return gravest


def climb(person: Any, *, by: Any, at: datetime, comment: Comment | None = None) -> Sanction | None:
    """After a comment was removed: impose what the highest step reached wants imposed by itself.
    Expects the transaction of the decision."""
    if complaint_about(person):
        return None
    lock_people([person.pk])
    suggestion = ladder.by_step(person, at)
    if suggestion is None or not suggestion.is_automatic or _adds_nothing(person, suggestion, at):
        return None
    sanction = Sanction(
        person=person,
        kind=suggestion.kind,
        reason=suggestion.reason,
        ends_at=suggestion.ends_at(at),
        comment=comment,
    )
    impose(sanction, by=by, at=at)
    return sanction


def write_to_log(act: str, sanction: Sanction, *, by: Any, at: datetime) -> None:
    """Expects the transaction of the act, as its last step."""
    details = {
        "kind": sanction.kind,
        "reason": sanction.reason,
        "until": sanction.ends_at,
        "comment": sanction.comment_id,
    }
    about = f"account {sanction.person_id}"
    LogEntry.objects.write(act, by=by, at=at, about=about, details=details)


def lock_people(people: Collection[int]) -> None:
    """Let nobody else impose anything on these people, by primary key, until the transaction
    ends."""
    rows = get_user_model()._default_manager.filter(pk__in=people).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _adds_nothing(person: Any, suggestion: Suggestion, at: datetime) -> bool:
    """Because of what is in force: the same, or a ban without end."""
    ends_at = suggestion.ends_at(at)
    return any(
        _covers(each, suggestion.kind, ends_at, each.comment_id)
        or _covers(each, Kind.BAN, None, None)
        for each in Sanction.objects.in_force(at).filter(person=person)
    )


def _covers(other: Sanction, kind: str, ends_at: datetime | None, comment_id: int | None) -> bool:
    """Whether a sanction in force leaves nothing for the new one to add."""
    if other.kind != kind:
        return False
    if kind == Kind.WARNING:
        return other.comment_id == comment_id
    return other.ends_at is None or (ends_at is not None and ends_at - other.ends_at <= SAME_WITHIN)

"""Cases and queues are assigned to somebody, and what is assigned is handed over.

After legal notices, an assigned case comes first for its assignee. It does not come to others for
KEPT_AT_FIRST, and after that for as long as the assignee is at the desk, up to KEPT_WHILE_PRESENT
(see `comments.models.assignment`). Then it comes to everybody, so that nothing is forgotten. It is
no lock: a moderator who opens it by its address may decide.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from comments.models import Assignment, Case, HandOver, LogEntry, Queue
from comments.moderation.section_scope import check_case
from newsroom.foundation import permissions

MODERATE = "comments.moderate_comment"


def moderators() -> QuerySet[Any]:
    """The active staff who may decide on comments, by name."""
    codename = {"codename": "moderate_comment", "content_type__app_label": "comments"}
    by_group = Q(**{f"groups__permissions__{name}": value for name, value in codename.items()})
    by_person = Q(**{f"user_permissions__{name}": value for name, value in codename.items()})
    people = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
    return (
        people.filter(Q(is_superuser=True) | by_group | by_person)
        .distinct()
        .order_by("display_name")
    )


def assign_case(case: Case, person: Any, *, by: Any, at: datetime, note: str = "") -> Assignment:
    """Assign an open case, in place of an earlier assignment. Opens its own transaction. Raises
    ValidationError where the case is closed or the person may not decide on it, and
    OutsideSectionsError where `by` may not."""
    check_case(case, by)
    with transaction.atomic():
        locked = Case.objects.select_for_update(no_key=True, of=("self",)).filter(pk=case.pk)
        if not locked.open().exists():
            raise ValidationError(_("This case has been decided meanwhile: nothing to assign."))
        if refusal := _refusal(case, person):
            raise ValidationError(refusal)
        assignment = _assign(person, by=by, at=at, note=note, case=case)
        if person != by:
            locked.release(by)
        _log(f"case {case.pk}", person, by=by, at=at)
    return assignment


def assign_queue(queue: Queue, person: Any, *, by: Any, at: datetime, note: str = "") -> Assignment:
    """Say that somebody looks after a queue, in place of an earlier assignment. Everybody still
    gets its cases. Opens its own transaction."""
    with transaction.atomic():
        Queue.objects.select_for_update(no_key=True).get(pk=queue.pk)
        assignment = _assign(person, by=by, at=at, note=note, queue=queue)
        _log(f"queue {queue.pk}", person, by=by, at=at)
    return assignment


def end_assignment(assignment: Assignment, *, by: Any, at: datetime) -> bool:
    """Give a case or a queue back to everybody. False if that was done already."""
    about = f"case {assignment.case_id}" if assignment.case_id else f"queue {assignment.queue_id}"
    with transaction.atomic():
        ended = Assignment.objects.filter(pk=assignment.pk).end(by, at)
        if ended:
            LogEntry.objects.write("assignment ended", by=by, at=at, about=about)
    return bool(ended)


def hand_over(
    text: str, *, by: Any, at: datetime, to: Any = None, with_cases: bool = False
) -> HandOver:
    """Leave a note to a colleague, or to the next shift; and with it, if wanted, the open
    cases that are assigned to oneself: a colleague gets those that the colleague may decide on,
    everybody those that are left to the next shift. Opens its own transaction."""
    with transaction.atomic():
        cases = _handed_over(by, to, at) if with_cases else 0
        note = HandOver.objects.create(
            written_by=by, written_at=at, to=to, text=text, cases_handed_over=cases
        )
        about, details = f"note {note.pk}", {"to": str(to) if to else "", "cases": cases}
        LogEntry.objects.write("hand over", by=by, at=at, about=about, details=details)
    return note


def read_note(note: HandOver, *, by: Any, at: datetime) -> bool:
    """Note that somebody has read it. False if it was read already, or is not for this person."""
    unread = HandOver.objects.unread_by(by).filter(pk=note.pk)
    return bool(unread.update(read_at=at, read_by=by))


def _handed_over(by: Any, to: Any, at: datetime) -> int:
    own = Assignment.objects.of_open_cases(at).filter(person=by).order_by("case_id")
    own = own.select_related("case__article").select_for_update(no_key=True, of=("self",))
    given = [each for each in own if each.case and not (to and _refusal(each.case, to))]
    Assignment.objects.filter(pk__in=[each.pk for each in given]).end(by, at)
    if to:
        Assignment.objects.bulk_create(
            Assignment(case=each.case, person=to, assigned_by=by, assigned_at=at, note=each.note)
            for each in given
        )
    return len(given)


def _assign(person: Any, *, by: Any, at: datetime, note: str, **what: Any) -> Assignment:
    Assignment.objects.filter(**what).end(by, at)
    return Assignment.objects.create(
        person=person, assigned_by=by, assigned_at=at, note=note, **what
    )


def _refusal(case: Case, person: Any) -> str:
    """Why this person may not be given the case; empty if nothing stands against it."""
    if case.author_id == person.pk:
        return _("This is their own comment: a colleague decides.")
    if not permissions.may(person, MODERATE, case.article.section_id):
        return _("%(person)s does not decide on comments in this section.") % {"person": person}
    return ""


def _log(about: str, person: Any, *, by: Any, at: datetime) -> None:
    LogEntry.objects.write("assign", by=by, at=at, about=about, details={"to": str(person)})

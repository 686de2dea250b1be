"""Notes on people, which moderators write for one another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import LogEntry, PersonNote


def write(person: Any, text: str, *, by: Any, at: datetime) -> PersonNote:
    """Write a note about a person. Opens its own transaction. The log says that there is one, not
    what it says: what is in the log stays for good, and a note goes with the account. Raises
    ValidationError for a text that is empty or too long, and for a note about oneself."""
    if person.pk == by.pk:
        raise ValidationError(_("You cannot write a note about yourself."))
    note = PersonNote(person=person, text=text.strip(), written_by=by, written_at=at)
    note.clean_fields()
    with transaction.atomic():
        note.save(force_insert=True)
        _log("note written", note, by=by, at=at)
    return note


def strike_out(note: PersonNote, *, by: Any, at: datetime) -> bool:
    """Strike out a note, which stays in the history. False if somebody did before, or for whoever
    may not: it takes its author or an administrator. Opens its own transaction."""
    if not note.can_be_struck_out_by(by):
        return False
    with transaction.atomic():
        standing = PersonNote.objects.in_force().filter(pk=note.pk)
        is_done = bool(standing.update(struck_out_by=by, struck_out_at=at))
        if is_done:
            _log("note struck out", note, by=by, at=at)
    return is_done


def _log(action: str, note: PersonNote, *, by: Any, at: datetime) -> None:
    about = f"account {note.person_id}"
    LogEntry.objects.write(action, by=by, at=at, about=about, details={"note": note.pk})

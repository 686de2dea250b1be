"""What befalls an account: imposed and lifted, never deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from comments.models import Sanction


def impose(sanction: Sanction, *, by: Any, at: datetime) -> None:
    """Let a sanction begin, and save it. Raises ValidationError where there is something against
    it."""
    if complaint := complaint_about(sanction.person):
        raise ValidationError({"person": complaint})
    if sanction.ends_at and sanction.ends_at <= at:
        raise ValidationError({"ends_at": "The end must lie ahead."})
    sanction.starts_at, sanction.set_by = at, by
    sanction.full_clean()
    sanction.save(force_insert=True)


def complaint_about(person: Any) -> str:
    """Staff are dealt with by whoever runs the paper: one moderator cannot silence another."""
    if person.is_staff or person.is_superuser:
        return "Staff cannot be sanctioned here; an administrator can end their account."
    return ""


def lift(sanction: Sanction, *, by: Any, at: datetime) -> bool:
    """End a sanction before its time. False if it was lifted or over already."""
    standing = Sanction.objects.in_force(at).filter(pk=sanction.pk)
    return bool(standing.update(lifted_at=at, lifted_by=by))

"""The author's drawer: who wrote this, and what else is known of the account."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments.models import AddressUse, Comment, PersonNote, Sanction

# The last so many comments tell what an author is like; older ones tell what somebody was like.
LOOKED_AT = 200
SHOWN = 5
NOTES_COUNTED = 50


@dataclass(frozen=True)
class Drawer:
    person: Any
    statuses: list[tuple[str, int]]
    """How many of the last LOOKED_AT comments have which status."""
    looked_at: int
    latest: list[Comment]
    sanctions: list[Sanction]
    in_force: set[int]
    earlier_names: list[Any]
    neighbours: list[tuple[Any, str]]
    """Other accounts seen at the same addresses, with the address."""
    notes: list[PersonNote]
    """The latest that nobody has struck out, as far as the viewer may see them."""

    @property
    def is_complete(self) -> bool:
        return self.looked_at < LOOKED_AT


def drawer(person: Any, at: datetime, *, viewer: Any, but: int | None = None) -> Drawer:
    """Seven queries, however much the person has written. `viewer` is the moderator who reads it,
    `but` the comment that is before the eyes already."""
    written = Comment.objects.filter(author=person).order_by("-created_at")
    statuses = Counter(written.values_list("status", flat=True)[:LOOKED_AT])
    latest = written.exclude(pk=but or 0).select_related("thread__article__section")
    sanctions = list(person.sanctions.select_related("set_by")[:SHOWN])
    return Drawer(
        person=person,
        statuses=[(label, statuses[key]) for key, label in Comment.Status.choices if statuses[key]],
        looked_at=statuses.total(),
        latest=list(latest.defer("html", "thread__article__body")[:SHOWN]),
        sanctions=sanctions,
        in_force=set(
            Sanction.objects.in_force(at).filter(person=person).values_list("pk", flat=True)
        )
        if sanctions
        else set(),
        earlier_names=list(person.earlier_names.select_related("ended_by")[:SHOWN]),
        neighbours=_neighbours(person, at),
        notes=_notes(person, viewer),
    )


def _notes(person: Any, viewer: Any) -> list[PersonNote]:
    notes = PersonNote.objects.visible_to(viewer).in_force().filter(person=person)
    return list(notes.select_related("written_by")[:NOTES_COUNTED])


def _neighbours(person: Any, at: datetime) -> list[tuple[Any, str]]:
    own = AddressUse.objects.recent(at).filter(person=person).values("address")[:20]
    others = (
        AddressUse.objects.recent(at)
        .filter(address__in=list(own.values_list("address", flat=True)))
        .exclude(person=person)
        .select_related("person")
        .order_by("-last_at")[:10]
    )
    return [(use.person, use.address) for use in others]

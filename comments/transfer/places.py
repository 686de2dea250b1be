"""Where comments of an import stand in their trees, and how a place is mended afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comments.models import Comment
from comments.models.comment import LEVELS_SHOWN

_AT_ONCE = 500


@dataclass(frozen=True)
class Place:
    """Where a comment stands in its tree: all that its replies need to know."""

    pk: int
    thread: int
    level: int
    parent: int | None
    shown_under: int | None

    @property
    def below(self) -> int:
        """The comment under which a reply to this one is shown, as in Comment.below."""
        return self.shown_under if self.level == LEVELS_SHOWN and self.shown_under else self.pk


def place_of(row: Comment) -> Place:
    return Place(row.pk, row.thread_id, row.level, row.parent_id, row.shown_under_id)


def places_of(keys: Iterable[str]) -> dict[str, Place]:
    """The places of those comments that are here already, by the key they were imported under."""
    places: dict[str, Place] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), _AT_ONCE):
        rows = Comment.objects.filter(imported_from__in=wanted[start : start + _AT_ONCE])
        for row in rows.only("imported_from", "thread", "level", "parent", "shown_under"):
            places[row.imported_from or ""] = place_of(row)
    return places


def complete_parents(parents: Mapping[str, str], places: Mapping[str, Place]) -> None:
    """Put replies that an earlier import left without a parent under it, now that it is here.
    `parents` has the key of the parent by that of the reply. Expects the import's transaction."""
    missing: dict[int, int] = {}
    threads = set()
    for key, parent_key in parents.items():
        reply, parent = places[key], places.get(parent_key)
        is_complete = parent is None or reply.parent is not None or parent.thread != reply.thread
        if parent is None or is_complete or parent.pk == reply.pk:
            continue
        missing[reply.pk] = parent.pk
        threads.add(reply.thread)
    for thread in sorted(threads):
        _replant(thread, missing)


def _replant(thread: int, missing: Mapping[int, int]) -> None:
    """Give these replies their parents, and all comments of the thread the places that follow."""
    rows = {row.pk: row for row in Comment.objects.filter(thread=thread)}
    children: dict[int | None, list[Comment]] = {}
    for row in rows.values():
        before = row.parent_id
        row.parent_id = missing.get(row.pk, before)
        if before is None and _is_beneath_itself(row, rows):
            row.parent_id = None
        children.setdefault(row.parent_id, []).append(row)
    waiting = list(children.get(None, []))
    while waiting:
        row = waiting.pop()
        parent = rows[row.parent_id] if row.parent_id else None
        row.level = min(parent.level + 1, LEVELS_SHOWN) if parent else 1
        row.shown_under = parent and parent.below
        waiting += children.get(row.pk, [])
    Comment.objects.bulk_update(rows.values(), ["parent", "level", "shown_under"], _AT_ONCE)


def _is_beneath_itself(row: Comment, rows: Mapping[int, Comment]) -> bool:
    above, seen = row.parent_id, set()
    while above and above not in seen:
        if above == row.pk:
            return True
        seen.add(above)
        above = rows[above].parent_id
    return False

"""The proof of the log. Entries are written by `LogEntry.objects.write`, within the act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comments.models import LogEntry

BATCH = 1_000


@dataclass(frozen=True)
class Broken:
    """The first place at which the log is not what was written."""

    number: int
    """Of the entry that is wrong, or that is no longer there."""
    why: str

    def __str__(self) -> str:
        return f"Entry {self.number}: {self.why}."


def last_number() -> int:
    """Nought where nothing is written yet."""
    return LogEntry.objects.values_list("number", flat=True).first() or 0


def verify(*, upto: int | None = None) -> Broken | None:
    """Read the log from its first entry on and compute each hash again; none where all is well.

    Finds what was changed, added by another hand, or taken out at the front or in the middle.
    Entries taken off the end leave a shorter log that is whole: who wants to know of those too
    keeps the last number, and the last hash, elsewhere. Needs memory for one batch.
    """
    previous = ""
    entries = _from_the_first(last_number() if upto is None else upto)
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            return Broken(number, f"missing, what follows is {entry.number}")
        if entry.previous != previous:
            return Broken(number, "it does not follow from the one before")
        if entry.hash != entry.digest():
            return Broken(number, "it is not as it was written")
        previous = entry.hash
    return None


def _from_the_first(upto: int) -> Iterator[LogEntry]:
    """In batches by number, each a query of its own: entries may be added meanwhile."""
    number = -1
    entries = LogEntry.objects.filter(number__lte=upto).order_by("number")
    while batch := list(entries.filter(number__gt=number)[:BATCH]):
        yield from batch
        number = batch[-1].number

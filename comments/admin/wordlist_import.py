"""What a file would change in the list of words, and changing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from comments.models import LogEntry, Rulebook, Word
from comments.screening.wordlist_csv import Row, key_of

# What the columns of a file are called in the row.
FIELDS = {
    "act": "act",
    "whole": "whole_words",
    "note": "note",
    "is_on": "is_on",
    "ends_at": "ends_at",
}


# So many words of an import does the log name; the list itself has them all.
NAMED = 200


@dataclass
class Plan:
    new: list[Word] = field(default_factory=list)
    changed: list[Word] = field(default_factory=list)
    same: int = 0
    to_try: list[Word] = field(default_factory=list)
    """The new and changed ones that would find something else than the list does now."""

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def plan(rows: Iterable[Row]) -> Plan:
    """One query. An entry that is listed already changes only in what the file says of it; none is
    removed for not being in the file."""
    at = timezone.now()
    known = {key_of(word.kind, word.text): word for word in Word.objects.all()}
    planned = Plan()
    for row in rows:
        said = {FIELDS[name]: value for name, value in row.said.items()}
        word = known.get(row.key)
        if word is None:
            word = Word(text=row.text, kind=row.kind, **said)
            planned.new.append(word)
            if word.is_in_force(at):
                planned.to_try.append(word)
        elif any(getattr(word, name) != value for name, value in said.items()):
            differs = any(getattr(word, name) != said[name] for name in said.keys() - {"note"})
            for name, value in said.items():
                setattr(word, name, value)
            planned.changed.append(word)
            if differs and word.is_in_force(at):
                planned.to_try.append(word)
        else:
            planned.same += 1
    return planned


def carry_out(planned: Plan, *, by: Any) -> None:
    """In one transaction. What somebody else has listed meanwhile stays as it is."""
    with transaction.atomic():
        for word in planned.new:
            word.made_by = by
        Word.objects.bulk_create(planned.new, batch_size=1_000, ignore_conflicts=True)
        Word.objects.bulk_update(planned.changed, list(FIELDS.values()), batch_size=200)
        Rulebook.objects.turn()
        told = {
            "added": len(planned.new),
            "changed": len(planned.changed),
            "among them": [str(word) for word in (*planned.new, *planned.changed)][:NAMED],
        }
        LogEntry.objects.write("import", by=by, at=timezone.now(), about="words", details=told)

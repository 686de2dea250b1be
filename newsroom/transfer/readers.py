"""People who wrote in another system, as they are kept here: under the name the file gives them,
and never as anybody's account. Nothing in a file proves who somebody is.

Nobody can sign in as such a person. Confirming the email address that the file has for
somebody lets them claim what they wrote (newsroom.accounts.earlier_comments).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from comments.transfer.intake import Writer
from newsroom.accounts import earlier_comments
from newsroom.models import ImportedEmail, User

BATCH = 1_000
NAME_MAX = 80
NAMELESS = "Anonymous"

# What turns the direction of the text around it: a name must not reach beyond itself.
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class ReaderRecord:
    """Somebody who wrote in another system. `key` is the same at every import."""

    key: str
    display_name: str
    email: str = ""
    account: int | None = None
    """The primary key of the account here that an administrator says this is."""


class Importer:
    """Keeps records as people. Expects the transaction of the whole import."""

    def __init__(self) -> None:
        imported = User.objects.filter(imported_from__isnull=False)
        self.people = {
            key: Writer(pk) for key, pk in imported.values_list("imported_from", "pk") if key
        }
        self.accounts: dict[int, int] = {}
        """People of an earlier import who are now said to be an account: who, and which."""
        self.created = 0
        self.existing = 0
        self._waiting: dict[int, tuple[ReaderRecord, Writer]] = {}

    def reader(self, record: ReaderRecord) -> None:
        known = self.people.get(record.key)
        if record.account is not None:
            if known and known.pk not in (0, record.account):
                self.accounts[known.pk] = record.account
            self.people[record.key] = Writer(record.account)
        elif known:
            self.existing += 1
        else:
            self.people[record.key] = writer = Writer()
            self._waiting[id(writer)] = (record, writer)

    def write(self, writers: Iterable[Writer]) -> None:
        """Write those of the writers who have no row yet, so that all have a primary key."""
        waiting = [
            self._waiting.pop(number)
            for number in {id(writer): None for writer in writers}
            if number in self._waiting
        ]
        rows = User.objects.bulk_create([_row(record) for record, _ in waiting], BATCH)
        for row, (_, writer) in zip(rows, waiting, strict=True):
            writer.pk = row.pk
        ImportedEmail.objects.bulk_create(_emails(waiting), BATCH)
        self.created += len(rows)

    def finish(self) -> None:
        """Write those who wrote nothing in the file. Who is named only by comments that are here
        already is here already, under this name or as somebody who has claimed them."""
        self.write([writer for _, writer in self._waiting.values() if not writer.is_named])
        self.existing += len(self._waiting)


def _row(record: ReaderRecord) -> User:
    person = User(
        imported_from=record.key,
        display_name=name_in_one_line(record.display_name),
        password=make_password(None),
        date_joined=timezone.now(),
    )
    person.set_display_key()
    return person


def _emails(people: Iterable[tuple[ReaderRecord, Writer]]) -> Iterator[ImportedEmail]:
    for record, writer in people:
        if "@" in record.email:
            digest = earlier_comments.email_digest(record.email)
            yield ImportedEmail(person_id=writer.pk, digest=digest)


def name_in_one_line(name: str) -> str:
    """The name as the file has it, without what would break the line it stands in."""
    plain = _DIRECTION_MARKS.sub("", name)
    seen = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in plain)
    return " ".join(seen.split())[:NAME_MAX].strip() or NAMELESS

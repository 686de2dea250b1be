"""Readers of another system become people here: known by their address, nobody twice, each with
a name that is free. Nobody can sign in to such an account before resetting its password, and
without an address not at all."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from newsroom.accounts import display_names
from newsroom.models import Masthead, User


@dataclass(frozen=True)
class ReaderRecord:
    key: str
    display_name: str
    email: str = ""


class Intake:
    """Expects the transaction of the whole import."""

    def __init__(self) -> None:
        self.people = {
            key: pk for key, pk in User.objects.values_list("imported_from", "pk") if key
        }
        self._by_email = {
            email: pk for email, pk in User.objects.values_list("email", "pk") if email
        }
        self._taken = set(User.objects.values_list("display_key", flat=True))
        self._paper = Masthead.current().name

    def reader(self, record: ReaderRecord) -> bool:
        """Whether this is a new person."""
        email = User.objects.normalize_email(record.email)
        if record.key in self.people:
            return False
        if email and email in self._by_email:
            self.people[record.key] = self._by_email[email]
            return False
        name = self._free_name(record.display_name)
        person = User(
            imported_from=record.key,
            email=email or None,
            display_name=name,
            password=make_password(None),
        )
        person.save(force_insert=True)
        self._taken.add(person.display_key)
        self.people[record.key] = person.pk
        if email:
            self._by_email[email] = person.pk
        return True

    def _free_name(self, wanted: str) -> str:
        """The name in good form, numbered if it is taken."""
        name = _in_good_form(wanted)
        if display_names.is_reserved(name, self._paper):
            name = f"{name[:30]} (reader)"
        free, number = name, 2
        while display_names.folded(free) in self._taken:
            free = f"{name[:32]} {number}"
            number += 1
        return free


def _in_good_form(name: str) -> str:
    """The name, or what can be kept of it: its words of one alphabet, if it mixes several."""
    seen = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in name)
    words = seen.split()
    latin = [word for word in words if word.isascii()]
    others = [word for word in words if not word.isascii()]
    for kept in (words, latin, others):
        tidy = " ".join(kept)[: display_names.LENGTH_MAX].strip()
        try:
            display_names.check_form(tidy)
        except ValidationError:
            continue
        return tidy
    return "Reader"

"""The readers who write: many who wrote once, and a few who are always there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group

from comments.models import AddressUse
from newsroom.accounts import display_names
from newsroom.demo.crowd import FIRST_NAMES, LAST_NAMES
from newsroom.models import User
from newsroom.population import loading

COMMENTS_A_READER = 20
# A reader at place u of the whole, from 0 to 1, writes as u to the power of 1 / CONCENTRATION - 1:
# a hundredth of the readers writes a tenth of all.
CONCENTRATION = 2
MODERATORS = ("Ansgar Toll", "Beate Lisle", "Conrad Weft")
# Everybody had an account before the first article was printed.
JOINED_BEFORE = timedelta(days=5_000)
_COLUMNS = ("id", "email", "display_name", "display_key", "password", "is_active", "is_staff",
            "is_superuser", "date_joined")  # fmt: skip
_AT_ONCE = 10_000


def register(comments: int, random: Random, at: datetime) -> Sequence[int]:
    """The accounts of those who write so many comments, by primary key. Nobody can sign in as one
    of them."""
    first = loading.next_number(User)
    number = -(-comments // COMMENTS_A_READER)
    numbers = range(first, first + number)
    for start in range(first, first + number, _AT_ONCE):
        loading.pour(User, _COLUMNS, _accounts(numbers[start - first :][:_AT_ONCE], random, at))
    seen = loading.moment(at)
    loading.pour(
        AddressUse,
        ("person_id", "address", "first_at", "last_at"),
        ((pk, address(pk), seen, seen) for pk in numbers),
    )
    return numbers


def chosen(readers: Sequence[int], random: Random) -> int:
    """Who writes next."""
    return readers[int(len(readers) * random.random() ** CONCENTRATION)]


def address(pk: int) -> str:
    """Where this reader writes from: of the range kept for documents (RFC 3849)."""
    return f"2001:db8:1:1:1:1:{(pk >> 16) + 1:x}:{pk & 0xFFFF:x}"


def moderators() -> list[int]:
    """Who decided: three people who cannot sign in, by primary key."""
    group = Group.objects.get(name="Moderators")
    found = []
    for name in MODERATORS:
        person = User.objects.filter(display_name=name, groups=group).first()
        if person is None:
            person = User.objects.create_user("", _free(name), is_staff=True)
            person.groups.add(group)
        found.append(person.pk)
    return found


def _accounts(numbers: range, random: Random, at: datetime) -> list[tuple[Any, ...]]:
    names = {pk: _name(pk, random) for pk in numbers}
    keys = {pk: display_names.folded(name) for pk, name in names.items()}
    taken = set(
        User.objects.filter(display_key__in=[*keys.values()]).values_list("display_key", flat=True)
    )
    rows = []
    for pk, name in names.items():
        if keys[pk] in taken:
            name, keys[pk] = f"{name} of {pk}", display_names.folded(f"{name} of {pk}")
        joined = at - JOINED_BEFORE * (1 + random.random())
        password = f"{UNUSABLE_PASSWORD_PREFIX}{random.getrandbits(160):040x}"
        email = f"reader{pk}@example.org"
        rows.append(
            (pk, email, name, keys[pk], password, True, False, False, loading.moment(joined))
        )
    return rows


def _name(pk: int, random: Random) -> str:
    return f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)} {pk}"


def _free(name: str) -> str:
    key = display_names.folded(name)
    taken = User.objects.filter(display_key=key).exists()
    return f"{name} {loading.next_number(User)}" if taken else name

"""Who can sign in to the demo paper. All have one password, random for each database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from newsroom.models import User


@dataclass(frozen=True)
class Account:
    role: str
    email: str
    display_name: str
    groups: tuple[str, ...] = ()
    is_staff: bool = True
    is_superuser: bool = False


ACCOUNTS = (
    Account("reader", "reader@example.org", "Nell Ferrier", is_staff=False),
    Account("editor", "editor@example.org", "Ottilie Brandt", ("Editors", "Publishers")),
    Account("moderator", "moderator@example.org", "Jonah Pell", ("Moderators",)),
    Account("administrator", "administrator@example.org", "Ruth Amsel", is_superuser=True),
)


# The reader has been here for a while, and has written under some articles (conversations/): what
# such a reader writes appears at once.
READER_JOINED_BEFORE = timedelta(days=400)
READERS_JOINED_DAYS_BEFORE = (30, 1_500)


def make_accounts(password: str, at: datetime) -> dict[str, User]:
    """The four accounts by role, with confirmed addresses, in a demo that is loaded at `at`."""
    made = {}
    for account in ACCOUNTS:
        user = User.objects.create_user(
            account.email,
            account.display_name,
            password,
            is_staff=account.is_staff,
            is_superuser=account.is_superuser,
            date_joined=at if account.is_staff else at - READER_JOINED_BEFORE,
        )
        user.groups.set(Group.objects.filter(name__in=account.groups))
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        made[account.role] = user
    return made


def make_readers(names: set[str], at: datetime) -> dict[str, User]:
    """Those who have commented, by display name, in a demo that is loaded at `at`. Nobody can sign
    in as one of them. Each has been here for a while, always the same: longer than any comment."""
    return {
        name: User.objects.create_user("", name, date_joined=at - _time_here(name))
        for name in sorted(names)
    }


def _time_here(name: str) -> timedelta:
    random = Random(f"time here of {name}")
    return timedelta(
        days=random.randint(*READERS_JOINED_DAYS_BEFORE), minutes=random.randint(0, 1439)
    )

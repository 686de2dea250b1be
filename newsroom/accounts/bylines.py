"""Names that belong to those who write for the paper: whether a reader may take one, and which
readers already have one when an author comes, changes or goes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import and_

from django.db import transaction
from django.db.models import Q, QuerySet

from articles import edition
from articles.models import Author
from comments.models import LogEntry
from newsroom.accounts.byline_names import LIKE_LATIN, Bylines, is_same_person, traces
from newsroom.accounts.name_lock import lock_names
from newsroom.models import User

BATCH = 2_000
NAMED = 50


def belongs_to_another(name: str, person: User | None = None) -> bool:
    """Whether `name` is, to a reader's eye, that of an author or of somebody of the staff, and
    not this person's own. Two queries, and some 50 µs for each author once in a process."""
    pk = person.pk if person else None
    authors = Author.objects.exclude(account=pk) if pk else Author.objects.all()
    names = [*authors.order_by().values_list("name", flat=True), *User.objects.staff_names(pk)]
    return bool(Bylines(names).like(name))


def mark_readers(names: Collection[str] | None, *, by: User | None, at: datetime) -> list[User]:
    """Mark the readers who have one of these names, which belong to an author or to somebody of
    the staff, and take the mark from those who no longer do. Without `names` all accounts are
    looked at: forty seconds for a million. Returns those newly marked. Opens its own transaction.

    A marked reader is shown as one beside every comment and chooses another name before the next.
    """
    with transaction.atomic():
        lock_names()
        changed = list(_changes(names))
        if not changed:
            return []
        for person in changed:
            person.save(update_fields=["name_state"])
        edition.bump()
        marked = [person for person in changed if person.must_choose_name]
        details = {
            "marked": [person.pk for person in marked],
            "unmarked": [person.pk for person in changed if not person.must_choose_name],
        }
        account = f"account {changed[0].pk}" if len(changed) == 1 else f"{len(changed)} accounts"
        LogEntry.objects.write("names marked", by=by, at=at, about=account, details=details)
    return marked


def sentence_about(marked: Sequence[User], verb: str = "marked") -> str:
    """What a command says of the readers that it has marked."""
    number = f"{len(marked):,} reader{'' if len(marked) == 1 else 's'}"
    if not marked:
        return f"{number} {verb}: none has the name of an author or of the staff."
    names = ", ".join(f"{each} (account {each.pk})" for each in marked[:NAMED])
    more = f" and {len(marked) - NAMED:,} more" if len(marked) > NAMED else ""
    return f"{number} {verb} for the name of an author or of the staff: {names}{more}"


def _changes(names: Collection[str] | None) -> Iterator[User]:
    """The accounts whose mark is wrong, with the right one, not saved yet."""
    bylines = Bylines(_all_bylines())  # also to see who is marked and no longer need be
    people = User.objects.filter(is_staff=False) if names is None else _candidates(names)
    people = people.exclude(name_state=User.NameState.TAKEN_AWAY) | _marked()
    owners = dict(Author.objects.filter(account__isnull=False).values_list("account", "name"))
    for person in people.order_by("pk").iterator(chunk_size=BATCH):
        own = owners.get(person.pk, "")
        is_anothers = not person.is_staff and any(
            not (own and is_same_person(own, byline)) for byline in bylines.like(str(person))
        )
        state = User.NameState.BYLINE if is_anothers else None
        if state != person.name_state:
            person.name_state = state
            yield person


def _candidates(bylines: Collection[str]) -> QuerySet[User]:
    """Accounts whose name may be like one of these: all that are, and few others."""
    alike = Q(display_key__regex=LIKE_LATIN)
    for words in {words for byline in bylines for words in traces(byline)}:
        alike |= reduce(and_, (Q(display_key__regex=word) for word in words))
    return User.objects.filter(alike, is_staff=False)


def _marked() -> QuerySet[User]:
    return User.objects.filter(name_state=User.NameState.BYLINE)


def _all_bylines() -> list[str]:
    authors = Author.objects.order_by().values_list("name", flat=True)
    return [*authors, *User.objects.staff_names(None)]

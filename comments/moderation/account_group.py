"""The accounts that may belong together with one: they posted nearly the same texts, or were seen
at the same IP addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count

from comments.models import AddressUse, Case, Comment, Fingerprint, Sanction
from comments.moderation.section_scope import cases_for, comments_for
from comments.standing import REGULAR_AFTER

# What is looked at of the account, and how many others are shown.
GROUPS_LOOKED_AT, ADDRESSES_LOOKED_AT, SHOWN = 200, 20, 30


@dataclass(frozen=True)
class AccountCounts:
    """What an account has in the paper, as far as it matters for its removal."""

    visible: int = 0
    """Comments that readers see."""
    held: int = 0
    spam: int = 0
    rejected: int = 0
    cases: int = 0
    """Open cases."""
    legal_cases: int = 0
    spam_cases: int = 0
    """Open cases about spam that screening was not sure of."""

    @property
    def removable(self) -> int:
        """Comments on which a removal would decide."""
        return self.visible + self.held + self.spam_cases


@dataclass(frozen=True)
class GroupAccount:
    person: Any
    counts: AccountCounts
    age: timedelta
    same_texts: int
    """Comments of this account that are nearly the same as one of the first account's."""
    shares_address: bool
    is_banned: bool

    @property
    def is_suggested(self) -> bool:
        """Whether it looks like one of the same hand: it posted the same, and little else that was
        published. An IP address alone suggests nothing, for many people share one."""
        return bool(self.same_texts) and self.counts.visible < REGULAR_AFTER + self.same_texts


def counts_of(people: Iterable[Any], *, by: Any = None) -> dict[int, AccountCounts]:
    """By primary key: two queries. With `by` only what is in the sections of this moderator."""
    pks = [person.pk for person in people]
    statuses: dict[int, Counter[str]] = {pk: Counter() for pk in pks}
    written = comments_for(Comment.objects.filter(author__in=pks), by).order_by()
    for author, status, count in written.values_list("author", "status").annotate(Count("pk")):
        statuses[author][status] += count
    cases: dict[int, Counter[str]] = {pk: Counter() for pk in pks}
    waiting = cases_for(Case.objects.open().filter(author__in=pks), by).order_by()
    of_spam: Counter[int] = Counter()
    rows = waiting.values_list("author", "kind", "comment__status").annotate(Count("pk"))
    for author, kind, status, count in rows:
        cases[author][kind] += count
        of_spam[author] += count * (status == Comment.Status.SPAM)
    return {
        pk: AccountCounts(
            visible=statuses[pk][Comment.Status.PUBLISHED],
            held=statuses[pk][Comment.Status.HELD],
            spam=statuses[pk][Comment.Status.SPAM],
            rejected=statuses[pk][Comment.Status.REJECTED],
            cases=cases[pk].total(),
            legal_cases=cases[pk][Case.Kind.LEGAL],
            spam_cases=of_spam[pk],
        )
        for pk in pks
    }


def accounts_like(person: Any, at: datetime) -> list[GroupAccount]:
    """The other accounts of the group, those with the most similar comments first, no more than
    SHOWN; staff are left out. A fixed number of queries."""
    same_texts, same_address = _by_text(person), _by_address(person, at)
    pks = [pk for pk, _ in same_texts.most_common()] + [
        pk for pk in same_address if pk not in same_texts
    ]
    found = get_user_model()._default_manager.filter(is_staff=False, is_superuser=False)
    people = found.exclude(pk=person.pk).in_bulk(pks[: 2 * SHOWN])
    shown = [people[pk] for pk in pks if pk in people][:SHOWN]
    if not shown:
        return []
    counts = counts_of(shown)
    bans = Sanction.objects.in_force(at).filter(kind=Sanction.Kind.BAN, person__in=shown)
    banned = set(bans.values_list("person", flat=True))
    return [
        GroupAccount(
            person=each,
            counts=counts[each.pk],
            age=at - each.date_joined,
            same_texts=same_texts[each.pk],
            shares_address=each.pk in same_address,
            is_banned=each.pk in banned,
        )
        for each in shown
    ]


def count_elsewhere(person: Any, by: Any) -> int:
    """The comments of an account that readers see or that wait, in sections that are not this
    moderator's: its removal leaves them. One query, none for somebody without limits."""
    written = Comment.objects.filter(author=person).published_or_held()
    inside = comments_for(written, by)
    return 0 if inside is written else written.exclude(pk__in=inside.values("pk")).count()


def _by_text(person: Any) -> Counter[int]:
    own = Fingerprint.objects.filter(comment__author=person).order_by("-made_at")
    groups = set(own.values_list("group", flat=True)[:GROUPS_LOOKED_AT])
    others = Fingerprint.objects.filter(group__in=groups).exclude(comment__author=person).order_by()
    counted = others.values_list("comment__author").annotate(number=Count("pk"))
    return Counter(dict(counted.order_by("-number")[: 2 * SHOWN]))


def _by_address(person: Any, at: datetime) -> list[int]:
    own = AddressUse.objects.recent(at).filter(person=person).values_list("address", flat=True)
    addresses = list(own[:ADDRESSES_LOOKED_AT])
    others = AddressUse.objects.recent(at).filter(address__in=addresses).exclude(person=person)
    latest = others.order_by("-last_at").values_list("person", flat=True)[: 2 * SHOWN]
    return list(dict.fromkeys(latest))

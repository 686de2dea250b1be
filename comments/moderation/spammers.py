"""One act for a spammer, with what it would do shown before it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import AccountRemoval, Comment, Sanction
from comments.moderation import account_group, account_removal, linked_domains
from comments.moderation.account_group import AccountCounts, GroupAccount
from comments.moderation.account_removal import Outcome, complaint_about
from comments.moderation.linked_domains import LinkedDomain

# More accounts than this in one act is a campaign, which is dealt with in several.
ACCOUNTS = 50


@dataclass(frozen=True)
class Preview:
    """What the removal of an account would do, counted before it."""

    person: Any
    complaint: str
    """Why this moderator may not remove the account; empty if nothing is against it."""
    counts: AccountCounts
    domains: list[LinkedDomain]
    group: list[GroupAccount]
    before: AccountRemoval | None
    """The last removal of the account that stands."""
    at: datetime


def default_reason() -> str:
    """What the owner of the account reads unless the moderator writes something else."""
    return _("This account was used to post spam.")


def preview(person: Any, *, by: Any, at: datetime) -> Preview:
    """What `remove` would find, in a fixed number of queries."""
    group = account_group.accounts_like(person, at)
    same_hand = {each.person.pk for each in group if each.is_suggested}
    return Preview(
        person=person,
        complaint=complaint_about(person, by),
        counts=account_group.counts_of([person], by=by)[person.pk],
        domains=linked_domains.linked_domains(person, same_hand, at),
        group=group,
        before=AccountRemoval.objects.latest_of(person),
        at=at,
    )


def remove(
    person: Any,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    comment: Comment | None = None,
    others: Collection[int] = (),
    domains: Collection[str] = (),
    seen_at: datetime | None = None,
) -> Outcome:
    """Ban the person until somebody lifts it, mark every comment as spam that readers see or that
    waits, and close all cases of the account. Opens its own transaction; `decisions.undo` with the
    removal's batch takes all of it back.

    `reason` is what the owner of the account reads. `comment` is the one from which the moderator
    began. `others` are the primary keys of accounts of the same group, with which the same is done;
    staff among them are passed over. Links to `domains` are refused from then on. Comments on which
    a colleague has decided since `seen_at` are passed over. Raises ValidationError if the account
    is one's own or that of staff.
    """
    people = [person, *_others(others, person, by)]
    reason = reason or default_reason()
    own = comment if comment and comment.author_id == person.pk else None
    bans = [
        Sanction(
            person=each,
            kind=Sanction.Kind.BAN,
            reason=reason,
            comment=own if each.pk == person.pk else None,
        )
        for each in people
    ]
    with transaction.atomic():
        return account_removal.remove_accounts(
            bans, AccountRemoval.Action.SPAM, by=by, at=at, domains=domains, seen_at=seen_at
        )


def _others(pks: Collection[int], person: Any, by: Any) -> list[Any]:
    people = get_user_model()._default_manager.filter(pk__in=list(pks)[:ACCOUNTS])
    return [
        each
        for each in people.exclude(pk=person.pk).order_by("pk")
        if not complaint_about(each, by)
    ]

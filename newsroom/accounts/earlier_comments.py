"""Comments that came with an import, claimed by the person who has confirmed the email address
under which they were written.

An address in a file proves nothing, so an import gives nothing to anybody. A confirmed address
does: mail was sent there and somebody answered it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from articles import edition
from comments import standing
from comments.models import Comment, LogEntry
from comments.transfer import authorship
from newsroom.models import ImportedEmail, User

SHOWN = 100


@dataclass(frozen=True)
class OfferedName:
    """A name under which comments were written with one's own address."""

    pk: int
    name: str
    count: int
    latest: Comment


def email_digest(email: str, secret: Any = None) -> str:
    """The keyed hash of an address, in hex: without the site's secret nobody can try addresses."""
    plain = User.objects.normalize_email(email)
    return salted_hmac(
        "newsroom.imported-email", plain, secret=secret, algorithm="sha256"
    ).hexdigest()


def names_offered_to(person: User) -> list[OfferedName]:
    """The names whose comments this person may claim, those with the most comments first."""
    authors = _claimable(person).values("person")
    counts = authorship.counts_by_author(authors)
    names = User.objects.in_bulk(sorted(counts, key=lambda pk: -counts[pk])[:SHOWN])
    latest = authorship.latest_by_author(names)
    offered = [
        OfferedName(pk, each.display_name, counts[pk], latest[pk]) for pk, each in names.items()
    ]
    return sorted(offered, key=lambda each: (-each.count, each.name))


def claim(person: User, names: Collection[int], *, at: datetime) -> int:
    """Make the comments of these earlier names the person's own, with the name that the person
    has here. `names` are primary keys out of `names_offered_to`; others are passed over. Returns
    the number of comments. Nothing for somebody who may not write at present."""
    with transaction.atomic():
        if standing.of(person, at).in_the_way:
            return 0
        emails = _claimable(person).filter(person__in=names).order_by("pk").select_for_update()
        authors = list(emails.values_list("pk", flat=True))
        moved = authorship.give(authors, person)
        ImportedEmail.objects.filter(pk__in=authors).update(claimed_by=person, claimed_at=at)
        if moved:
            edition.bump()
            LogEntry.objects.write(
                "claim",
                by=None,  # the log keeps no reader's name
                at=at,
                about=f"account {person.pk}",
                details={"comments_moved": moved, "earlier_names": len(authors)},
            )
    return moved


def _claimable(person: User) -> QuerySet[ImportedEmail]:
    """Only where mail is really sent does a confirmed address prove anything."""
    if not settings.SENDS_MAIL:
        return ImportedEmail.objects.none()
    confirmed = EmailAddress.objects.filter(user=person, verified=True)
    digests = {
        email_digest(email, secret)
        for email in confirmed.values_list("email", flat=True)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    }
    return ImportedEmail.objects.filter(digest__in=digests).exclude(
        person__in=authorship.under_sanction()
    )

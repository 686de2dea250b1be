"""What an author may do now, and how far an author is trusted: from sanctions and history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from comments.models import Comment, Sanction
from newsroom.foundation.prepared import Prepared, cursor_with_plans

# History is counted no further than this: more says nothing more.
COUNTED = 50
# A regular has been approved this often; whom to trust is told by many more and few rejections.
REGULAR_AFTER, TRUSTED_AFTER = 3, 20
REJECTIONS_WITHIN = timedelta(days=90)

# The upper half of the number of an author's advisory lock: any number that no other advisory lock
# in the database begins with ("auth" in hex).
AUTHOR_LOCK = 0x61757468 << 32
_SHARED, _EXCLUSIVE = (
    "SELECT pg_advisory_xact_lock_shared(%s)",
    "SELECT pg_advisory_xact_lock(%s)",
)

_SANCTIONS = Prepared(
    lambda at, person: Sanction.objects.in_force(at).filter(person=person).order_by(),
    moments=("at",),
    numbers=("person",),
)


@dataclass(frozen=True)
class Standing:
    signed_in: bool = True
    is_staff: bool = False
    ban: Sanction | None = None
    mute: Sanction | None = None
    premoderation: Sanction | None = None
    warning: Sanction | None = None
    """A warning that its receiver has yet to read."""
    must_choose_name: bool = False
    """Whether the author shares a name with somebody who writes for the paper."""
    lost_name: bool = False
    """Whether a moderator has taken the author's name away, and no other is chosen yet."""
    account_age: timedelta = timedelta(days=365)
    approved: int = TRUSTED_AFTER
    """Published comments among the last COUNTED."""
    rejected: int = 0
    """Rejected comments and spam among the last COUNTED, no older than REJECTIONS_WITHIN."""

    @property
    def in_the_way(self) -> Sanction | None:
        """The gravest sanction that keeps this author from writing."""
        return self.ban or self.mute or self.warning

    @property
    def to_be_read(self) -> Sanction | None:
        """The warning after which this author may write, if nothing else stands in the way."""
        return self.warning if self.in_the_way is self.warning else None

    @property
    def may_write(self) -> bool:
        return self.signed_in and not self.is_kept_from_writing

    @property
    def is_kept_from_writing(self) -> bool:
        """By a sanction, or by a name that is somebody else's."""
        return self.in_the_way is not None or self.must_choose_name

    @property
    def is_newcomer(self) -> bool:
        """Not known yet, or known from what was rejected."""
        return not self.is_staff and self.approved - 3 * self.rejected < REGULAR_AFTER

    @property
    def is_trusted(self) -> bool:
        return self.is_staff or self.approved - 10 * self.rejected >= TRUSTED_AFTER


def of(person: Any, at: datetime) -> Standing:
    """What stands in the way of a person, or of a stranger, at that moment: one query, for
    sanctions. All that a guard needs; the history is that of somebody whom we know."""
    if not (person.is_authenticated and person.is_active):
        return Standing(signed_in=False)
    in_force: dict[str, Sanction] = {}
    for each in sorted(_SANCTIONS.instances(at=at, person=person.pk), key=_length):
        in_force[each.kind] = each
    return Standing(
        is_staff=person.is_staff,
        ban=in_force.get(Sanction.Kind.BAN),
        mute=in_force.get(Sanction.Kind.MUTE),
        premoderation=in_force.get(Sanction.Kind.PREMODERATION),
        warning=in_force.get(Sanction.Kind.WARNING),
        must_choose_name=person.must_choose_name,
        lost_name=person.lost_name,
    )


def with_history(person: Any, at: datetime) -> Standing:
    """The standing with what is known of the person: two queries, and no more rows than COUNTED
    however long somebody has been writing."""
    return with_latest(of(person, at), person, at)


def with_latest(standing: Standing, person: Any, at: datetime) -> Standing:
    """A standing, with what is known from the person's latest comments: one query."""
    latest = Comment.objects.filter(author=person).order_by("-created_at")
    return known_by(standing, person, latest.values_list("status", "created_at")[:COUNTED], at)


def known_by(
    standing: Standing, person: Any, latest: Iterable[tuple[str, datetime]], at: datetime
) -> Standing:
    """The standing of a person whose latest comments have these statuses and times."""
    removed = (Comment.Status.REJECTED, Comment.Status.SPAM)
    known = list(latest)
    return replace(
        standing,
        account_age=at - person.date_joined,
        approved=sum(status == Comment.Status.PUBLISHED for status, _ in known),
        rejected=sum(
            status in removed and made_at > at - REJECTIONS_WITHIN for status, made_at in known
        ),
    )


def lock_shared(person: Any) -> None:
    """Keep this person from being removed until the transaction ends. Whoever stores a comment
    asks for it before the sanctions are read: so no comment slips in beside a removal that has
    listed the person's comments. Expects a transaction that holds no lock yet."""
    _lock(_SHARED, [person.pk])


def lock_exclusive(people: Iterable[Any]) -> None:
    """Let none of these people store a comment until the transaction ends, and let nobody else
    remove them. Expects a transaction that holds no lock yet."""
    _lock(_EXCLUSIVE, sorted({person.pk for person in people}))


def _lock(sql: str, people: list[int]) -> None:
    """On SQLite writers stand in line already."""
    transaction.get_connection().validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an author is locked inside a transaction")
    if connection.vendor == "postgresql":
        with cursor_with_plans() as cursor:
            for pk in people:
                cursor.execute(sql, [AUTHOR_LOCK + pk % 2**32])


def _length(sanction: Sanction) -> datetime:
    """The longest comes last: it is what stands in the way when the others are over."""
    return sanction.ends_at or datetime.max.replace(tzinfo=UTC)

"""Whether a person may choose another display name now, and if not, from when on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comments.models import Sanction
from newsroom.models import EarlierName, HeldName, User

# Long enough that nobody speaks through a name, short enough for a marriage or a mistake.
NAME_STAYS_DAYS = 30


@dataclass(frozen=True)
class RenameBlock:
    """Why a person may not choose another name now, as a sentence, and until when if known."""

    sentence: str
    until: datetime | None = None
    warning: Sanction | None = None
    """What must be read first, where that is all there is to do."""


def rename_block(person: User, at: datetime) -> RenameBlock | None:
    """What keeps this person from choosing another name: a sanction of any kind that is in force,
    a name that waits for a moderator, or a name chosen less than NAME_STAYS_DAYS ago. Who has lost
    a name, or shares one with an author, need not wait. Up to three queries."""
    if sanction := _longest(list(Sanction.objects.in_force(at).filter(person=person.pk))):
        return _sanctioned(sanction)
    if held := HeldName.objects.waiting().filter(person=person).first():
        return RenameBlock(
            _("“%(name)s” waits for a moderator. You can choose again when it is decided.")
            % {"name": held.name}
        )
    if person.must_choose_name or person.lost_name:
        return None
    last = EarlierName.objects.changed_by(person).values_list("used_until", flat=True).first()
    until = last + timedelta(days=NAME_STAYS_DAYS) if last else None
    if until is None or until <= at:
        return None
    return RenameBlock(
        _("A name stays for %(days)s days. You can choose another from %(date)s on.")
        % {"days": NAME_STAYS_DAYS, "date": _written(until)},
        until,
    )


def _longest(sanctions: list[Sanction]) -> Sanction | None:
    """The one that is over last, those without an end before all others."""
    return max(
        sanctions,
        key=lambda each: (each.ends_at is None, each.ends_at or each.starts_at),
        default=None,
    )


def _sanctioned(sanction: Sanction) -> RenameBlock:
    if sanction.kind == Sanction.Kind.WARNING:
        return RenameBlock(
            _("A moderator has warned you. Please read the warning first."), warning=sanction
        )
    what = {
        Sanction.Kind.PREMODERATION: _("While a moderator reads your comments first"),
        Sanction.Kind.MUTE: _("While you are muted"),
        Sanction.Kind.BAN: _("While you are banned"),
    }[Sanction.Kind(sanction.kind)]
    if sanction.ends_at is None:
        return RenameBlock(_("%(while)s, your name stays as it is.") % {"while": what})
    return RenameBlock(
        _("%(while)s, your name stays as it is. You can choose another from %(date)s on.")
        % {"while": what, "date": _written(sanction.ends_at)},
        sanction.ends_at,
    )


def _written(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")

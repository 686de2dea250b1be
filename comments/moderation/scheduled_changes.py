"""Alerts of what the clock does to the switch: a suspension that was set in advance begins, or one
ends by itself. Nothing is switched here: the state follows from the rows and the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import notices
from comments.models import Alert, Event, Suspension
from comments.models.suspension import SuspensionQuerySet
from comments.moderation import alerts
from comments.moderation.held_comments import held_only_by
from newsroom.foundation.site_url import absolute_url

# A worker that was away for a night still has something to say; older changes are no news.
ANNOUNCED_WITHIN = timedelta(days=1)


def announce_scheduled_changes(at: datetime) -> list[Alert]:
    """Send the alerts of suspensions that the clock has begun or ended since the last call, each
    once, however many workers call at the same time. Two queries when there are none. Opens its
    own transaction."""
    since = at - ANNOUNCED_WITHIN
    begun = Suspension.objects.starts_to_announce(since, at)
    ended = Suspension.objects.ends_to_announce(since, at)
    sent: list[Alert] = []
    if begun.exists() or ended.exists():
        with transaction.atomic():
            for each in _locked(begun):
                sent += _announce_start(each, at)
            for each in _locked(ended):
                sent += _announce_end(each, at)
    return sent


def _locked(suspensions: SuspensionQuerySet) -> list[Suspension]:
    rows = suspensions.select_for_update(no_key=True, of=("self",)).order_by("pk")
    return list(rows.with_origin())


def _announce_start(suspension: Suspension, at: datetime) -> list[Alert]:
    Suspension.objects.filter(pk=suspension.pk).update(start_announced_at=at)
    text = _("Set in advance by %(who)s: %(reason)s") % {
        "who": suspension.origin,
        "reason": suspension.reason,
    }
    lines = [text, alerts.end_in_words(suspension, at), _address_of(suspension)]
    subject = _("Suspended, as scheduled: %(suspension)s") % {"suspension": suspension}
    return alerts.tell(Event.SWITCH, subject, "\n".join(lines), at)


def _announce_end(suspension: Suspension, at: datetime) -> list[Alert]:
    Suspension.objects.filter(pk=suspension.pk).update(end_announced_at=at)
    when = notices.in_words(suspension.ends_at or at, at).removesuffix(".")
    lines = [
        _("It was set by %(who)s and ended by itself on %(when)s.")
        % {"who": suspension.origin, "when": when}
    ]
    if others := suspension.others_in_force(at):
        lines.append(
            _("Still in force there: %(others)s.") % {"others": "; ".join(map(str, others))}
        )
    if waiting := len(held_only_by(suspension, at)):
        lines.append(
            ngettext(
                "%(number)s comment still waits that was held only by it. Publish or read it:",
                "%(number)s comments still wait that were held only by it. Publish or read them:",
                waiting,
            )
            % {"number": waiting}
        )
    subject = _("Ended, as scheduled: %(suspension)s") % {"suspension": suspension}
    return alerts.tell(Event.SWITCH, subject, "\n".join([*lines, _address_of(suspension)]), at)


def _address_of(suspension: Suspension) -> str:
    return absolute_url(reverse("suspension", args=[suspension.pk]))

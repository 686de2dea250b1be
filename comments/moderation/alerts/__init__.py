"""What moderators are told of where they are: by mail, or in the chat of the newsroom.

A message is written down in the transaction of the act that it tells of, with the task that
sends it: both are there or neither, and nobody waits for a mail server or a chat. Nothing that a
reader wrote is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import notices
from comments.models import Alert, AlertChannel, Event, LegalNotice, Suspension, Trip
from comments.models import Case as Waiting
from comments.moderation.alerts.sending import resume, send
from newsroom.foundation.site_url import absolute_url

__all__ = [
    "end_in_words",
    "is_heard",
    "of_closing_by_import",
    "of_legal_notice",
    "of_switch",
    "of_the_queue",
    "of_trip",
    "resume",
    "tell",
    "trial",
]

# A queue that is late stays late for a while: a channel hears of it once in this time.
QUEUE_TOLD_EVERY = timedelta(hours=1)
SUBJECT_MAX_CHARACTERS = 200
TRIAL = "trial"


def tell(
    event: str,
    subject: str,
    text: str,
    at: datetime,
    *,
    channels: Iterable[AlertChannel] | None = None,
) -> list[Alert]:
    """Tell the channels in use that want to hear of it, or just these. Expects the transaction
    of the act."""
    made = Alert.objects.bulk_create(
        Alert(
            channel=channel,
            event=event,
            subject=" ".join(subject.split())[:SUBJECT_MAX_CHARACTERS],
            text=text,
            made_at=at,
        )
        for channel in (_wanting(event) if channels is None else channels)
    )
    for alert in made:
        send.enqueue(alert.pk, 1)
    return made


def is_heard(event: str) -> bool:
    """Whether any channel in use would hear of such an event."""
    return _wanting(event).exists()


def of_trip(trip: Trip, told: str, at: datetime) -> list[Alert]:
    suspension = trip.suspension
    return tell(
        Event.BREAKER,
        f"The breaker has tripped: {suspension}",
        f"{told} {end_in_words(suspension, at)}\n"
        f"Keep, lift or close: {absolute_url(reverse('desk'))}",
        at,
    )


def of_switch(
    suspension: Suspension, *, lifted: bool, by: Any, at: datetime, published: int = 0
) -> None:
    """Expects `switch.alone` around it and the act. `by` is none for the command line;
    `published` is the number of held comments that were published with a reopening."""
    who = by or _("the command line")
    text = _("By %(who)s.") % {"who": who}
    if not lifted:
        subject = _("Suspended: %(suspension)s")
        begins = "" if suspension.in_force(at) else f"From {_said(suspension.starts_at, at)}. "
        text = f"{text} {suspension.reason}\n{begins}{end_in_words(suspension, at)}"
    elif suspension.starts_at > max(at, suspension.set_at):
        subject = _("Called off: %(suspension)s")
    else:
        subject = _("Lifted: %(suspension)s")
    if published:
        text += "\n" + ngettext(
            "%(number)s comment was published that waited only for it.",
            "%(number)s comments were published that waited only for it.",
            published,
        ) % {"number": published}
    subject %= {"suspension": suspension}
    tell(Event.SWITCH, subject, f"{text}\n{absolute_url(reverse('switchboard'))}", at)


def of_closing_by_import(closed: int, at: datetime) -> None:
    """One alert for all conversations that an import has closed. Expects `switch.alone` around it
    and the act."""
    subject = ngettext(
        "An import has closed %(number)s conversation",
        "An import has closed %(number)s conversations",
        closed,
    ) % {"number": closed}
    text = _("They were closed on the website they came from, until somebody reopens them.")
    tell(Event.SWITCH, subject, f"{text}\n{absolute_url(reverse('switchboard'))}", at)


@transaction.atomic
def of_legal_notice(notice: LegalNotice, at: datetime) -> None:
    """Without a word of the notice, which may hold anything. Opens its own transaction: the notice
    is filed already, and waits on the desk whatever becomes of this."""
    article = notice.comment.thread.article
    tell(
        Event.LEGAL,
        f"A legal notice about a comment under “{article}”",
        f"It waits on the desk: {absolute_url(reverse('desk'))}?kind=legal",
        at,
    )


def of_the_queue(at: datetime) -> list[Alert]:
    """Tell of cases that have waited too long, each channel by its own patience. Opens its own
    transaction; however many watch, a channel is told once an hour."""
    oldest = Waiting.objects.open().aggregate(oldest=Min("opened_at"))["oldest"]
    if oldest is None or not _late(_wanting(Event.QUEUE), oldest, at):
        return []
    with transaction.atomic():
        late = _late(_wanting(Event.QUEUE).select_for_update(), oldest, at)
        return [alert for channel in late for alert in _tell_of_the_queue(channel, oldest, at)]


def trial(channel: AlertChannel, by: Any, at: datetime) -> None:
    tell(
        TRIAL,
        "A trial message",
        f"{by} tries whether alerts arrive here. They do.",
        at,
        channels=[channel],
    )


def _wanting(event: str) -> QuerySet[AlertChannel]:
    return AlertChannel.objects.filter(is_on=True, **{f"on_{event}": True})


def _late(channels: QuerySet[AlertChannel], oldest: datetime, at: datetime) -> list[AlertChannel]:
    """The channels that were not told of late, and whose patience has an end."""
    told = dict(
        Alert.objects.filter(event=Event.QUEUE, made_at__gt=at - QUEUE_TOLD_EVERY)
        .order_by()
        .values_list("channel")
        .annotate(Max("made_at"))
    )
    return [
        channel
        for channel in channels
        if channel.pk not in told and at - oldest >= timedelta(minutes=channel.queue_minutes)
    ]


def _tell_of_the_queue(channel: AlertChannel, oldest: datetime, at: datetime) -> list[Alert]:
    patience = timedelta(minutes=channel.queue_minutes)
    count = Waiting.objects.open().filter(Q(opened_at__lte=at - patience)).count()
    waits = int((at - oldest).total_seconds() // 60)
    cases = "1 case has" if count == 1 else f"{count} cases have"
    return tell(
        Event.QUEUE,
        f"The queue waits: {cases} been there for more than {channel.queue_minutes} minutes",
        f"The oldest has waited for {waits} minutes.\n{absolute_url(reverse('desk'))}",
        at,
        channels=[channel],
    )


def end_in_words(suspension: Suspension, at: datetime) -> str:
    """When a suspension ends, as a sentence."""
    if suspension.ends_at is None:
        return "Until somebody reopens."
    return f"Until {_said(suspension.ends_at, at)}."


def _said(moment: datetime, at: datetime) -> str:
    return notices.in_words(moment, at).removesuffix(".")

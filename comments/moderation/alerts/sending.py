"""One message on its way: tried, tried again with growing pauses, given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from comments.models import Alert
from comments.moderation.alerts import carriers

# A chat that restarts is back in a minute, a mail server that is being repaired in two hours.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=25),
    timedelta(hours=2),
)

# A worker that was killed within an attempt has not asked for the next.
LOST_AFTER = timedelta(minutes=10)


@task
def send(pk: int, attempt: int) -> None:
    """The attempt of this number, begun once however often it was asked for: a message is at
    worst late, not doubled."""
    begun = Alert.objects.filter(
        pk=pk, attempts=attempt - 1, sent_at__isnull=True, given_up_at__isnull=True
    ).update(attempts=F("attempts") + 1)
    if not begun:
        return
    alert = Alert.objects.select_related("channel").get(pk=pk)
    try:
        carriers.carry(alert)
    except Exception as failure:  # whatever it was: it is written down, and tried again
        _failed(alert, failure)
    else:
        alert.sent_at, alert.failure = timezone.now(), ""
        alert.save(update_fields=["sent_at", "failure"])


def resume(at: datetime) -> None:
    """Go on with messages whose worker died. Nothing while any are due: then the worker is late,
    and nothing is lost."""
    if DBTaskResult.objects.ready().filter(task_path=send.module_path).exists():
        return
    waiting = Alert.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)
    for alert in waiting.filter(made_at__lt=at - LOST_AFTER):
        if at < alert.made_at + sum(PAUSES[: alert.attempts], LOST_AFTER):
            continue
        if alert.attempts > len(PAUSES):
            alert.given_up_at = at
            alert.save(update_fields=["given_up_at"])
        else:
            send.enqueue(alert.pk, alert.attempts + 1)


def _failed(alert: Alert, failure: Exception) -> None:
    now, alert.failure = timezone.now(), carriers.in_words(failure)
    with transaction.atomic():
        if alert.attempts > len(PAUSES):
            alert.given_up_at = now
        else:
            later = send.using(run_after=now + PAUSES[alert.attempts - 1])
            later.enqueue(alert.pk, alert.attempts + 1)
        alert.save(update_fields=["failure", "given_up_at"])

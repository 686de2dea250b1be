"""Whatever changes the switch sends its alert: a person, the breaker, an import, the clock."""

from __future__ import annotations

import ast
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from comments import switch
from comments.models import (
    Alert,
    AlertChannel,
    Case,
    Mode,
    Scope,
    Suspension,
    Thread,
    Trip,
)
from comments.moderation import alerts, breaker, reopening
from comments.moderation.scheduled_changes import announce_scheduled_changes
from comments.transfer import closing
from newsroom.management.commands import work
from tests.builders import a_case, a_comment, a_person, a_section

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def channel(db):
    return AlertChannel.objects.create(target="desk@example.org", kind="mail")


def suspended(scope=Scope(), mode=Mode.CLOSED, **fields):  # noqa: B008 - a frozen value
    return switch.suspend(scope, mode=mode, cause="holiday", reason="Christmas.", **fields)


def as_time_goes(suspension, *, begins=None, ends=None, set_ago=DAY):
    """A suspension as it is when some time has passed; times are counted from now."""
    at = timezone.now()
    fields = {"set_at": at - set_ago}
    fields["starts_at"] = at + begins if begins is not None else at - set_ago
    if ends is not None:
        fields["ends_at"] = at + ends
    Suspension.objects.filter(pk=suspension.pk).update(**fields)


def subjects():
    return list(Alert.objects.order_by("pk").values_list("subject", flat=True))


# Each change by the machine


def the_breaker_trips(article):
    people = [a_person() for _ in range(4)]
    for number in range(12):
        a_comment(article=article, author=people[number % 4], status="spam")
    assert breaker.watch(Thread.objects.of(article), timezone.now())


def a_suspension_begins_by_the_clock(article):
    as_time_goes(suspended(starts_at=timezone.now() + HOUR), begins=-MINUTE)
    work._look()


def a_suspension_ends_by_the_clock(article):
    as_time_goes(suspended(ends_at=timezone.now() + HOUR), ends=-MINUTE)
    work._look()


def what_the_breaker_has_set_ends_by_the_clock(article):
    suspension = suspended(Scope(article=article), Mode.PREMODERATED, ends_at=timezone.now() + HOUR)
    Trip.objects.create(
        suspension=suspension, measured=10, out_of=20, window_minutes=10, tripped_at=timezone.now()
    )
    as_time_goes(suspension, ends=-MINUTE)
    work._look()


def an_import_closes_a_conversation(article):
    assert closing.close_as_imported([article.pk]) == 1


def the_command_line_suspends(article):
    call_command("commenting", "suspend", "--reason", "A raid.")


def the_command_line_reopens(article):
    suspended()
    call_command("commenting", "reopen")


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        (the_breaker_trips, "The breaker has tripped: Premoderated: article “"),
        (a_suspension_begins_by_the_clock, "Suspended, as scheduled: Closed: the whole site"),
        (a_suspension_ends_by_the_clock, "Ended, as scheduled: Closed: the whole site"),
        (
            what_the_breaker_has_set_ends_by_the_clock,
            "Ended, as scheduled: Premoderated: article “",
        ),
        (an_import_closes_a_conversation, "An import has closed 1 conversation"),
        (the_command_line_suspends, "Suspended: Closed: the whole site"),
        (the_command_line_reopens, "Lifted: Closed: the whole site"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_change_of_the_switch_by_the_machine_sends_one_alert(
    article, channel, settings, monkeypatch, change, subject
):
    monkeypatch.setattr(work.weather, "fetch", lambda *_: None)
    settings.SITE_URL = "https://courier.example"
    change(article)
    work._look()
    (alert,) = Alert.objects.all()
    assert alert.subject.startswith(subject)
    addresses = re.findall(r"\S*/admin/\S*", alert.text)
    assert [each.startswith("https://courier.example/admin/") for each in addresses] == [True]


def test_every_module_that_changes_the_switch_sends_alerts():
    """A new way to suspend or to lift, without an alert, is noticed here. The demo opens a paper
    that nobody works at yet."""
    silent = []
    for path in [*ROOT.glob("comments/**/*.py"), *ROOT.glob("newsroom/**/*.py")]:
        source = path.read_text(encoding="utf-8")
        calls = {
            ast.unparse(n.func) for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)
        }
        changes = calls & {"switch.suspend", "switch.lift", "Suspension.objects.bulk_create"}
        if changes and not any(call.startswith("alerts.of_") for call in calls):
            silent.append(str(path.relative_to(ROOT)))
    assert silent == ["newsroom/demo/load.py"]


# By the clock


def test_what_begins_at_once_and_what_has_no_end_are_told_by_who_did_it_alone(channel, article):
    suspended()
    suspended(ends_at=timezone.now() + HOUR)
    assert announce_scheduled_changes(timezone.now() + 2 * MINUTE) == []


def test_nothing_is_told_before_its_time(channel):
    at = timezone.now()
    suspended(starts_at=at + HOUR, ends_at=at + 2 * HOUR)
    assert announce_scheduled_changes(at + 59 * MINUTE) == []
    (begun,) = announce_scheduled_changes(at + 61 * MINUTE)
    assert begun.subject == "Suspended, as scheduled: Closed: the whole site"
    assert announce_scheduled_changes(at + 90 * MINUTE) == []
    (ended,) = announce_scheduled_changes(at + 121 * MINUTE)
    assert ended.subject == "Ended, as scheduled: Closed: the whole site"
    assert announce_scheduled_changes(at + 3 * HOUR) == []


def test_the_alert_says_who_has_set_it_and_until_when(channel, moderator):
    suspended(by=moderator, starts_at=timezone.now() + HOUR, ends_at=timezone.now() + 100 * DAY)
    (alert,) = announce_scheduled_changes(timezone.now() + 2 * HOUR)
    assert alert.text.startswith("Set in advance by Moritz Calm: Christmas.\nUntil ")


def test_what_was_called_off_or_lifted_before_is_not_told_by_the_clock(channel, moderator):
    at = timezone.now()
    for fields in ({"starts_at": at + HOUR}, {"ends_at": at + HOUR}):
        reopening.reopen(suspended(**fields), by=moderator)
    assert subjects() == ["Called off: Closed: the whole site", "Lifted: Closed: the whole site"]
    assert announce_scheduled_changes(at + 2 * HOUR) == []


def test_a_worker_that_was_away_for_a_night_tells_late_and_older_changes_are_no_news(channel):
    at = timezone.now()
    suspended(ends_at=at + HOUR)
    assert len(announce_scheduled_changes(at + 9 * HOUR)) == 1
    suspended(ends_at=at + HOUR)
    assert announce_scheduled_changes(at + 26 * HOUR) == []


def test_an_end_says_what_still_holds_and_how_many_comments_wait_only_for_it(channel, article):
    at = timezone.now()
    suspension = suspended(mode=Mode.PREMODERATED, ends_at=at + HOUR)
    for _ in range(2):
        a_case(article=article, causes=("premoderation",), at=timezone.now())
    suspended(Scope(section=a_section(name="Sport")), Mode.HIDDEN)
    (alert,) = announce_scheduled_changes(at + 2 * HOUR)
    assert "2 comments still wait that were held only by it." in alert.text
    assert alert.text.endswith(reverse("suspension", args=[suspension.pk]))
    suspended(Scope(), Mode.HIDDEN)
    suspended(ends_at=at + HOUR)
    (alert,) = announce_scheduled_changes(at + 2 * HOUR)
    assert "Still in force there: Hidden: the whole site." in alert.text


def test_looking_when_nothing_has_changed_costs_two_queries(
    channel, article, django_assert_num_queries
):
    for _ in range(3):
        suspended(Scope(article=article), ends_at=timezone.now() + HOUR)
    with django_assert_num_queries(2):
        announce_scheduled_changes(timezone.now())


def test_cron_tells_of_the_clock_too(channel, capsys):
    as_time_goes(suspended(ends_at=timezone.now() + HOUR), ends=-MINUTE)
    call_command("watch_queue")
    assert capsys.readouterr().out == "Told 1 of the alert channels.\n"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_however_many_workers_look_at_once_it_is_told_once():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    AlertChannel.objects.create(target="desk@example.org", kind="mail")
    as_time_goes(suspended(ends_at=timezone.now() + HOUR), ends=-MINUTE)
    start = threading.Barrier(6)

    def look():
        start.wait()
        try:
            return len(announce_scheduled_changes(timezone.now()))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as workers:
        told = [each.result(timeout=60) for each in [workers.submit(look) for _ in range(6)]]
    assert sorted(told) == [0, 0, 0, 0, 0, 1]
    assert Alert.objects.count() == 1


# Whole addresses


def test_every_alert_carries_an_address_that_can_be_opened(article, channel, settings, moderator):
    settings.SITE_URL = "https://courier.example"
    at = timezone.now()
    suspension = suspended()
    alerts.of_switch(suspension, lifted=False, by=moderator, at=at)
    alerts.of_closing_by_import(3, at)
    Case.objects.filter(pk=a_case(article=article).pk).update(opened_at=at - DAY)
    alerts.of_the_queue(at)
    for alert in Alert.objects.all():
        assert "https://courier.example/admin/" in alert.text, alert.subject
        assert not re.search(r"(?<![\w.])/admin/", alert.text), alert.subject
    assert Alert.objects.count() == 3

"""Moderators are told where they are: by mail or in a chat, never while a reader waits."""

from __future__ import annotations

import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import switch
from comments.models import Alert, AlertChannel, Case, Event, LegalNotice, Mode, Scope, Suspension
from comments.moderation import alerts
from comments.moderation.alerts.sending import PAUSES, send
from tests.builders import a_comment

MINUTE = timedelta(minutes=1)
registered = pytest.mark.skipif(
    not admin.site.is_registered(AlertChannel), reason="not in the admin yet"
)


class Chat:
    """An incoming hook: what it was sent, and what it answers."""

    def __init__(self):
        self.received, self.answers, self.paths = [], 200, []
        chat = self

        class Hook(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                chat.received.append(json.loads(body))
                chat.paths.append(self.path)
                self.send_response(chat.answers)
                if 300 <= chat.answers < 400:
                    self.send_header("Location", f"{chat.address}/elsewhere")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Hook)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def chat():
    chat = Chat()
    yield chat
    chat.close()


@pytest.fixture
def own_machine_is_allowed(settings):
    settings.ALLOW_PRIVATE_TARGETS = True


def a_channel(target="desk@example.org", **fields):
    kind = "mail" if "@" in target else "webhook"
    return AlertChannel.objects.create(target=target, kind=kind, **fields)


def tell(subject="The bridge burns", text="Come.", event=Event.SWITCH):
    return alerts.tell(event, subject, text, timezone.now())


def work():
    """What the worker does: each task that is due, once."""
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"])
        row.delete()


def work_until_nothing_is_left():
    """Each task in its order, as though the time between had passed."""
    pauses = []
    while row := DBTaskResult.objects.order_by("enqueued_at").first():
        pauses.append(round((row.run_after - timezone.now()) / MINUTE))
        row.task.call(*row.args_kwargs["args"])
        row.delete()
    return pauses[1:]


def a_case(article, *, minutes_old):
    comment = a_comment(article=article, status="held")
    at = timezone.now() - timedelta(minutes=minutes_old)
    return Case.objects.open_for(comment, Case.Kind.HELD, ["words"], at=at)


# Sending


def test_an_alert_is_a_mail_that_the_worker_sends(db, mailoutbox):
    a_channel()
    (alert,) = tell("The bridge\nburns", "Come.\nAll of you.")
    assert mailoutbox == []
    work()
    (mail,) = mailoutbox
    assert (mail.subject, mail.body, mail.to) == (
        "The bridge burns", "Come.\nAll of you.", ["desk@example.org"],
    )  # fmt: skip
    alert.refresh_from_db()
    assert alert.sent_at is not None
    assert (alert.attempts, alert.failure) == (1, "")


def test_a_chat_gets_words_that_slack_mattermost_and_discord_read(db, chat, own_machine_is_allowed):
    a_channel(f"{chat.address}/hooks/a?key=b")
    tell()
    work()
    words = "The bridge burns\nCome."
    assert chat.received == [{"text": words, "content": words}]
    assert chat.paths == ["/hooks/a?key=b"]
    assert Alert.objects.get().sent_at is not None


def test_a_message_is_no_longer_than_discord_takes(db, chat, own_machine_is_allowed):
    a_channel(chat.address)
    tell(text="x" * 5000)
    work()
    assert len(chat.received[0]["content"]) == 2000


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254"])
def test_the_house_s_own_machines_are_refused_as_targets(db, host):
    a_channel(f"http://{host}:9/hooks/a")
    tell()
    work()
    alert = Alert.objects.get()
    assert (alert.sent_at, alert.attempts) == (None, 1)
    assert alert.failure == "PrivateTarget"


def test_a_redirect_is_not_followed(db, chat, own_machine_is_allowed):
    a_channel(f"{chat.address}/hooks/a")
    chat.answers = 302
    tell()
    work()
    assert chat.paths == ["/hooks/a"]
    assert Alert.objects.get().failure == "HookRefused 302"


def test_only_channels_in_use_that_want_the_event_are_told(db):
    wants = a_channel("a@example.org", on_queue=False)
    a_channel("b@example.org", on_breaker=False)
    a_channel("c@example.org", is_on=False)
    tell(event=Event.BREAKER)
    assert [alert.channel for alert in Alert.objects.all()] == [wants]


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_tells_nobody():
    a_channel()
    with transaction.atomic():
        tell()
        transaction.set_rollback(True)
    assert not Alert.objects.exists()
    assert not DBTaskResult.objects.exists()


# Trying again


def test_what_fails_is_tried_again_with_growing_pauses_and_then_given_up(
    db, chat, own_machine_is_allowed
):
    a_channel(f"{chat.address}/hooks/secret")
    chat.answers = 503
    tell()
    assert work_until_nothing_is_left() == [1, 5, 25, 120]
    alert = Alert.objects.get()
    assert alert.given_up_at is not None
    assert (alert.attempts, alert.failure) == (5, "HookRefused 503")
    assert len(chat.received) == 5


def test_what_arrives_at_the_second_attempt_has_arrived(db, chat, own_machine_is_allowed):
    a_channel(chat.address)
    chat.answers = 500
    tell()
    work()
    chat.answers = 204
    assert work_until_nothing_is_left() == []
    alert = Alert.objects.get()
    assert (alert.attempts, alert.failure, alert.given_up_at) == (2, "", None)
    assert alert.sent_at is not None


def test_an_attempt_asked_for_twice_is_made_once(db, mailoutbox):
    a_channel()
    (alert,) = tell()
    send.call(alert.pk, 1)
    send.call(alert.pk, 1)
    send.call(alert.pk, 2)
    assert len(mailoutbox) == 1


def test_a_message_whose_worker_was_killed_goes_on(db, mailoutbox):
    a_channel()
    tell()
    alerts.resume(timezone.now() + 15 * MINUTE)
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.all().delete()
    Alert.objects.update(attempts=1)
    alerts.resume(timezone.now() + 5 * MINUTE)
    assert not DBTaskResult.objects.exists()
    alerts.resume(timezone.now() + 15 * MINUTE)
    work()
    assert len(mailoutbox) == 1
    assert Alert.objects.get().attempts == 2


def test_a_message_killed_at_its_last_attempt_is_given_up(db):
    a_channel()
    tell()
    DBTaskResult.objects.all().delete()
    Alert.objects.update(attempts=len(PAUSES) + 1)
    alerts.resume(timezone.now() + timedelta(hours=4))
    assert Alert.objects.get().given_up_at is not None


# What is told


def test_throwing_the_switch_is_told_and_lifting_it(client, moderator, open_admin, article):
    a_channel()
    client.force_login(moderator)
    page = client.get(reverse("suspension_draft"))
    form = page.context["form"]
    said = {field.html_name: field.value() or "" for field in form} | {"reason": "A raid."}
    client.post(reverse("suspensions"), said)
    suspension = Suspension.objects.get()
    client.post(reverse("lifting", args=[suspension.pk]))
    lifted, thrown = Alert.objects.all()
    assert thrown.subject == "Suspended: Closed: the whole site"
    assert thrown.text.startswith("By Moritz Calm. A raid.\nUntil somebody reopens.")
    assert lifted.subject == "Lifted: Closed: the whole site"


def test_the_command_line_tells_too(db, article, capsys):
    a_channel()
    call_command("commenting", "suspend", "--reason", "A raid.", "--mode", "hidden")
    call_command("commenting", "reopen")
    subjects = [alert.subject for alert in Alert.objects.order_by("pk")]
    assert subjects == ["Suspended: Hidden: the whole site", "Lifted: Hidden: the whole site"]


def test_what_was_lifted_already_is_told_once(client, moderator, open_admin, article):
    a_channel()
    suspension = switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason="X.")
    client.force_login(moderator)
    for _ in range(2):
        client.post(reverse("lifting", args=[suspension.pk]))
    assert Alert.objects.count() == 1


def test_a_legal_notice_is_told_without_its_words(article):
    a_channel()
    notice = LegalNotice.objects.create(
        comment=a_comment(article=article, text="Vile words."),
        name="Lee Gall",
        email="lee@example.org",
        text="It defames me.",
        made_at=timezone.now(),
    )
    alerts.of_legal_notice(notice, timezone.now())
    alert = Alert.objects.get()
    assert alert.subject == f"A legal notice about a comment under “{article}”"
    assert not re.search("Vile|Lee|defames", alert.subject + alert.text)


# The queue


def test_a_queue_that_waits_is_told_once_an_hour_to_each_channel(article):
    hasty, patient = a_channel("a@example.org", queue_minutes=30), a_channel(queue_minutes=90)
    a_case(article, minutes_old=45)
    a_case(article, minutes_old=31)
    a_case(article, minutes_old=1)
    at = timezone.now()
    (alert,) = alerts.of_the_queue(at)
    assert alert.channel == hasty
    assert alert.subject == "The queue waits: 2 cases have been there for more than 30 minutes"
    assert alert.text.startswith("The oldest has waited for 45 minutes.")
    assert alerts.of_the_queue(at + 30 * MINUTE) == []
    told = [each.channel for each in alerts.of_the_queue(at + 61 * MINUTE)]
    assert set(told) == {hasty, patient}


def test_an_empty_queue_and_a_closed_case_wait_for_nobody(article):
    a_channel()
    assert alerts.of_the_queue(timezone.now()) == []
    case = a_case(article, minutes_old=600)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    assert alerts.of_the_queue(timezone.now()) == []


def test_a_second_channel_hears_of_the_queue_by_itself(article):
    a_case(article, minutes_old=100)
    first = a_channel()
    at = timezone.now()
    assert [each.channel for each in alerts.of_the_queue(at)] == [first]
    second = a_channel("late@example.org")
    assert [each.channel for each in alerts.of_the_queue(at + MINUTE)] == [second]


def test_cron_may_watch_the_queue(article, capsys):
    a_channel()
    a_case(article, minutes_old=61)
    call_command("watch_queue")
    assert capsys.readouterr().out == "Told 1 of the alert channels.\n"
    call_command("watch_queue")
    assert capsys.readouterr().out == "Told 0 of the alert channels.\n"


# In the admin


@registered
def test_an_administrator_tries_a_channel_and_sees_what_became_of_it(
    client, administrator, open_admin, chat, own_machine_is_allowed
):
    channel = a_channel(f"{chat.address}/hooks/secret")
    client.force_login(administrator)
    page = client.post(
        reverse("admin:comments_alertchannel_trials", args=[channel.pk]), follow=True
    ).content.decode()
    assert "A trial message is on its way." in page
    assert chat.received == []
    work()
    assert chat.received[0]["text"].startswith("A trial message\nAda Keys tries")
    page = client.get(reverse("admin:comments_alertchannel_change", args=[channel.pk]))
    assert "Sent at" in page.content.decode()


@registered
def test_the_list_shows_no_key_and_costs_the_same_with_three(
    client, administrator, open_admin, django_assert_max_num_queries
):
    client.force_login(administrator)
    costs = []
    for number in range(3):
        a_channel(f"https://hooks.example.com/services/secret{number}")
        tell()
        with django_assert_max_num_queries(30) as spent:
            page = client.get(reverse("admin:comments_alertchannel_changelist"))
        costs.append(len(spent))
    assert "https://hooks.example.com/…" in page.content.decode()
    assert "secret" not in page.content.decode()
    assert len(set(costs)) == 1


@registered
def test_who_may_only_see_the_channels_sees_them_without_their_keys(client, moderator, open_admin):
    channel = a_channel("https://hooks.example.com/services/secret")
    moderator.user_permissions.add(Permission.objects.get(codename="view_alertchannel"))
    client.force_login(moderator)
    address = reverse("admin:comments_alertchannel_change", args=[channel.pk])
    page = client.get(address).content.decode()
    assert "https://hooks.example.com/…" in page
    assert "secret" not in page
    trials = reverse("admin:comments_alertchannel_trials", args=[channel.pk])
    assert client.post(trials).status_code == 403


@registered
def test_a_failure_is_shown_with_its_class_and_status(client, administrator, open_admin):
    channel = a_channel("https://hooks.example.com/services/secret")
    tell()
    Alert.objects.update(failure="HookRefused 404", attempts=5, given_up_at=timezone.now())
    client.force_login(administrator)
    page = client.get(reverse("admin:comments_alertchannel_change", args=[channel.pk]))
    assert "HookRefused 404" in page.content.decode()
    assert "Given up" in page.content.decode()

"""Errors go to ADMINS by mail: what failed and where, and nothing of a reader."""

from __future__ import annotations

import logging
import re
import socket
import threading

import pytest
from allauth.account.views import PasswordResetFromKeyView
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comments import posting
from comments.views import writing
from newsroom import error_mail

pytestmark = pytest.mark.django_db

SECRETS = ("rita@private.example", "my private words", "198.51.100.7", "sessionid", "csrf-secret",
           "Firefox/140")  # fmt: skip


@pytest.fixture(autouse=True)
def with_admins(settings):
    settings.SENDS_MAIL = True
    settings.ADMINS = [("Ops", "ops@courier.example")]
    settings.SERVER_EMAIL = "site@courier.example"


@pytest.fixture
def broken(monkeypatch):
    """Posting fails with what was typed in the message of its error."""

    def submit(submission):
        typed_by_a_reader = submission.text
        raise ValueError(typed_by_a_reader + SECRETS[0])

    monkeypatch.setattr(posting, "submit", submit)


def post(article, reader) -> int:
    client = Client(raise_request_exception=False, REMOTE_ADDR="198.51.100.7")
    client.force_login(reader)
    client.cookies["csrftoken"] = "csrf-secret"
    return client.post(
        f"{reverse('write', args=[article.pk])}?email=rita@private.example",
        {"text": "my private words", "csrfmiddlewaretoken": "x", "token": ""},
        headers={"user-agent": "Firefox/140"},
    ).status_code


def test_an_error_is_mailed_with_its_place_and_without_its_reader(broken, article, reader):
    assert post(article, reader) == 500
    [letter] = mail.outbox
    assert letter.to == ["ops@courier.example"]
    assert letter.from_email == "site@courier.example"
    assert re.fullmatch(r"\[localhost\] ValueError in submit, line \d+", letter.subject)
    assert "ValueError" in letter.body
    assert writing.__file__ in letter.body
    assert "Page: /conversation/<int:article_id>/" in letter.body
    for secret in (*SECRETS, reader.email, reader.display_name):
        assert secret not in letter.subject + letter.body


def test_the_link_to_set_a_password_is_not_in_the_mail_about_its_page(client, reader, monkeypatch):
    def fail(self, request, **kwargs):
        raise KeyError(request.path)

    monkeypatch.setattr(PasswordResetFromKeyView, "dispatch", fail)
    browser = Client(raise_request_exception=False)
    assert browser.get("/accounts/password/reset/key/1-abc123secret/").status_code == 500
    [letter] = mail.outbox
    assert "abc123secret" not in letter.subject + letter.body


def an_hour_is_over(letter) -> None:
    cache.delete(error_mail.key_of(letter.subject.removeprefix("[localhost] ")))


def test_an_outage_is_one_mail_and_the_next_says_how_often(broken, article, reader):
    for _ in range(5):
        post(article, reader)
    assert len(mail.outbox) == 1
    an_hour_is_over(mail.outbox[0])
    post(article, reader)
    assert "the same has happened 4 times more" in mail.outbox[1].body


def test_many_kinds_of_errors_are_ten_mails_an_hour():
    for number in range(30):
        logging.getLogger("newsroom").error(f"Something of kind {number} failed.")
    assert len(mail.outbox) == 10


def test_what_a_log_line_was_given_is_not_mailed():
    logging.getLogger("newsroom").error("Could not be asked: %s", "my private words")
    [letter] = mail.outbox
    assert letter.subject == "[localhost] ERROR: Could not be asked: …"
    assert "my private words" not in letter.body


@pytest.mark.parametrize(("admins", "sends_mail"), [([], True), ([("", "a@b.example")], False)])
def test_without_admins_or_a_mail_server_nothing_is_mailed(
    broken, article, reader, settings, admins, sends_mail
):
    settings.ADMINS, settings.SENDS_MAIL = admins, sends_mail
    assert post(article, reader) == 500
    assert mail.outbox == []


def test_a_mail_server_that_hangs_is_waited_for_once(settings, broken, article, reader):
    """It takes the connection and says nothing."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.2
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        server.settimeout(5)

        def accept() -> None:
            while True:
                try:
                    calls.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        assert post(article, reader) == 500
        logging.getLogger("newsroom").error("Something else.")
        server.settimeout(0.1)
        thread.join(6)
    for call in calls:
        call.close()
    assert len(calls) == 1

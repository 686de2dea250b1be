"""Without EMAIL_URL no page says that a mail was sent."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import Alert, AlertChannel
from comments.moderation import alerts
from comments.moderation.alerts.sending import send
from tests.builders import a_comment, an_article

pytestmark = pytest.mark.django_db

CLAIMS = re.compile(
    r"(have|has been|is|was) sent|we.{1,5}send|on its way|in your inbox|spam folder|contact us"
    r"|check your mail|confirmation (e-?mail|mail)",
    re.IGNORECASE,
)


def words_of(page) -> str:
    """What a person reads of a page, messages too."""
    text = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(text.split())


@pytest.mark.parametrize(
    "path",
    ["/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/confirm-email/",
     "/accounts/login/", "/accounts/signup/", "/accounts/inactive/"],
)  # fmt: skip
def test_a_stranger_reads_of_no_mail(client, path):
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert CLAIMS.findall(words_of(page)) == []


def test_who_forgot_a_password_reads_whom_to_ask_and_finds_no_form_that_does_nothing(
    client, reader
):
    page = client.get("/accounts/password/reset/")
    assert "sends no mail at present" in words_of(page)
    assert "ask an administrator of Newsroom" in words_of(page)
    assert 'name="email"' not in page.content.decode()
    done = client.post("/accounts/password/reset/", {"email": reader.email}, follow=True)
    assert CLAIMS.findall(words_of(done)) == []
    assert "sends no mail at present" in words_of(done)


def test_with_mail_the_page_has_its_form_and_says_what_was_sent(client, reader, settings):
    settings.SENDS_MAIL = True
    assert 'name="email"' in client.get("/accounts/password/reset/").content.decode()
    done = client.post("/accounts/password/reset/", {"email": reader.email}, follow=True)
    assert "We have sent a mail to the address you gave." in words_of(done)


def test_who_signs_up_is_told_of_no_mail(client):
    form = {"email": "new@example.org", "display_name": "Nora New",
            "password1": "a heron in the harbour"}  # fmt: skip
    assert CLAIMS.findall(words_of(client.post("/accounts/signup/", form, follow=True))) == []


def test_who_adds_an_address_is_told_that_it_stays_unconfirmed(client, reader):
    client.force_login(reader)
    page = client.post(
        "/accounts/email/", {"action_add": "", "email": "second@example.org"}, follow=True
    )
    assert CLAIMS.findall(words_of(page)) == []
    assert "second@example.org cannot be confirmed" in words_of(page)
    assert "action_send" not in page.content.decode()
    page = client.post(
        "/accounts/email/", {"action_send": "", "email": "second@example.org"}, follow=True
    )
    assert CLAIMS.findall(words_of(page)) == []


def test_a_legal_notice_is_taken_without_a_confirmation_by_mail(client):
    comment = a_comment(article=an_article())
    form = {"name": "A Lawyer", "email": "lawyer@example.org", "text": "Section 185.",
            "in_good_faith": "on"}  # fmt: skip
    page = client.post(reverse("legal_notice", args=[comment.pk]), form, follow=True)
    assert "A moderator will decide" in words_of(page)
    assert CLAIMS.findall(words_of(page)) == []


def test_an_alert_by_mail_is_not_shown_as_sent(client, administrator, open_admin):
    channel = AlertChannel.objects.create(kind="mail", target="desk@example.org")
    alerts.trial(channel, administrator, timezone.now())
    send.func(Alert.objects.get().pk, 1)
    client.force_login(administrator)
    page = client.get(reverse("admin:comments_alertchannel_change", args=[channel.pk]))
    assert "Nobody got it: this site has no mail server (EMAIL_URL)" in words_of(page)
    assert "Nobody got it" in words_of(client.get("/admin/comments/alertchannel/"))


def test_signing_up_sends_nothing_and_says_nothing_of_mail(client, mailoutbox):
    form = {"email": "new@example.org", "display_name": "Nora New",
            "password1": "a heron in the harbour"}  # fmt: skip
    page = client.post("/accounts/signup/", form, follow=True)
    assert page.status_code == 200
    assert mailoutbox == []
    assert [str(message) for message in page.context["messages"]] == [
        "Successfully signed in as Nora New."
    ]

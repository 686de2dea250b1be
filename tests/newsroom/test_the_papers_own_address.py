"""Every link that leaves the site has SITE_URL in it, and never the Host header."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from comments import reporting, switch
from comments.models import Alert, AlertChannel, Decision, Mode, Scope, Suspension, Trip
from comments.moderation import alerts, decisions
from comments.notices.mail import receipt, statements
from newsroom.models import Masthead
from tests.builders import a_comment, a_picture, an_article

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
POISON = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example"}


@pytest.fixture(autouse=True)
def courier(settings):
    settings.SITE_URL = "https://courier.example"
    settings.DEFAULT_FROM_EMAIL = "desk@courier.example"
    # As where somebody was careless: the Host header still makes no link.
    settings.ALLOWED_HOSTS = ["*"]
    settings.SENDS_MAIL = True
    Masthead.objects.update(name="The Allard Courier")


def settings_of(tmp_path, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c",
         f"from django.conf import settings; print(repr(settings.{name}))"],
        env={**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "newsroom.settings",
             **environment},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def links_in(text: str) -> set[str]:
    return set(re.findall(r"https?://[^/\s\"<>]+", text))


def test_a_password_reset_asked_for_with_another_host_leads_to_the_paper(client, reader):
    client.post("/accounts/password/reset/", {"email": reader.email}, **POISON)
    (letter,) = mail.outbox
    assert "evil.example" not in letter.body + letter.subject
    assert links_in(letter.body) == {"https://courier.example"}
    assert re.search(r"https://courier\.example/accounts/password/reset/key/\S+", letter.body)


def test_whoever_has_no_account_or_has_one_already_gets_no_link_of_another_host(client, reader):
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, **POISON)
    client.post(
        "/accounts/signup/",
        {"email": reader.email, "display_name": "Somebody", "password1": "correct horse battery"},
        **POISON,
    )
    client.force_login(reader)
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"}, **POISON)
    assert mail.outbox
    for letter in mail.outbox:
        assert "evil.example" not in letter.body + letter.subject
        assert links_in(letter.body) <= {"https://courier.example"}


@pytest.mark.parametrize("path", ["/", "/section/city/", "{article}"])
def test_a_page_names_itself_by_the_papers_address(client, path):
    article = an_article(lead_image=a_picture())
    page = client.get(path.format(article=article.get_absolute_url()), **POISON).content.decode()
    canonical = re.findall(r'<link rel="canonical" href="(.*?)"', page)
    shared = re.findall(r'<meta property="og:(?:url|image)" content="(.*?)"', page)
    assert canonical
    assert all(each.startswith("https://courier.example/") for each in canonical + shared)
    assert "evil.example" not in page


@pytest.mark.parametrize("path", ["/feed/", "/section/city/feed/"])
def test_a_feed_has_the_papers_address_alone(client, path):
    an_article()
    feed = client.get(path, **POISON).content.decode()
    assert "evil.example" not in feed
    assert f'href="https://courier.example{path}" rel="self"' in feed
    assert re.search(r"<item>.*<link>https://courier\.example/\d{4}/", feed, re.DOTALL)


def test_every_alert_has_whole_addresses(moderator, reader):
    AlertChannel.objects.create(kind="mail", target="desk@courier.example")
    comment, at = a_comment(article=an_article(), author=reader), timezone.now()
    notice = reporting.file_legal_notice(
        comment, name="A Lawyer", email="lawyer@example.org", text="Section 185.", at=at
    )
    alerts.of_legal_notice(notice, at)
    alerts.of_the_queue(at + timedelta(hours=3))
    suspension = Suspension.drawn_up(
        Scope(), at=at, mode=Mode.CLOSED, cause="abuse", reason="Trolls.", set_by=moderator
    )
    suspension.save()
    trip = Trip.objects.create(
        suspension=suspension, tripped_at=at, measured=10, out_of=20, window_minutes=10
    )
    with switch.alone():
        alerts.of_switch(suspension, lifted=False, by=moderator, at=at)
        alerts.of_trip(trip, "Much trouble.", at)
    texts = list(Alert.objects.values_list("event", "text"))
    assert {event for event, _ in texts} == {"breaker", "legal", "queue", "switch"}
    for _, text in texts:
        assert links_in(text) == {"https://courier.example"}
        assert not re.search(r"(?<!example)/admin/", text)


def test_a_letter_to_a_reader_comes_from_the_paper_and_leads_to_it(reader, moderator):
    comment = a_comment(article=an_article(), author=reader)
    at = timezone.now()
    notice = reporting.file_legal_notice(
        comment, name="A Lawyer", email="lawyer@example.org", text="Section 185.", at=at
    )
    decisions.decide(Decision.Verb.REJECT, [comment.pk], by=moderator, reason="Off topic", at=at)
    Decision.objects.update(statement="Your comment is about something else.")
    receipt.func(notice.pk, 0)
    statements.func(list(Decision.objects.values_list("pk", flat=True)), 0)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert links_in(letter.body) == {"https://courier.example"}
        assert parseaddr(letter.from_email) == ("The Allard Courier", "desk@courier.example")


def test_a_name_in_the_senders_setting_is_kept(client, reader, settings):
    settings.DEFAULT_FROM_EMAIL = "Courier Accounts <accounts@courier.example>"
    client.post("/accounts/password/reset/", {"email": reader.email})
    assert mail.outbox[0].from_email == "Courier Accounts <accounts@courier.example>"


@pytest.mark.parametrize(
    ("environment", "name", "value"),
    [
        ({"PORT": "8102"}, "SITE_URL", "http://localhost:8102"),
        ({"PORT": "eighty"}, "SITE_URL", "http://localhost:8000"),
        ({"SITE_URL": "https://courier.example/"}, "SITE_URL", "https://courier.example"),
        ({"SITE_URL": "https://Courier.example:443"}, "SITE_URL", "https://courier.example"),
        ({"SITE_URL": "https://bücher.example"}, "SITE_URL", "https://xn--bcher-kva.example"),
        ({"ALLOWED_HOSTS": "127.0.0.1,courier.example"}, "SITE_URL", "https://courier.example"),
        ({"SITE_URL": "https://courier.example:8443"}, "ALLOWED_HOSTS",
         ["localhost", "127.0.0.1", "[::1]", "courier.example"]),
        ({"SITE_URL": "https://courier.example"}, "DEFAULT_FROM_EMAIL", "newsroom@courier.example"),
        ({"SITE_URL": "https://courier.example"}, "SERVER_EMAIL", "newsroom@courier.example"),
        ({"SITE_URL": "https://courier.example"}, "CSRF_TRUSTED_ORIGINS",
         ["https://courier.example"]),
        ({"DEFAULT_FROM_EMAIL": "a@b.example"}, "SERVER_EMAIL", "a@b.example"),
        ({}, "EMAIL_TIMEOUT", 10),
        ({"EMAIL_TIMEOUT": "3", "EMAIL_URL": "smtp://mail.example"}, "EMAIL_TIMEOUT", 3),
        ({"ADMINS": "ops@courier.example, Ada Keys <ada@courier.example>"}, "ADMINS",
         [("", "ops@courier.example"), ("Ada Keys", "ada@courier.example")]),
        ({}, "SENDS_MAIL", False),
        ({"EMAIL_URL": "consolemail://"}, "SENDS_MAIL", False),
        ({"EMAIL_URL": "smtp://mail.example"}, "SENDS_MAIL", True),
    ],
)  # fmt: skip
def test_what_the_environment_says_of_mail_and_addresses(tmp_path, environment, name, value):
    assert settings_of(tmp_path, name, **environment).stdout.strip() == repr(value)


@pytest.mark.parametrize(
    "url",
    ["courier.example", "ftp://courier.example", "https://", "https://courier.example/news/",
     "https://courier.example?x=1", "https://user@courier.example", "https://courier.example:http",
     "https://two words.example", "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_at_the_start_in_one_sentence(tmp_path, url):
    refused = settings_of(tmp_path, "SITE_URL", SITE_URL=url)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert refused.stderr.startswith("SITE_URL is ")
    assert "as in https://courier.example" in refused.stderr

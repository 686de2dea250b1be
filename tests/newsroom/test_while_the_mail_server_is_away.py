"""What readers are told while the mail server does not answer: never that the site is broken."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from newsroom.models import User
from tests.builders import a_person

pytestmark = pytest.mark.django_db

VERA = {"email": "v@example.net", "display_name": "Vera", "password1": "lantern-heron-58"}


@pytest.fixture
def addresses_are_confirmed(settings):
    reverse("account_login")  # allauth makes its addresses by its settings, once
    settings.SENDS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True


@pytest.fixture
def away(monkeypatch, addresses_are_confirmed):
    def refuse(*args, **kwargs):
        raise TimeoutError

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)


@pytest.mark.usefixtures("away")
def test_a_forgotten_password(client):
    person = a_person()

    page = client.post(reverse("account_reset_password"), {"email": person.email})

    assert page.status_code < 500
    assert "could not be sent" in page.text


@pytest.mark.usefixtures("away")
def test_a_new_account_is_there_and_signs_in_later(client):
    page = client.post(reverse("account_signup"), VERA, follow=True)

    assert page.redirect_chain[-1][0] == reverse("account_login")
    assert "could not be sent" in page.text
    assert User.objects.filter(email="v@example.net").exists()


@pytest.mark.usefixtures("away")
def test_another_address_is_not_added_and_stays_typed(client, reader):
    client.force_login(reader)
    typed = {"email": "second@example.net", "action_add": ""}

    page = client.post(reverse("account_email"), typed)

    assert page.status_code < 500
    assert "could not be sent" in page.text
    assert 'value="second@example.net"' in page.text
    assert not EmailAddress.objects.filter(email="second@example.net").exists()


@pytest.mark.usefixtures("away")
def test_an_address_that_asks_for_its_mail_again(client, reader):
    client.force_login(reader)
    EmailAddress.objects.create(user=reader, email="second@example.net")
    typed = {"email": "second@example.net", "action_send": ""}

    page = client.post(reverse("account_email"), typed, follow=True)

    assert page.redirect_chain[-1][0] == reverse("account_email")
    assert "could not be sent" in page.text


@pytest.mark.usefixtures("addresses_are_confirmed")
def test_who_signs_in_elsewhere_right_after_signing_up_is_told_of_the_mail(client):
    client.post(reverse("account_signup"), VERA)
    typed = {"login": VERA["email"], "password": VERA["password1"]}

    page = Client().post(reverse("account_login"), typed)

    assert "a code was asked for this address a moment ago" in page.text
    assert "Too many failed" not in page.text
    wrong = Client().post(reverse("account_login"), typed | {"password": "another-heron-58"})
    assert "a moment ago" not in wrong.text


@pytest.mark.usefixtures("addresses_are_confirmed")
def test_who_signs_in_ten_seconds_later_is_sent_another_code(client):
    client.post(reverse("account_signup"), VERA)
    cache.clear()
    typed = {"login": VERA["email"], "password": VERA["password1"]}

    answer = Client().post(reverse("account_login"), typed)

    assert answer.url == reverse("account_email_verification_sent")
    assert len(mail.outbox) == 2

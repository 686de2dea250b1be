"""What readers are told while the mail server does not answer: never that the site is broken."""

import pytest
from django.core import mail
from django.urls import reverse

from newsroom.models import User
from tests.builders import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(monkeypatch, settings):
    def refuse(*args, **kwargs):
        raise TimeoutError

    settings.SENDS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    monkeypatch.setattr(mail.EmailMessage, "send", refuse)


@pytest.mark.usefixtures("away")
def test_a_forgotten_password(client):
    person = a_person()

    page = client.post(reverse("account_reset_password"), {"email": person.email})

    assert page.status_code < 500
    assert "could not be sent" in page.text


@pytest.mark.usefixtures("away")
def test_a_new_account_is_there_and_signs_in_later(client):
    typed = {"email": "v@example.net", "display_name": "Vera", "password1": "lantern-heron-58"}

    page = client.post(reverse("account_signup"), typed, follow=True)

    assert page.redirect_chain[-1][0] == reverse("account_login")
    assert "could not be sent" in page.text
    assert User.objects.filter(email="v@example.net").exists()

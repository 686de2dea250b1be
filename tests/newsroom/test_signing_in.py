import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()


def sign_in(client, person, password="correct horse", **more):
    said = {"login": person.email, "password": password, **more}
    return client.post(reverse("account_login"), said)


def code_of(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def test_a_reader_signs_in_and_returns_to_the_story(client, reader):
    assert sign_in(client, reader, next="/2026/11/23/bridge/").url == "/2026/11/23/bridge/"


def test_nobody_is_led_to_another_site(client, reader):
    assert sign_in(client, reader, next="//elsewhere.example/").url == "/"


def test_an_address_is_the_same_in_capitals(client, reader):
    said = {"login": reader.email.upper(), "password": "correct horse"}
    assert client.post(reverse("account_login"), said).status_code == 302


def test_what_was_typed_before_signing_in_is_there_after_it(client, reader):
    session = client.session
    session["draft"] = "A long and careful thought."
    session.save()
    before = session.session_key
    sign_in(client, reader)
    assert client.session["draft"] == "A long and careful thought."
    assert client.session.session_key != before


def test_what_was_typed_before_signing_up_is_there_after_it(client):
    session = client.session
    session["draft"] = "A long and careful thought."
    session.save()
    said = {"email": "h@example.org", "display_name": "Hanne", "password1": "a quiet harbour"}
    client.post(reverse("account_signup"), said)
    assert "_auth_user_id" in client.session
    assert client.session["draft"] == "A long and careful thought."


def test_the_next_reader_at_this_browser_does_not_find_it(client, reader, second_reader):
    sign_in(client, reader)
    session = client.session
    session["draft"] = "Mine alone."
    session.save()
    client.post(reverse("account_logout"))
    sign_in(client, second_reader)
    assert "draft" not in client.session


def test_tries_are_limited(client, reader):
    for _ in range(5):
        page = sign_in(client, reader, password="wrong")
    assert "Too many failed login attempts" not in page.text
    page = sign_in(client, reader, password="correct horse")
    assert "Too many failed login attempts. Try again later." in page.text
    assert "_auth_user_id" not in client.session


def test_a_closed_account_is_not_entered(client, reader):
    type(reader).objects.filter(pk=reader.pk).update(is_active=False)
    assert sign_in(client, reader).url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_set_anew_through_a_link(client, reader):
    client.post(reverse("account_reset_password"), {"email": reader.email})
    [letter] = mail.outbox
    assert letter.to == [reader.email]
    assert letter.body.rstrip().endswith("Newsroom\nhttp://localhost:8000/")
    link = next(line for line in letter.body.split() if "/password/reset/key/" in line)
    page = client.get(link, follow=True)
    done = client.post(
        page.redirect_chain[-1][0],
        {"password1": "a quieter harbour", "password2": "a quieter harbour"},
    )
    assert done.status_code == 302
    assert sign_in(client, reader, password="a quieter harbour").status_code == 302


def test_an_unknown_address_is_told_nothing_on_the_page(client, reader):
    known = client.post(reverse("account_reset_password"), {"email": reader.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_with_a_second_factor_a_password_alone_opens_nothing(client, reader):
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)
    secret = generate_totp_secret()
    TOTP.activate(reader, secret)
    assert sign_in(client, reader, next="/there/").url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code." in wrong.text
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).url == "/there/"
    assert client.session["_auth_user_id"] == str(reader.pk)


def test_who_asks_too_often_is_told_to_wait(client):
    for number in range(20):
        client.post(reverse("account_reset_password"), {"email": f"n{number}@example.org"})
    page = client.post(reverse("account_reset_password"), {"email": "n@example.org"})
    assert page.status_code == 429
    assert "<h1>Too many tries</h1>" in page.text

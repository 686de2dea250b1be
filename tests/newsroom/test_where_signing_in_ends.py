"""Whoever signs in or up to say something about an article ends at the article."""

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from newsroom.models import User

pytestmark = pytest.mark.django_db

ARTICLE = "/2026/11/23/bridge/?order=oldest#comments"
PASSWORDS = {"password1": "a quieter harbour", "password2": "a quieter harbour"}
ELSEWHERE = ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]


@pytest.fixture(autouse=True)
def letters_leave(settings):
    settings.SENDS_MAIL = True


def begun_at(name, page=ARTICLE):
    return f"{reverse(name)}?next={quote(page)}"


def hidden_next(page):
    """Of each form of the page that somebody signs in or up with, where it leads."""
    fields = re.findall(r'<input type="hidden" name="next" value="([^"]*)"', page.text)
    return [field.replace("&amp;", "&") for field in fields]


def links(page):
    return [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', page.text)]


def next_of(url):
    return parse_qs(urlsplit(url).query).get("next", [""])[0]


def ask_for_a_letter(client, email, page=ARTICLE):
    """As a reader does who has forgotten the password on the page to sign in."""
    entrance = client.get(begun_at("account_login", page))
    [forgotten] = [each for each in links(entrance) if "/password/reset/" in each]
    form = client.get(forgotten)
    sent = {"email": email, "next": "".join(hidden_next(form))}
    answer = client.post(reverse("account_reset_password"), sent)
    assert urlsplit(answer.url).path == reverse("account_reset_password_done")
    assert client.get(answer.url).status_code == 200
    [letter] = mail.outbox
    return letter


def link_in(letter, part):
    return next(each for each in letter.body.split() if part in each)


def set_a_password(client, link):
    """Follow the link of the letter, and send the form behind it as it is."""
    page = client.get(link, follow=True)
    [leads_to] = [each for each in hidden_next(page) if "/accounts/login" not in each] or [""]
    sent = PASSWORDS | ({"next": leads_to} if leads_to else {})
    return client.post(page.request["PATH_INFO"], sent)


@pytest.mark.parametrize("browser", ["the same", "another"])
def test_a_forgotten_password_ends_at_the_article(client, reader, browser):
    letter = ask_for_a_letter(client, reader.email)
    opens = client if browser == "the same" else Client()
    answer = set_a_password(opens, link_in(letter, "/password/reset/key/"))
    assert answer.url == ARTICLE
    assert opens.session["_auth_user_id"] == str(reader.pk)


@pytest.mark.parametrize("page", ELSEWHERE)
def test_a_forgotten_password_never_ends_on_another_site(client, reader, page):
    letter = ask_for_a_letter(client, reader.email, page)
    assert "elsewhere" not in letter.body
    link = link_in(letter, "/password/reset/key/")
    assert set_a_password(client, link).url == "/"


def test_a_link_that_was_tampered_with_ends_at_the_front_page(client, reader):
    letter = ask_for_a_letter(client, reader.email)
    link = link_in(letter, "/password/reset/key/").partition("?")[0]
    page = client.get(f"{link}?next=//elsewhere.example/", follow=True)
    sent = PASSWORDS | {"next": "//elsewhere.example/"}
    assert client.post(page.request["PATH_INFO"], sent).url == "/"


def test_a_link_used_twice_offers_another_that_ends_at_the_article(client, reader):
    letter = ask_for_a_letter(client, reader.email)
    link = link_in(letter, "/password/reset/key/")
    set_a_password(client, link)
    page = Client().get(link, follow=True)
    [again] = [each for each in links(page) if urlsplit(each).path == "/accounts/password/reset/"]
    assert next_of(again) == ARTICLE


def with_a_second_factor(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return lambda: f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def test_a_forgotten_password_and_a_second_factor_end_at_the_article(client, reader):
    code = with_a_second_factor(reader)
    letter = ask_for_a_letter(client, reader.email)
    answer = set_a_password(client, link_in(letter, "/password/reset/key/"))
    assert answer.url == reverse("mfa_authenticate")
    assert client.post(answer.url, {"code": code()}).url == ARTICLE


def test_a_password_and_a_second_factor_end_at_the_article(client, reader):
    code = with_a_second_factor(reader)
    sent = {"login": reader.email, "password": "correct horse", "next": ARTICLE}
    client.post(reverse("account_login"), sent)
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).url == ARTICLE


def test_an_address_without_an_account_is_led_to_sign_up_and_to_the_article(client, db):
    letter = ask_for_a_letter(client, "nobody@example.org")
    form = Client().get(link_in(letter, "/signup/"))
    assert set(hidden_next(form)) == {ARTICLE}


def test_the_page_to_sign_in_leads_to_the_article_every_way(client, db):
    page = client.get(begun_at("account_login"))
    # The form, and that of passkeys.
    assert hidden_next(page) == [ARTICLE, ARTICLE]
    [sign_up] = [each for each in links(page) if "/signup/" in each]
    assert next_of(sign_up) == ARTICLE


def test_the_page_to_sign_up_leads_to_the_article_every_way(client, db):
    page = client.get(begun_at("account_signup"))
    assert hidden_next(page) == [ARTICLE]
    [sign_in] = [each for each in links(page) if "/login/?" in each]
    assert next_of(sign_in) == ARTICLE


@pytest.fixture
def addresses_are_confirmed(settings):
    reverse("account_login")  # allauth makes its addresses by its settings, once
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True


SIGN_UP = {
    "email": "hanne@example.org",
    "display_name": "Hanne Vik",
    "password1": "a quiet harbour at dawn",
    "next": ARTICLE,
}


def code_in(letter):
    return re.search(r"in your browser:\s+(\S+)\s", letter.body)[1]


@pytest.mark.usefixtures("addresses_are_confirmed")
def test_signing_up_with_a_code_by_mail_ends_at_the_article(client):
    answer = client.post(reverse("account_signup"), SIGN_UP)
    assert answer.url == reverse("account_email_verification_sent")
    [letter] = mail.outbox
    assert client.post(answer.url, {"code": code_in(letter)}).url == ARTICLE
    assert User.objects.get().pk == int(client.session["_auth_user_id"])


def test_signing_up_without_mail_ends_at_the_article(client):
    assert client.post(reverse("account_signup"), SIGN_UP).url == ARTICLE


@pytest.mark.usefixtures("addresses_are_confirmed")
def test_signing_in_with_an_address_yet_to_be_confirmed_ends_at_the_article(client, reader):
    sent = {"login": reader.email, "password": "correct horse", "next": ARTICLE}
    answer = client.post(reverse("account_login"), sent)
    assert answer.url == reverse("account_email_verification_sent")
    [letter] = mail.outbox
    assert client.post(answer.url, {"code": code_in(letter)}).url == ARTICLE


@pytest.mark.usefixtures("addresses_are_confirmed")
def test_a_forgotten_password_of_an_address_yet_to_be_confirmed_ends_at_the_article(client, reader):
    letter = ask_for_a_letter(client, reader.email)
    answer = set_a_password(client, link_in(letter, "/password/reset/key/"))
    if answer.url == reverse("account_email_verification_sent"):
        answer = client.post(answer.url, {"code": code_in(mail.outbox[-1])})
    assert answer.url == ARTICLE


@pytest.mark.usefixtures("addresses_are_confirmed")
def test_signing_up_with_an_address_that_has_an_account_leads_back_by_letter(client, reader):
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)
    client.post(reverse("account_signup"), SIGN_UP | {"email": reader.email})
    [letter] = mail.outbox
    assert next_of(link_in(letter, "/password/reset/")) == ARTICLE


@pytest.fixture
def google(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"google": {"APPS": [{"client_id": "x", "secret": "y"}]}}


@pytest.mark.usefixtures("google", "db")
@pytest.mark.parametrize("entrance", ["account_login", "account_signup"])
def test_the_way_over_another_site_keeps_the_article(client, entrance):
    page = client.get(begun_at(entrance))
    [way] = [
        each for each in re.findall(r'(?:href|action)="([^"]+)"', page.text) if "google" in each
    ]
    way = way.replace("&amp;", "&")
    assert next_of(way) == ARTICLE
    client.post(way)
    [(state, *_)] = client.session["socialaccount_states"].values()
    assert state["next"] == ARTICLE


def sign_up_from_google(client, page):
    """As somebody whom Google has just sent back, and who set out at `page`."""
    login = SocialLogin(
        provider=get_adapter().get_provider(RequestFactory().get("/"), "google"),
        user=User(email="hanne@example.org"),
        account=SocialAccount(provider="google", uid="7", extra_data={"name": "Hanne Vik"}),
        email_addresses=[EmailAddress(email="hanne@example.org", verified=True, primary=True)],
    )
    login.state = {"next": page, "process": "login"}
    session = client.session
    session["socialaccount_sociallogin"] = login.serialize()
    session.save()
    sent = {"email": "hanne@example.org", "display_name": "Hanne"}
    return client.post(reverse("socialaccount_signup"), sent)


@pytest.mark.usefixtures("google", "db")
def test_signing_up_from_another_site_ends_at_the_article(client):
    assert sign_up_from_google(client, ARTICLE).url == ARTICLE


@pytest.mark.parametrize("page", ELSEWHERE)
@pytest.mark.parametrize("entrance", ["account_login", "account_signup", "account_reset_password"])
def test_no_entrance_offers_a_way_to_another_site(client, db, entrance, page):
    assert "elsewhere" not in " ".join(links(client.get(begun_at(entrance, page))))


@pytest.mark.parametrize("page", ELSEWHERE)
def test_no_way_in_ends_on_another_site(client, reader, page):
    code = with_a_second_factor(reader)
    sent = {"login": reader.email, "password": "correct horse", "next": page}
    client.post(reverse("account_login"), sent)
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).url == "/"
    assert Client().post(reverse("account_signup"), SIGN_UP | {"next": page}).url == "/"


@pytest.mark.usefixtures("google", "db")
@pytest.mark.parametrize("page", ELSEWHERE)
def test_the_way_over_another_site_comes_back_to_this_one(client, page):
    client.post(begun_at("google_login", page))
    [(state, *_)] = client.session["socialaccount_states"].values()
    assert not state.get("next")


def test_choosing_another_name_on_the_way_ends_at_the_article(client, reader):
    client.force_login(reader)
    form = client.get(begun_at("account_name"))
    assert hidden_next(form) == [ARTICLE]
    sent = {"display_name": "Rita Read", "next": ARTICLE}
    assert client.post(reverse("account_name"), sent).url == ARTICLE

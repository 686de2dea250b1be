"""A person comes in: by password, by second factor, by passkey, and with the keyboard alone."""

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache

from newsroom.models import User
from tests.builders import a_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def someone():
    return a_person(name="Rita Reader")


def sign_in(page, person, password="correct horse"):
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign In", exact=True).click()


def confirm(page, password="correct horse"):
    """Before the locks are changed, one shows once more who one is."""
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Confirm").click()


def code_of(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def test_a_newcomer_is_told_beside_the_field_what_is_wrong_and_then_comes_in(open_page, someone):
    page = open_page("/accounts/signup/", javascript=False)
    page.get_by_label("Email").fill("hanne@example.org")
    page.get_by_label("Display name").fill("RITA READER")
    page.get_by_label("Password").fill("a quiet harbour")
    page.get_by_role("button", name="Sign Up").click()
    name = page.get_by_label("Display name")
    assert name.get_attribute("aria-invalid") == "true"
    told = name.get_attribute("aria-describedby").split()
    assert [page.locator(f"#{each}").inner_text() for each in told] == [
        "What others see beside your comments: your own name, or one you like to be known by.",
        "Somebody already has this name, or one that looks like it: please choose another.",
    ]
    name.fill("Hanne Vik")
    page.get_by_label("Password").fill("a quiet harbour")
    page.get_by_role("button", name="Sign Up").click()
    assert page.get_by_role("navigation", name="Your account").inner_text().split("\n")[0] == (
        "Hanne Vik"
    )


def test_with_the_keyboard_alone_one_signs_in_and_out(open_page, someone):
    page = open_page("/accounts/login/")

    def tab_to(selector):
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.locator(selector).evaluate("found => found === document.activeElement"):
                return
        raise AssertionError(f"no way to {selector} with the keyboard")

    tab_to("#id_login")
    page.keyboard.type(someone.email)
    tab_to("#id_password")
    page.keyboard.type("correct horse")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Rita Reader").wait_for()
    tab_to(".masthead-account button")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sign in").wait_for()


def test_an_authenticator_app_is_set_up_and_asked_for(open_page, someone):
    page = open_page()
    sign_in(page, someone)
    page.goto("/accounts/2fa/totp/activate/")
    confirm(page)
    drawn = page.locator(".account-qr path").bounding_box()
    assert drawn["width"] > 100
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    page.get_by_text("recovery codes available").wait_for()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, someone)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.get_by_text("Incorrect code.").wait_for()
    cache.clear()  # a code counts once; the app would show another half a minute later
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.get_by_role("link", name="Rita Reader").wait_for()


def test_a_passkey_is_made_opens_the_door_by_itself_and_ends_where_it_began(open_page, someone):
    page = open_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    sign_in(page, someone)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_text("recovery codes available").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/accounts/name/%3Fthere%23here")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/accounts/name/?there#here")
    page.get_by_role("link", name="Rita Reader").wait_for()


FOR_STRANGERS = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
FOR_READERS = (
    "/accounts/name/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
)


def test_no_page_of_the_account_keeps_anybody_out(
    open_page, barriers, sideways, width_px, scheme, someone
):
    page = open_page("/accounts/login/", width_px=width_px, scheme=scheme)

    def found():
        return [(page.url, each) for each in barriers(page)] + [
            (page.url, "too wide") for _ in range(sideways(page))
        ]

    problems = []
    for path in FOR_STRANGERS:
        page.goto(path)
        problems += found()
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill("hanne@example.org")
    page.get_by_label("Display name").fill("Editor")
    page.get_by_label("Password").fill("password1")
    page.get_by_role("button", name="Sign Up").click()
    page.get_by_text("own voice").wait_for()
    problems += found()
    sign_in(page, someone)
    for path in FOR_READERS:
        page.goto(path)
        if "/reauthenticate/" in page.url:
            problems += found()
            confirm(page)
        problems += found()
    assert problems == []


def test_the_new_account_is_one_person(open_page, someone):
    """A double click on the button makes no second account and no error page."""
    page = open_page("/accounts/signup/")
    page.get_by_label("Email").fill("hanne@example.org")
    page.get_by_label("Display name").fill("Hanne Vik")
    page.get_by_label("Password").fill("a quiet harbour")
    page.get_by_role("button", name="Sign Up").dblclick()
    page.get_by_role("link", name="Hanne Vik").wait_for()
    assert User.objects.filter(email="hanne@example.org").count() == 1

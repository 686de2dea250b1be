import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

pytestmark = pytest.mark.django_db

EVERYWHERE = ["/accounts/login/", "/accounts/signup/", "/admin/", "/healthz", "/nowhere/"]


@pytest.fixture
def staff(client, administrator):
    TOTP.activate(administrator, generate_totp_secret())
    client.force_login(administrator)
    return client


def policy(page):
    said = page.headers["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in said.split(";") if part.strip()}


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_page_is_under_a_strict_policy(staff, path):
    told = policy(staff.get(path, follow=True))
    assert told["default-src"] == ["'none'"]
    assert told["base-uri"] == told["frame-ancestors"] == ["'none'"]
    for sources in told.values():
        for source in sources:
            assert source in ("'self'", "'none'") or re.fullmatch(r"'nonce-\S+'", source)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_page_refuses_what_it_has_no_use_for(staff, path):
    headers = staff.get(path, follow=True).headers
    assert headers["Permissions-Policy"].startswith("accelerometer=(), ")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_only_the_page_that_leads_to_another_site_may_post_there(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"google": {"APPS": [{"client_id": "x", "secret": "y"}]}}
    assert policy(client.get("/accounts/google/login/"))["form-action"] == ["'self'", "https:"]
    assert policy(client.get("/accounts/login/"))["form-action"] == ["'self'"]


def test_over_https_every_cookie_is_secure_and_the_browser_stays_there(client, reader):
    said = {"login": reader.email, "password": "correct horse"}
    client.get("/accounts/login/", secure=True)
    answer = client.post("/accounts/login/", said, secure=True)
    assert set(answer.cookies) >= {"sessionid"}
    assert [cookie["secure"] for cookie in answer.cookies.values()] == [True] * len(answer.cookies)
    assert answer.cookies["sessionid"]["httponly"] is True
    assert answer.cookies["sessionid"]["samesite"] == "Lax"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_on_ones_own_machine_signing_in_works_without_https(client, reader):
    answer = client.post("/accounts/login/", {"login": reader.email, "password": "correct horse"})
    assert answer.cookies["sessionid"]["secure"] == ""
    assert "Strict-Transport-Security" not in answer.headers


def test_behind_a_proxy_with_tls_the_site_knows_it(client, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    answer = client.get("/healthz", headers={"x-forwarded-proto": "https"})
    assert "Strict-Transport-Security" in answer.headers


def test_a_form_that_was_open_too_long_gives_back_what_was_typed(client, reader):
    client.handler.enforce_csrf_checks = True
    client.force_login(reader)
    page = client.post("/accounts/name/", {"text": "A long & careful thought."})
    assert page.status_code == 403
    assert "A long &amp; careful thought." in page.text

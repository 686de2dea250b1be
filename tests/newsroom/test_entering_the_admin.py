"""The admin opens to staff with a second factor; there is one page to sign in."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_demo_paper

pytestmark = pytest.mark.django_db


def test_a_stranger_signs_in_on_the_one_page_and_comes_back(client):
    answer = client.get("/admin/newsroom/user/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/newsroom/user/"


def test_the_admins_own_sign_in_form_is_gone(client, administrator):
    said = {"username": administrator.email, "password": "correct horse"}
    assert client.post("/admin/login/", said).url == "/accounts/login/?next=/admin/"
    assert "_auth_user_id" not in client.session


def test_a_reader_is_refused(client, reader):
    client.force_login(reader)
    assert client.get("/admin/", follow=True).status_code == 403


def test_staff_without_a_second_factor_are_led_to_it_and_told_why(client, administrator):
    client.force_login(administrator)
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_index")
    assert [str(message) for message in page.context["messages"]] == [
        "Before the admin opens, please protect your account with a second factor: an "
        "authenticator app or a passkey. Add one here, then open the admin again."
    ]


def test_staff_with_one_enter(client, administrator):
    TOTP.activate(administrator, generate_totp_secret())
    client.force_login(administrator)
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, administrator):
    RecoveryCodes.activate(administrator)
    client.force_login(administrator)
    assert client.get("/admin/").status_code == 302


def test_a_closed_account_does_not_enter(client, administrator):
    TOTP.activate(administrator, generate_totp_secret())
    client.force_login(administrator)
    type(administrator).objects.filter(pk=administrator.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


@pytest.fixture
def status(client, administrator, settings):
    """What an administrator of the demo paper without a second factor is answered by the admin,
    asked by this browser."""
    a_demo_paper()
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(administrator)

    def asked(**environ):
        return client.get("/admin/", **{"SERVER_NAME": "localhost", **environ}).status_code

    return asked


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"HTTP_HOST": "localhost:8000"},
        {"HTTP_HOST": "127.0.0.1:8000"},
        {"HTTP_HOST": "[::1]:8000", "REMOTE_ADDR": "::1"},
        {"REMOTE_ADDR": "::ffff:127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.2"},
    ],
)
def test_on_the_machine_of_the_demo_paper_staff_enter_without(status, environ):
    assert status(**environ) == 200


@pytest.mark.parametrize("listens_on", ["localhost", "::1", "127.0.0.2"])
def test_any_loopback_address_is_this_machine(status, settings, listens_on):
    settings.HOST = listens_on
    assert status() == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.2", "172.17.0.1", "2001:db8::1", "", "x"])
def test_from_another_machine_staff_of_the_demo_need_a_second_factor(status, address):
    assert status(REMOTE_ADDR=address) == 302


@pytest.mark.parametrize("listens_on", ["0.0.0.0", "::", "192.0.2.1", "courier.example", ""])
def test_where_the_server_listens_to_others_the_demo_exempts_nobody(status, settings, listens_on):
    settings.HOST = listens_on
    assert status() == 302


@pytest.mark.parametrize(
    "host", ["courier.example", "192.0.2.7:8000", "localhost.courier.example", "127.0.0.1.nip.io"]
)
def test_where_the_demo_is_asked_for_by_another_name_it_exempts_nobody(status, host):
    assert status(HTTP_HOST=host) == 302


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "Forwarded",
        "X-Real-IP", "Via", "CF-Connecting-IP", "CF-Ray", "True-Client-IP", "X-Client-IP",
        "Fastly-Client-IP", "X-Original-Host", "X-Varnish", "X-Amzn-Trace-Id", "CDN-Loop",
        "Tailscale-User-Login", "Fly-Client-IP", "X-Remote-IP", "WL-Proxy-Client-IP", "X-Scheme",
        "DO-Connecting-IP", "X-Vercel-Id", "X-NF-Client-Connection-IP", "Incap-Client-IP",
    ],
)  # fmt: skip
def test_a_stranger_behind_a_proxy_on_the_machine_of_the_demo_is_none_of_it(status, header):
    assert status(**{f"HTTP_{header.upper().replace('-', '_')}": "127.0.0.1"}) == 302


def test_a_browsers_own_scripts_are_on_this_machine(status):
    assert status(HTTP_X_REQUESTED_WITH="XMLHttpRequest", HTTP_X_DESK="1") == 200


@pytest.mark.parametrize(
    ("name", "value"), [("SITE_URL", "https://courier.example"), ("TRUSTED_PROXIES", ["unix"])]
)
def test_where_a_setting_says_that_others_reach_the_site_the_demo_exempts_nobody(
    status, settings, name, value
):
    setattr(settings, name, value)
    assert status() == 302


def test_a_trusted_proxy_makes_nobody_a_person_at_this_machine(status, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert status(HTTP_X_FORWARDED_FOR="127.0.0.1") == 302


@pytest.mark.parametrize("protocol", ["HTTP/1", "HTTP/1.0", "HTTP/0.9", ""])
def test_a_proxy_that_rewrites_the_host_and_says_nothing_is_known_by_its_http(status, protocol):
    """Granian's word for HTTP/1.0 is HTTP/1."""
    assert status(HTTP_HOST="127.0.0.1:8000", SERVER_PROTOCOL=protocol) == 302


def test_a_demo_that_was_removed_exempts_nobody(client, administrator):
    a_demo_paper(removed_at=timezone.now())
    client.force_login(administrator)
    assert client.get("/admin/", SERVER_NAME="localhost").status_code == 302

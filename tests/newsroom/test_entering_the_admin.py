"""The admin opens to staff with a second factor; there is one page to sign in."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from newsroom.models import Masthead

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


def test_on_the_demo_paper_staff_enter_without(client, administrator):
    Masthead.objects.update(demo_password="shown at every start")
    client.force_login(administrator)
    assert client.get("/admin/").status_code == 200

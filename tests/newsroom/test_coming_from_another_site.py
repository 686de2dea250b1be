"""Signing up with an account that one has elsewhere."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.test import RequestFactory
from django.urls import reverse

from newsroom.accounts.adapter import AccountAdapter
from newsroom.models import User

pytestmark = pytest.mark.django_db

FORM = reverse("socialaccount_signup")


@pytest.fixture
def from_elsewhere(client, settings):
    """Somebody whom the other site has just sent here."""
    settings.SOCIALACCOUNT_PROVIDERS = {"google": {"APPS": [{"client_id": "x", "secret": "y"}]}}
    request = RequestFactory().get("/")
    login = SocialLogin(
        provider=get_adapter().get_provider(request, "google"),
        user=User(email="hanne@example.org"),
        account=SocialAccount(provider="google", uid="7", extra_data={"name": "Hanne Vik"}),
        email_addresses=[EmailAddress(email="hanne@example.org", verified=True, primary=True)],
    )
    session = client.session
    session["socialaccount_sociallogin"] = login.serialize()
    session.save()
    return client


def test_the_name_known_there_is_a_proposal(from_elsewhere):
    assert from_elsewhere.get(FORM).context["form"]["display_name"].value() == "Hanne Vik"


def test_one_signs_up_with_address_and_name(from_elsewhere):
    said = {"email": "hanne@example.org", "display_name": "Hanne"}
    assert from_elsewhere.post(FORM, said).status_code == 302
    person = User.objects.get()
    assert (person.display_name, person.has_usable_password()) == ("Hanne", False)
    assert from_elsewhere.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("name", ["Rita Reаder", "Editor", ""])
def test_the_name_is_held_to_the_same_rules(from_elsewhere, reader, name):
    page = from_elsewhere.post(FORM, {"email": "hanne@example.org", "display_name": name})
    assert list(page.context["form"].errors) == ["display_name"]
    assert User.objects.count() == 1


def test_a_name_taken_as_we_save_comes_back_as_the_forms_error(from_elsewhere, monkeypatch):
    save = AccountAdapter.save_user

    def after_somebody_faster(adapter, request, user, form, commit=True):
        if not User.objects.exists():
            User.objects.create_user("other@example.org", "Hanne")
        return save(adapter, request, user, form, commit)

    monkeypatch.setattr(AccountAdapter, "save_user", after_somebody_faster)
    said = {"email": "hanne@example.org", "display_name": "Hanne"}
    page = from_elsewhere.post(FORM, said)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["display_name"]
    assert User.objects.count() == 1
    from_elsewhere.post(FORM, said | {"display_name": "Hanne Vik"})
    assert User.objects.filter(email="hanne@example.org", display_name="Hanne Vik").exists()


def test_a_site_that_the_paper_has_not_set_up_is_not_found(client):
    assert client.get("/accounts/google/login/").status_code == 404
    assert client.get("/accounts/oidc/nobody/login/").status_code == 404

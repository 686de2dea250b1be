"""A reader becomes somebody with an address, a name of one's own and one password."""

import pytest
from allauth.account.forms import SignupForm
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from newsroom.accounts.views import SignUp
from newsroom.models import Masthead, User
from tests.builders import a_person

pytestmark = pytest.mark.django_db

PASSWORD = "a quiet harbour at dawn"


def sign_up(client, name="Hanne Vik", email="hanne@example.org", password=PASSWORD, **more):
    said = {"email": email, "display_name": name, "password1": password, **more}
    return client.post(reverse("account_signup"), said)


def errors(page):
    return page.context["form"].errors


def test_a_reader_signs_up_and_is_signed_in(client):
    assert sign_up(client).status_code == 302
    person = User.objects.get(email="hanne@example.org")
    assert person.display_name == "Hanne Vik"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_form_asks_for_address_name_and_password_once(client):
    form = client.get(reverse("account_signup")).context["form"]
    assert list(form.fields) == ["email", "display_name", "password1"]


def test_a_reader_is_led_back_to_the_story(client):
    answer = sign_up(client, next="/2026/11/23/bridge/#comments")
    assert answer.url == "/2026/11/23/bridge/#comments"


def test_nobody_is_led_to_another_site(client):
    assert sign_up(client, next="https://elsewhere.example/").url == "/"


@pytest.mark.parametrize("name", ["RITA READER", "Rita  Reader", "Ritа Reаder", "Rita Reаder"])
def test_a_name_that_looks_like_anothers_is_refused_beside_the_field(client, reader, name):
    page = sign_up(client, name=name)
    assert len(errors(page)["display_name"]) == 1
    assert User.objects.count() == 1


def test_the_refusal_says_what_to_do(client, reader):
    page = sign_up(client, name="rita reader")
    assert errors(page)["display_name"] == [
        "Somebody already has this name, or one that looks like it: please choose another."
    ]
    assert 'id="id_display_name_error"' in page.text
    assert 'aria-invalid="true"' in page.text


@pytest.mark.parametrize("name", ["Editor", "Moderator", "The Allard Courier", "Allard Courier"])
def test_nobody_signs_up_as_the_paper(client, name):
    Masthead.objects.update(name="The Allard Courier")
    assert errors(sign_up(client, name=name))["display_name"] == [
        "This name would pass for the paper's own voice: please choose another."
    ]


def test_nobody_signs_up_as_a_web_address(client):
    page = sign_up(client, name="https://buy-pills.example")
    assert errors(page)["display_name"] == [
        "A display name is not a web address: please choose a name without one."
    ]


def test_a_reader_signs_up_with_a_name_of_one_character(client):
    assert sign_up(client, name="李").status_code == 302
    assert User.objects.get().display_name == "李"


def test_a_name_is_kept_tidy(client):
    sign_up(client, name="  Hanne \u00a0 Vik ")
    assert User.objects.get().display_name == "Hanne Vik"


def test_an_address_belongs_to_one_account(client, reader):
    page = sign_up(client, email=reader.email.upper())
    assert list(errors(page)) == ["email"]


def test_a_common_password_is_refused(client):
    assert list(errors(sign_up(client, password="password1"))) == ["password1"]


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [
        ("HANNE VIK", "other@example.org", "display_name"),
        ("Somebody Else", "hanne@example.org", "email"),
    ],
)
def test_what_is_taken_as_we_save_comes_back_as_the_forms_error(
    client, monkeypatch, name, email, field
):
    class SlowForm(SignupForm):
        """Somebody else's sign-up is saved between this one's check and its save."""

        def save(self, request):
            if not User.objects.exists():
                User.objects.create_user(email, name)
            return super().save(request)

    monkeypatch.setattr(SignUp, "get_form_class", lambda view: SlowForm)
    page = sign_up(client)
    assert page.status_code == 200
    assert list(errors(page)) == [field]
    assert User.objects.count() == 1


def test_two_people_never_share_a_key():
    a_person(name="Ida")
    with pytest.raises(IntegrityError):
        a_person(name="lda")


def test_a_form_sent_twice_is_one_account_and_signs_in_with_either_answer(client):
    """A double click: the browser drops the first answer, with its cookie, and shows the second."""
    sign_up(client)
    second_click = Client()
    page = sign_up(second_click)
    assert (page.status_code, page["Location"]) == (302, "/")
    assert int(second_click.session["_auth_user_id"]) == User.objects.get().pk


def test_somebody_elses_form_with_the_same_name_and_address_signs_nobody_in(client):
    sign_up(client)
    stranger = Client()
    page = sign_up(stranger, password="another quiet harbour")
    assert "_auth_user_id" not in stranger.session
    assert page.status_code != 302

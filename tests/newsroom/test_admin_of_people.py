"""The staff's list of people."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse

from newsroom.models import Masthead, User
from tests.builders import a_person

pytestmark = pytest.mark.django_db

PEOPLE = reverse("admin:newsroom_user_changelist")


@pytest.fixture
def desk(client, administrator, open_admin):
    client.force_login(administrator)
    return client


def page_of(person):
    return reverse("admin:newsroom_user_change", args=[person.pk])


def form_of(person, **changed):
    return {
        "display_name": person.display_name,
        "email": person.email or "",
        "is_active": "on",
        **({"is_staff": "on"} if person.is_staff else {}),
        **changed,
    }


def names_in(page):
    return [person.display_name for person in page.context["cl"].result_list]


@pytest.mark.parametrize("typed", ["rita", "person"])
def test_people_are_found_by_name_and_by_address(desk, reader, typed):
    assert "Rita Reader" in names_in(desk.get(PEOPLE, {"q": typed}))
    assert names_in(desk.get(PEOPLE, {"q": "nobody-of-this-name"})) == []


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_costs_the_same_however_long(desk, more, django_assert_num_queries):
    for _ in range(more):
        a_person(group="Editors")
    with django_assert_num_queries(11):
        assert len(names_in(desk.get(PEOPLE))) == more + 1


def test_a_name_is_changed_and_its_key_with_it(desk, reader):
    assert desk.post(page_of(reader), form_of(reader, display_name="Rita Read")).status_code == 302
    reader.refresh_from_db()
    assert (reader.display_name, reader.display_key) == ("Rita Read", "rltaread")


@pytest.mark.parametrize("name", ["Samuel Secоnd", "Editor"])
def test_a_reader_is_not_given_anothers_name_nor_the_papers(desk, reader, second_reader, name):
    page = desk.post(page_of(reader), form_of(reader, display_name=name))
    assert list(page.context["errors"]) != []
    reader.refresh_from_db()
    assert reader.display_name == "Rita Reader"


def test_somebody_of_the_staff_may_bear_the_papers_name(desk, editor):
    desk.post(page_of(editor), form_of(editor, display_name="The Editor"))
    editor.refresh_from_db()
    assert editor.display_name == "The Editor"


def test_a_person_brought_in_without_a_good_name_is_still_edited(desk):
    person = User.objects.create_user("", "*" + "x" * 60)
    page = desk.post(page_of(person), form_of(person, is_active=""))
    assert page.status_code == 302


def test_a_new_address_is_the_one_to_sign_in_with(desk, client, reader):
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)
    desk.post(page_of(reader), form_of(reader, email="New@Example.org"))
    assert list(reader.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("new@example.org", True, True)
    ]


def test_two_readers_without_an_address_are_no_conflict(desk):
    first, second = (User.objects.create_user("", name) for name in ("One", "Two"))
    for person in (first, second):
        assert desk.post(page_of(person), form_of(person)).status_code == 302


def add_colleague(desk, **said):
    form = {"email": "new@example.org", "display_name": "Nora New", "is_staff": "on"}
    page = desk.post(
        reverse("admin:newsroom_user_add"), form | {"is_active": "on"} | said, follow=True
    )
    return [str(message) for message in page.context["messages"]]


def test_a_colleague_who_is_added_is_invited_by_mail(desk, settings):
    """Who invites, to which paper, what for, how to begin, and that a second factor follows."""
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://courier.example"
    person = User.objects.get(display_name="Ada Keys")  # at that address nobody is exempt
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    settings.DEFAULT_FROM_EMAIL = "desk@courier.example"
    Masthead.objects.update(name="The Allard Courier")
    moderators = Group.objects.get(name="Moderators")
    assert "Sent 1 mail." in add_colleague(desk, groups=[moderators.pk])
    person = User.objects.get(email="new@example.org")
    assert not person.has_usable_password()
    [letter] = mail.outbox
    assert letter.to == ["new@example.org"]
    assert letter.from_email == "The Allard Courier <desk@courier.example>"
    assert letter.subject == "Ada Keys invites you to work at The Allard Courier"
    assert "Ada Keys has made an account for you at The Allard Courier" in letter.body
    assert "You belong to: Moderators." in letter.body
    assert "second factor" in letter.body
    assert "https://courier.example/admin/" in letter.body
    [link] = re.findall(r"https://courier\.example(/accounts/password/reset/key/\S+)", letter.body)
    newcomer = Client()
    page = newcomer.get(link, follow=True)
    password = {"password1": "a heron in the harbour", "password2": "a heron in the harbour"}
    newcomer.post(page.redirect_chain[-1][0], password)
    person.refresh_from_db()
    assert person.check_password("a heron in the harbour")


def test_a_reader_who_becomes_staff_is_invited_and_keeps_the_password(desk, reader, settings):
    settings.SENDS_MAIL = True
    assert desk.post(page_of(reader), form_of(reader, is_staff="on")).status_code == 302
    [letter] = mail.outbox
    assert "invites you to work at" in letter.subject
    assert "Sign in with this email address and your password" in letter.body
    desk.post(page_of(reader), form_of(reader, is_staff="on", display_name="Rita Reader Jr"))
    assert len(mail.outbox) == 1


def test_a_reader_who_is_added_is_not_invited_to_work(desk, settings):
    settings.SENDS_MAIL = True
    add_colleague(desk, is_staff="")
    assert mail.outbox == []


def test_without_mail_the_administrator_is_shown_the_link_once(desk):
    shown = add_colleague(desk)
    person = User.objects.get(email="new@example.org")
    assert "No mail was sent: this site has no mail server (EMAIL_URL)." in shown
    [link] = [each for each in shown if "/accounts/password/reset/key/" in each]
    assert link.startswith("Give Nora New this link yourself, and nobody else.")
    assert not any("Sent" in each for each in shown)
    assert mail.outbox == []
    assert "/accounts/password/reset/key/" not in desk.get(page_of(person)).content.decode()


def test_without_mail_a_link_is_shown_to_nobody_but_an_administrator(
    client, editor, administrator, open_admin
):
    """With the link of an administrator one would become one."""
    editor.user_permissions.set(
        Permission.objects.filter(codename__in=["view_user", "change_user"])
    )
    client.force_login(editor)
    chosen = {"action": "send_password_link", "_selected_action": [administrator.pk]}
    page = client.post(PEOPLE, chosen, follow=True)
    assert "An administrator can see the links to hand over." in page.content.decode()
    assert "/password/reset/key/" not in page.content.decode()


def test_the_list_sends_staff_an_invitation_and_readers_a_link(desk, reader, settings):
    settings.SENDS_MAIL = True
    colleague, nobody = a_person(is_staff=True), User.objects.create_user("", "Without Address")
    chosen = {
        "action": "send_password_link",
        "_selected_action": [colleague.pk, reader.pk, nobody.pk],
    }
    page = desk.post(PEOPLE, chosen, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Sent 2 mails.",
        "1 person cannot sign in or has no address.",
    ]
    subjects = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert subjects == {
        colleague.email: "Ada Keys invites you to work at Newsroom",
        reader.email: "A new password for Newsroom",
    }


def test_a_mail_server_that_is_away_is_said_and_the_link_shown(desk, settings):
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    shown = add_colleague(desk)
    assert "The mail server did not take the mail." in shown
    assert any("/accounts/password/reset/key/" in each for each in shown)
    assert not any("Sent" in each for each in shown)


def test_who_may_change_people_does_not_thereby_rule_them(
    client, editor, administrator, open_admin
):
    editor.user_permissions.set(
        Permission.objects.filter(codename__in=["view_user", "change_user"])
    )
    client.force_login(editor)
    said = form_of(editor, is_superuser="on")
    assert client.post(page_of(editor), said).status_code == 302
    editor.refresh_from_db()
    assert not editor.is_superuser
    taken_over = form_of(administrator, email="mine@example.org")
    assert client.post(page_of(administrator), taken_over).status_code == 403

"""The staff's list of people."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse

from newsroom.models import User
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


def test_a_colleague_is_added_and_sets_a_password_through_a_link(desk):
    said = {"email": "new@example.org", "display_name": "Nora New", "is_staff": "on"}
    assert (
        desk.post(reverse("admin:newsroom_user_add"), said | {"is_active": "on"}).status_code == 302
    )
    person = User.objects.get(email="new@example.org")
    assert not person.has_usable_password()
    desk.post(PEOPLE, {"action": "send_password_link", "_selected_action": [person.pk]})
    [letter] = mail.outbox
    assert letter.to == ["new@example.org"]
    assert "/accounts/password/reset/key/" in letter.body


def test_those_who_cannot_be_reached_are_counted(desk, reader):
    nobody = User.objects.create_user("", "Without Address")
    chosen = {"action": "send_password_link", "_selected_action": [nobody.pk, reader.pk]}
    page = desk.post(PEOPLE, chosen, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Sent 1 link.",
        "1 of them cannot sign in or have no address.",
    ]


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

"""Two who want one name at once, on real connections: one gets it, and the other is told."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Author
from comments.models import Sanction
from comments.moderation import record, sanctions
from newsroom.accounts import bylines, naming
from newsroom.accounts.name_lock import lock_names
from newsroom.models import EarlierName, User
from tests.builders import a_person

pytestmark = [
    pytest.mark.race,
    pytest.mark.usefixtures("transactional_db"),
]


@pytest.fixture(autouse=True)
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")


def at_once(*acts):
    start = threading.Barrier(len(acts))

    def begun(act):
        start.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(begun, act) for act in acts]]


def sign_up(number, name):
    said = {"email": f"n{number}@example.org", "display_name": name, "password1": "a quiet harbour"}
    page = Client().post(reverse("account_signup"), said)
    return page.status_code


@pytest.mark.parametrize("attempt", range(4))
def test_two_who_sign_up_with_one_name_are_one_reader_and_one_refusal(attempt):
    said = at_once(lambda: sign_up(1, "Hanne Vik"), lambda: sign_up(2, "HANNE  VIK"))
    assert sorted(said) == [200, 302]
    assert User.objects.count() == 1


@pytest.mark.parametrize("attempt", range(4))
def test_two_who_rename_themselves_alike_do_not_share_the_name(attempt):
    people = [a_person(), a_person()]

    def rename(person):
        try:
            naming.rename(person, "Hanne Vik", by=person, at=timezone.now())
        except ValidationError as refusal:
            return refusal.code
        return "renamed"

    assert sorted(at_once(*[lambda p=p: rename(p) for p in people])) == ["renamed", "taken"]
    assert EarlierName.objects.count() == 1


def enter_author(name):
    """As the admin does: the author, then the readers who have the name, in one transaction."""
    with transaction.atomic():
        lock_names()
        author = Author.objects.create(name=name, slug="an-author")
        bylines.mark_readers([author.name], by=None, at=timezone.now())
    return "entered"


@pytest.mark.parametrize("attempt", range(6))
def test_a_reader_who_signs_up_while_the_author_is_entered_is_refused_or_marked(attempt):
    said = at_once(lambda: sign_up(1, "Dario Quill"), lambda: enter_author("Dario Quill"))
    readers = list(User.objects.all())
    if 302 in said:
        assert [reader.name_state for reader in readers] == ["byline"]
    else:
        assert readers == []


@pytest.mark.parametrize("attempt", range(6))
def test_a_reader_who_is_banned_while_renaming_himself_is_one_or_the_other_first(attempt):
    reader, moderator = a_person(name="Toralf"), a_person(is_staff=True)
    ban = Sanction(person=reader, kind="ban", reason="Insults.")

    def rename():
        try:
            naming.rename(reader, "Editors are liars", by=reader, at=timezone.now())
        except ValidationError as refusal:
            return refusal.code
        return "renamed"

    said = at_once(
        rename, lambda: sanctions.impose(ban, by=moderator, at=timezone.now()) or "banned"
    )
    assert said in (["renamed", "banned"], ["not_yet", "banned"])
    name = User.objects.get(pk=reader.pk).display_name
    assert name == ("Editors are liars" if said[0] == "renamed" else "Toralf")
    assert record.verify() is None


@pytest.mark.parametrize("attempt", range(4))
def test_a_name_taken_away_twice_at_once_is_taken_once(attempt):
    Group.objects.get_or_create(name="Moderators")
    reader = a_person(name="Toralf")
    moderators = [a_person(is_staff=True) for _ in range(2)]

    def take(by):
        try:
            naming.take_away(reader, reason="No.", by=by, at=timezone.now())
        except ValidationError:
            return "refused"
        return "taken"

    assert sorted(at_once(*[lambda by=by: take(by) for by in moderators])) == ["refused", "taken"]
    assert EarlierName.objects.count() == 1

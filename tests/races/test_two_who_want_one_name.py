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


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone() is not None


def test_a_reader_who_signs_up_while_an_author_is_entered_waits_and_is_refused():
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_names()
            Author.objects.create(name="Dario Quill", slug="dario-quill")
            signing_up = pool.submit(lambda: at_once(lambda: sign_up(1, "Dario Quill")))
            while not (signing_up.done() or somebody_waits()):
                pass
            bylines.mark_readers(["Dario Quill"], by=None, at=timezone.now())
        assert signing_up.result() == [200]
    assert not User.objects.exists()


def test_an_author_entered_while_a_reader_signs_up_marks_the_reader():
    def entered():
        with transaction.atomic():
            lock_names()
            Author.objects.create(name="Dario Quill", slug="dario-quill")
            return bylines.mark_readers(["Dario Quill"], by=None, at=timezone.now())

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            naming.name_new_account(
                reader := User(email="n@example.org"),
                "Dario Quill",
                at=timezone.now(),
                save=lambda: reader.save() or reader,
            )
            entering = pool.submit(lambda: at_once(entered))
            while not (entering.done() or somebody_waits()):
                pass
        assert entering.result() == [[reader]]
    reader.refresh_from_db()
    assert reader.must_choose_name


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

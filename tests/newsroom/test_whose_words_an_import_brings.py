"""An import proves nothing of who somebody is: names stay with the comments they stood over."""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Author
from comments import standing
from comments.models import Comment
from newsroom.models import ImportedEmail, User
from tests.builders import a_person
from tests.exports import CASES, a_post, a_word, an_export, brought_in

pytestmark = pytest.mark.django_db


def names_over_comments() -> list[str]:
    return [each.author.display_name for each in Comment.objects.order_by("imported_from")]


def test_a_comment_with_an_editors_address_is_not_the_editors(tmp_path, client, editor):
    words = a_word(1, name="Cheeky Troll", email=editor.email.upper())
    brought_in(an_export(tmp_path, a_post(inside=words)))
    comment = Comment.objects.get()
    assert comment.author != editor
    page = client.get(comment.thread.article.path).text
    assert "Cheeky Troll" in page
    assert editor.display_name not in page
    assert "comment-mark" not in page


def test_a_comment_with_a_readers_address_is_not_that_readers(tmp_path, reader):
    brought_in(an_export(tmp_path, a_post(inside=a_word(1, name="Bo", email=reader.email))))
    assert names_over_comments() == ["Bo"]
    assert not reader.comments.exists()


def test_two_names_with_one_address_are_two_names(tmp_path):
    words = a_word(1, name="Alice Rowe", email="none@none.com")
    words += a_word(2, name="Bob Crane", email="none@none.com")
    brought_in(an_export(tmp_path, a_post(inside=words)))
    assert names_over_comments() == ["Alice Rowe", "Bob Crane"]


def test_two_who_gave_no_address_are_two_people_with_one_name(tmp_path):
    words = a_word(1, name="Anonymous", email="") + a_word(2, name="Anonymous", email="")
    brought_in(an_export(tmp_path, a_post(inside=words)))
    assert names_over_comments() == ["Anonymous", "Anonymous"]
    assert Comment.objects.values("author").distinct().count() == 2


def test_one_name_with_one_address_is_one_person(tmp_path):
    brought_in(an_export(tmp_path, a_post(inside=a_word(1) + a_word(2))))
    assert Comment.objects.values("author").distinct().count() == 1


@pytest.mark.parametrize(
    "name", ["Admin", "Editor", "The Old Echo", "李", "Moderator", "Rita Reader", "x", "Иgor"]
)
def test_a_name_is_shown_as_it_was(tmp_path, reader, name):
    brought_in(an_export(tmp_path, a_post(inside=a_word(1, name=name))))
    assert names_over_comments() == [name]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", "Anonymous"),
        ("Bo\nLamb", "Bo Lamb"),
        ("Bo\u202e bmaL", "Bo bmaL"),
        ("Tom &amp; Ann", "Tom & Ann"),
        ("B" * 200, "B" * 80),
    ],
)
def test_a_name_stays_in_its_line(tmp_path, name, shown):
    brought_in(an_export(tmp_path, a_post(inside=a_word(1, name=name))))
    assert names_over_comments() == [shown]


def test_nobody_can_sign_in_as_somebody_imported(tmp_path, client, mailoutbox):
    brought_in(an_export(tmp_path, a_post(inside=a_word(1, email="bo@reader.example"))))
    person = Comment.objects.get().author
    assert (person.email, person.has_usable_password()) == (None, False)
    client.post(reverse("account_reset_password"), {"email": "bo@reader.example"})
    assert not any("password/reset/key" in mail.body for mail in mailoutbox)


def test_the_owner_of_an_address_in_an_export_can_sign_up_with_it(tmp_path, client):
    brought_in(an_export(tmp_path, a_post(inside=a_word(1, email="bo@reader.example"))))
    client.post(
        reverse("account_signup"),
        {"email": "bo@reader.example", "display_name": "Bo Lamb", "password1": "correct h0rse b"},
    )
    assert User.objects.get(email="bo@reader.example").display_name == "Bo Lamb"


def test_a_stranger_cannot_sign_up_under_a_name_of_the_archive(tmp_path, client):
    brought_in(an_export(tmp_path, a_post(inside=a_word(1, name="Alice Rowe"))))
    answer = client.post(
        reverse("account_signup"),
        {"email": "eve@example.org", "display_name": "ALICE R0WE", "password1": "correct h0rse b"},
    )
    assert "display_name" in answer.context["form"].errors
    assert not User.objects.filter(email="eve@example.org").exists()


def test_two_accounts_never_have_one_name(reader):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_person(name="RITA READER")


def test_an_address_of_an_export_is_kept_nowhere(tmp_path):
    brought_in(an_export(tmp_path, a_post(inside=a_word(1, email="bo@reader.example"))))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "bo@reader.example" not in str(cursor.fetchall())
    assert ImportedEmail.objects.count() == 1


def test_twenty_imported_comments_make_nobody_trusted(tmp_path, reader):
    words = "".join(a_word(number, email=reader.email) for number in range(1, 25))
    brought_in(an_export(tmp_path, a_post(inside=words)))
    assert standing.with_history(reader, timezone.now()).is_newcomer


# The paper's own answers


def test_an_account_of_the_export_can_be_said_to_be_a_member_of_the_staff(tmp_path, client, editor):
    export = an_export(tmp_path, a_post(inside=a_word(1, name="Ida", account=4)))
    brought_in(export, staff=[f"ida={editor.email}"])
    comment = Comment.objects.get()
    assert comment.author == editor
    page = client.get(comment.thread.article.path).text
    assert '<span class="comment-mark">Author of this article</span>' in page
    assert Author.objects.get(name="Ida Rook").account == editor


def test_the_summary_names_the_accounts_that_are_nobody_here(tmp_path, editor):
    words = a_word(1, name="Ida", account=4) + a_word(2, name="Ida R.", account=4)
    said = brought_in(an_export(tmp_path, a_post(inside=words)))
    assert "         2  ida" in said
    assert names_over_comments() == ["Ida", "Ida R."]
    assert "--staff" not in brought_in(
        an_export(tmp_path, a_post(8, inside=a_word(9, account=4))), staff=[f"ida={editor.email}"]
    )


def test_staff_can_be_mapped_by_a_second_run(tmp_path, editor):
    export = an_export(tmp_path, a_post(inside=a_word(1, name="Ida", account=4)))
    brought_in(export)
    brought_in(export, staff=[f"ida={editor.email}"])
    assert Comment.objects.get().author == editor


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("ida=nobody@example.org", "no member of the staff signs in with nobody@example.org"),
        ("ida=reader@example.org", "no member of the staff signs in with reader@example.org"),
        ("ida", "write LOGIN=EMAIL"),
        ("=editor@example.org", "write LOGIN=EMAIL"),
        ("otto=editor@example.org", "there is no account “otto” in it; there are: ida"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_refused_in_one_sentence(tmp_path, given, complaint):
    User.objects.create_user("reader@example.org", "Rita")
    User.objects.create_user("editor@example.org", "Edith", is_staff=True)
    with pytest.raises(CommandError, match=complaint) as refused:
        brought_in(an_export(tmp_path, a_post()), staff=[given])
    assert "\n" not in str(refused.value)
    assert not Author.objects.exists()


# Many of them


def an_export_of(number: int, folder: Path) -> str:
    words = "".join(
        a_word(each, name="Anonymous", email=f"anonymous{each}@old.example")
        for each in range(1, number + 1)
    )
    return an_export(folder, a_post(inside=words), name=f"{number}.xml")


def test_ten_thousand_who_are_called_anonymous_come_in_batches(tmp_path):
    export = an_export_of(10_000, tmp_path)
    with CaptureQueriesContext(connection) as captured:
        brought_in(export)
    assert User.objects.filter(display_name="Anonymous").count() == 10_000
    assert len(captured) < 10 * (10 * 10)  # ten batches of a thousand, cut by SQLite's limits


def test_four_times_as_many_who_share_a_name_are_four_times_the_work(tmp_path):
    """Counted in calls, which are the same on every machine."""
    calls = {}
    for number in (500, 2_000):
        profile = cProfile.Profile()
        with transaction.atomic():
            profile.runcall(brought_in, an_export_of(number, tmp_path))
            transaction.set_rollback(True)
        calls[number] = pstats.Stats(profile).total_calls
    assert calls[2_000] < 4.4 * calls[500]


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not at hand")
def test_the_case_of_identity():
    editor = User.objects.create_user("editor@example.org", "Edith Quill", is_staff=True)
    said = brought_in(CASES / "identity.xml")
    assert names_over_comments() == [
        "Cheeky Troll", "Alice Rowe", "Bob Crane", "Anonymous", "Anonymous", "Admin",
    ]  # fmt: skip
    assert not editor.comments.exists()
    assert Comment.objects.values("author").distinct().count() == 6
    assert "1  webdesk" in said

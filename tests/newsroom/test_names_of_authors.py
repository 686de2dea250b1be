"""A reader never bears the name of somebody who writes for the paper, whoever came first."""

import json
import re
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.models import Author
from comments import posting
from comments.models import Comment, LogEntry
from newsroom.accounts import bylines
from newsroom.accounts.byline_names import LIKE_LATIN, is_same_person, traces
from newsroom.accounts.bylines import mark_readers
from newsroom.accounts.display_names import folded
from newsroom.models import User
from tests.builders import a_comment, a_person, an_article, an_author

pytestmark = pytest.mark.django_db

BYLINE = (
    "Somebody who writes for this newspaper has this name: please add what tells you apart, such "
    "as your town."
)


words = st.text("abdeimnorstuvwyäöüøłéß", min_size=2, max_size=8)
additions = st.sampled_from(["", "Dr", "The Real", "X.", "official", "™", "7"])


def sign_up(client, name):
    said = {"email": "n@example.org", "display_name": name, "password1": "a quiet harbour at dawn"}
    return client.post(reverse("account_signup"), said)


ALIKE = [
    "Dario Quill", "dario quill", "DarioQuill", "Darío Quill", "Quill, Dario",
    "Dr. Dario Quill", "Prof Dario Quill", "Dario X. Quill", "Dario Quill Jr.", "Dario Quill 2",
    "dario_quill", "The Real Dario Quill", "Dario Quill, reporter", "Dario Quil1",
    "Dario Quill 🌻", "Quill Dario", "Dario Quill PhD", "Dario Quill™", "Đario Quill",
    "Dᴀʀɪᴏ Quiʟʟ", "TheRealDarioQuill", "DarioQuillOfficial",
]  # fmt: skip


@pytest.mark.parametrize("name", ALIKE)
def test_nobody_signs_up_as_an_author_of_the_paper(client, name):
    an_author(name="Dario Quill")
    page = sign_up(client, name)
    assert page.context["form"].errors["display_name"] == [BYLINE]
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["Dario Quill, Leeds", "Maria Quill", "Dario", "Dario Quillan"])
def test_a_name_that_is_only_near_an_authors_is_free(client, name):
    an_author(name="Dario Quill")
    assert sign_up(client, name).status_code == 302


@pytest.mark.parametrize(
    ("name", "byline"),
    [
        ("Juergen Mueller", "Jürgen Müller"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("王 小明", "王小明"),
        ("Sean O'Brien", "O’Brien, Sean"),
        ("John Smith", "John Q. Smith"),
        ("Иван Петров", "Петров Иван И."),
        ("علی رضا", "علی\u200cرضا"),
        ("शर्मा राम", "राम शर्मा"),
        ("Bar Nolan", "BarNolan"),
        ("Nolan Bar", "Bar Nolan"),
        ("Lukasz Nowak", "Łukasz Nowak"),
        ("Soren Odegard", "Søren Ødegård"),
        ("Dr Anna Li", "Anna Li"),
        ("Mr Ma Li", "Ma Li"),
    ],
)
def test_a_byline_of_any_script_is_known_again(name, byline):
    assert is_same_person(name, byline)


@pytest.mark.parametrize(
    ("name", "byline"),
    [("Anna", "Anna Li"), ("Wei", "Li Wei"), ("Rahman", "Md Rahman"), ("King", "Nat King")],
)
def test_a_byline_of_which_a_part_looks_like_a_title_is_the_whole_name(name, byline):
    assert not is_same_person(name, byline)


def test_nobody_signs_up_as_somebody_of_the_staff_with_a_title(client, editor):
    assert sign_up(client, "Dr. Edith Quill").context["form"].errors["display_name"] == [BYLINE]


def test_nobody_renames_himself_to_an_authors_name(client, reader):
    an_author(name="Dario Quill")
    client.force_login(reader)
    page = client.post(reverse("account_name"), {"display_name": "Dario Quill"})
    assert page.context["form"].errors["display_name"] == [BYLINE]
    reader.refresh_from_db()
    assert reader.display_name == "Rita Reader"


def test_an_author_with_a_readers_account_bears_the_name(client, reader):
    an_author(name="Dario Quill", account=reader)
    client.force_login(reader)
    client.post(reverse("account_name"), {"display_name": "Dario Quill"})
    reader.refresh_from_db()
    assert reader.display_name == "Dario Quill"


def test_somebody_of_the_staff_bears_an_authors_name(client, editor):
    an_author(name="Dario Quill")
    client.force_login(editor)
    client.post(reverse("account_name"), {"display_name": "Dario Quill"})
    editor.refresh_from_db()
    assert editor.display_name == "Dario Quill"


@pytest.fixture
def at_the_admin(client, administrator, open_admin):
    client.force_login(administrator)
    return client


def person_form(person, **changes):
    values = {"display_name": person.display_name, "email": person.email, "is_active": "on"}
    return {**values, "groups": [], "user_permissions": [], **changes}


def test_an_administrator_gives_no_reader_an_authors_name(at_the_admin, reader):
    an_author(name="Dario Quill")
    url = reverse("admin:newsroom_user_change", args=[reader.pk])
    page = at_the_admin.post(url, person_form(reader, display_name="Dario Quill"))
    assert page.context["adminform"].form.errors["display_name"] == [BYLINE]


def test_an_administrator_makes_a_reader_of_the_staff_and_gives_him_his_byline(
    at_the_admin, reader
):
    an_author(name="Dario Quill")
    url = reverse("admin:newsroom_user_change", args=[reader.pk])
    form = person_form(reader, display_name="Dario Quill", is_staff="on")
    assert at_the_admin.post(url, form).status_code == 302
    reader.refresh_from_db()
    assert (reader.display_name, reader.is_staff) == ("Dario Quill", True)
    assert [each.name for each in reader.earlier_names.all()] == ["Rita Reader"]
    assert LogEntry.objects.filter(act="name changed", about=f"account {reader.pk}").exists()


def enter_author(client, name, **more):
    fields = {"name": name, "slug": "an-author", "biography": "", "portrait": "", "account": ""}
    return client.post(reverse("admin:articles_author_add"), {**fields, **more})


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_whoever_enters_an_author_is_told_which_readers_have_the_name(at_the_admin):
    reader = a_person(name="Dr Dario Quill")
    a_person(name="Dario Quillan")
    answer = enter_author(at_the_admin, "Dario Quill")
    [warning] = [each for each in said(answer) if "has this name" in each]
    assert f'<a href="{reverse("commenter", args=[reader.pk])}">Dr Dario Quill</a>' in warning
    reader.refresh_from_db()
    assert reader.must_choose_name


@pytest.mark.parametrize(
    ("name", "byline"),
    [
        *((name, "Dario Quill") for name in ALIKE),
        ("Dr Juergen Mueller", "Jürgen Müller"),
        ("Dr Jürgen Müller", "Juergen Mueller"),
        ("Dr Bar Nolan", "Bar Nolan"),
        ("Nolan Bar Jr.", "Bar Nolan"),
        ("Bar N Olan", "Barn Olan"),
        ("Dr Nat Li", "Dr Nat Li"),
        ("Dr Søren Ødegård", "Soeren Oedegaard"),
        ("Øyvind Vang Jr.", "Oyvind Vang"),
        ("Иван Петров PhD", "Петров Иван И."),
        ("Professor 王 小明", "王小明"),
    ],
)
def test_a_reader_who_came_before_an_author_is_marked_if_sign_up_would_refuse_the_name(
    name, byline
):
    reader = a_person(name=name)
    an_author(name=byline)
    assert bylines.belongs_to_another(name)
    assert mark_readers([byline], by=None, at=timezone.now()) == [reader]


@given(given_name=words, family_name=words, before=additions, behind=additions)
def test_no_reader_is_missed_who_adds_a_title_to_an_authors_name(
    given_name, family_name, before, behind
):
    byline, name = f"{given_name} {family_name}", f"{before} {family_name} {given_name} {behind}"
    assume(is_same_person(name, byline))
    ways = [(LIKE_LATIN,), *traces(byline)]
    assert any(all(re.search(word, folded(name)) for word in each) for each in ways)


def test_an_editor_who_may_not_see_the_desk_is_told_the_name_without_a_link(
    client, editor, open_admin
):
    a_person(name="Dario Quill")
    client.force_login(editor)
    [warning] = [each for each in said(enter_author(client, "Dario Quill")) if "this name" in each]
    assert "Dario Quill" in warning
    assert "<a" not in warning


def test_a_reader_with_an_authors_name_is_marked_and_writes_again_under_another(
    client, at_the_admin, reader
):
    article = an_article()
    named = a_person(name="Dario Quill")
    a_comment(article=article, author=named)
    before = client.get(article.get_absolute_url()).text
    assert "Reader account" not in before
    enter_author(at_the_admin, "Dario Quill")
    client.logout()
    assert '<span class="comment-mark">Reader account</span>' in (
        client.get(article.get_absolute_url()).text
    )
    client.force_login(named)
    page = client.get(article.get_absolute_url()).text
    assert "Please choose another name" in page
    assert f'href="{reverse("account_name")}?next=' in page
    assert 'class="composer"' not in page
    typed = {"text": "As the author I say so.", "token": uuid4(), "csrfmiddlewaretoken": "x"}
    kept = client.post(reverse("write", args=[article.pk]), typed)
    assert kept.status_code == 403
    assert "As the author I say so." in kept.text
    assert Comment.objects.count() == 1
    client.post(reverse("account_name"), {"display_name": "Dario Quill, Leeds"})
    assert 'class="composer"' in client.get(article.get_absolute_url()).text
    assert "Reader account" not in client.get(article.get_absolute_url()).text


def test_what_a_marked_reader_sends_is_not_stored(reader, article):
    reader.name_state = User.NameState.BYLINE
    reader.save(update_fields=["name_state"])
    outcome = posting.submit(posting.Submission(article, reader, "A thought.", token=uuid4()))
    assert isinstance(outcome, posting.Refused)
    assert outcome.text == "A thought."


def test_the_mark_goes_with_the_author(at_the_admin):
    reader = a_person(name="Dario Quill")
    enter_author(at_the_admin, "Dario Quill")
    author = Author.objects.get()
    url = reverse("admin:articles_author_delete", args=[author.pk])
    at_the_admin.post(url, {"post": "yes"})
    reader.refresh_from_db()
    assert reader.name_state is None


def test_the_mark_goes_when_the_author_is_the_reader(at_the_admin):
    reader = a_person(name="Dario Quill")
    enter_author(at_the_admin, "Dario Quill")
    author = Author.objects.get()
    url = reverse("admin:articles_author_change", args=[author.pk])
    at_the_admin.post(
        url,
        {"name": "Dario Quill", "slug": "an-author", "biography": "", "portrait": "",
         "account": reader.pk},
    )  # fmt: skip
    reader.refresh_from_db()
    assert reader.name_state is None


def test_readers_of_before_are_found_by_a_command(capsys):
    an_author(name="Dario Quill")
    reader, other = a_person(name="Quill Dario"), a_person(name="Somebody Else")
    call_command("check_names")
    assert re.search(r"1 reader .*: Quill Dario \(account \d+\)", capsys.readouterr().out)
    reader.refresh_from_db()
    other.refresh_from_db()
    assert (reader.must_choose_name, other.must_choose_name) == (True, False)
    call_command("check_names")
    assert "0 readers" in capsys.readouterr().out


def an_archive_of_dario_quill(folder):
    lines = [
        {"kind": "archive", "format": "newsroom", "version": 1, "name": "A", "language": "en",
         "time_zone": "UTC"},
        {"kind": "author", "slug": "dario-quill", "name": "Dario Quill"},
    ]  # fmt: skip
    archive = folder / "paper.jsonl"
    archive.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(archive)


def test_an_import_that_brings_an_author_marks_the_reader_who_has_the_name(tmp_path, capsys):
    reader = a_person(name="Dario Quill")
    call_command("import_archive", an_archive_of_dario_quill(tmp_path))
    assert "1 reader marked" in capsys.readouterr().out
    reader.refresh_from_db()
    assert reader.must_choose_name


def test_a_dry_run_of_an_import_says_which_readers_it_would_mark_and_marks_nobody(tmp_path, capsys):
    reader = a_person(name="Dario Quill")
    archive = an_archive_of_dario_quill(tmp_path)
    call_command("import_archive", archive, dry_run=True)
    tried = capsys.readouterr().out
    reader.refresh_from_db()
    assert not reader.must_choose_name
    assert not LogEntry.objects.exists()
    call_command("import_archive", archive)
    end = "A dry run: nothing was kept.\n"
    assert tried == capsys.readouterr().out + end


def test_a_dry_run_of_the_command_marks_nobody(capsys):
    an_author(name="Dario Quill")
    reader = a_person(name="Dario Quill")
    call_command("check_names", "--dry-run")
    assert "Dario Quill" in capsys.readouterr().out
    reader.refresh_from_db()
    assert reader.name_state is None


def test_a_colleague_who_joins_the_staff_is_told_apart_from_readers(at_the_admin):
    reader = a_person(name="Dr. Hanna Ley")
    fields = {"display_name": "Hanna Ley", "email": "ley@example.org", "is_staff": "on",
              "is_active": "on", "groups": [], "user_permissions": []}  # fmt: skip
    at_the_admin.post(reverse("admin:newsroom_user_add"), fields)
    reader.refresh_from_db()
    assert reader.must_choose_name
    assert User.objects.get(email="ley@example.org").name_state is None

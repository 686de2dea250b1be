"""`manage.py demo --remove` takes the demo paper out and leaves what people added."""

from __future__ import annotations

import os
import pty
from contextlib import nullcontext
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Image, Placement, Section, Topic, WebLink
from comments import switch
from comments.models import (
    Case,
    Comment,
    Decision,
    LogEntry,
    Mode,
    Sanction,
    Scope,
    Suspension,
    Thread,
    counts,
)
from comments.moderation import decisions, record
from newsroom.demo import crowd, illustrate, load
from newsroom.models import DemoPaper, Masthead, User
from tests.builders import a_comment, a_person, a_picture, an_article, an_author

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch, settings, tmp_path):
    """The demo paper with small pictures, and a small crowd."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(crowd, "SIZE", 60)
    monkeypatch.setattr(illustrate, "PICTURE_PX", (96, 64))
    monkeypatch.setattr(illustrate, "PORTRAIT_PX", 48)
    return load.open_paper(timezone.now())


@pytest.fixture
def demo(monkeypatch):
    """The demo paper with pictures that have no files."""

    def rows(names):
        return {name: a_picture(name=f"pictures/{name.replace(':', '-')}.jpg") for name in names}

    monkeypatch.setattr(crowd, "SIZE", 60)
    monkeypatch.setattr(illustrate, "draw_all", rows)
    return load.open_paper(timezone.now())


@pytest.fixture
def loaded_before(drawn):
    """As in a database whose demo was loaded before its rows were written down."""
    DemoPaper.objects.update(brought=None)


def remove() -> str:
    printed = StringIO()
    call_command("demo", "--remove", "--yes", stdout=printed)
    return printed.getvalue()


def files(media) -> list[Path]:
    return [path for path in Path(media).rglob("*") if path.is_file()]


def test_nothing_of_the_demo_is_left(drawn, settings):
    assert len(files(settings.MEDIA_ROOT)) > 100
    remove()
    for model in (
        Article, Section, Topic, Author, Image, WebLink, Placement, Thread, Comment, Case,
        Decision, Suspension, User,
    ):  # fmt: skip
        assert list(model._base_manager.all()) == [], model
    assert files(settings.MEDIA_ROOT) == []
    masthead = Masthead.current()
    assert (masthead.name, masthead.tagline, masthead.weather_source) == ("Newsroom", "", "none")
    assert DemoPaper.current() is None
    assert not DemoPaper.objects.exclude(password="").exists()


def test_nothing_is_left_either_of_a_demo_that_was_loaded_before(loaded_before, settings):
    remove()
    assert sorted(Image.objects.values_list("picture", flat=True)) == []
    for model in (Article, Section, Topic, Author, Image, WebLink, Comment, Suspension, User):
        assert list(model._base_manager.all()) == [], model
    assert files(settings.MEDIA_ROOT) == []


def test_the_log_keeps_its_entries_and_is_whole(demo):
    before = list(LogEntry.objects.order_by("number").values_list("number", "hash"))
    assert before
    remove()
    after = list(LogEntry.objects.order_by("number").values_list("number", "hash", "act"))
    assert [entry[:2] for entry in after[:-1]] == before
    assert after[-1][2] == "remove demo"
    assert record.verify() is None


def test_the_staff_of_the_demo_are_signed_out_and_nobody_is_exempt(demo, administrator):
    theirs, mine = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    theirs.force_login(User.objects.get(email="administrator@example.org"))
    mine.force_login(administrator)
    assert theirs.get("/admin/").status_code == 200
    assert mine.get("/admin/").status_code == 200
    remove()
    assert theirs.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    assert mine.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/2fa/"
    assert Session.objects.count() == 1


@pytest.mark.parametrize("kept", [True, False])
def test_what_people_added_stays(drawn, reader, administrator, kept):
    """Real articles keep their section, topic, author and pictures, real accounts stay; what they
    wrote under a demo article goes, and is counted first."""
    if not kept:
        DemoPaper.objects.update(brought=None)
    section, topic = Section.objects.get(slug="culture"), Topic.objects.get(slug="wine")
    author = Author.objects.get(slug="agnes-fell")
    shown, within = Image.objects.filter(credit__startswith="Courier")[:2]
    ours = an_article(
        section=section, topics=(topic,), authors=(author, an_author(name="Our Own")),
        lead_image=shown, body=f'<p>Look:</p><figure><img src="{within.picture.w768}"></figure>',
    )  # fmt: skip
    stays = a_comment(article=ours, author=reader, text="A word under our own article.")
    theirs = Article.objects.get(slug="old-bridge-two-years")
    goes = a_comment(article=theirs, author=reader, text="A word under the demo's article.")
    warning = Sanction.objects.create(
        person=reader, kind="warning", reason="Calm down.", comment=goes,
        starts_at=timezone.now(), set_by=administrator,
    )  # fmt: skip
    Masthead.objects.update(name="The Real Courier")

    printed = remove()

    assert "1 comment by an account of your own stands under a demo article" in printed
    assert list(Article.objects.all()) == [ours]
    assert list(Section.objects.all()) == [section]
    assert list(Topic.objects.all()) == [topic]
    assert {each.name for each in Author.objects.all()} == {author.name, "Our Own"}
    assert set(Image.objects.filter(pk__in=[shown.pk, within.pk])) == {shown, within}
    for image in (shown, within):
        image.refresh_from_db()
        assert image.picture.storage.exists(image.picture.name)
        assert image.picture.storage.exists(image.picture.w768.removeprefix("/media/"))
    assert list(Comment.objects.all()) == [stays]
    assert set(User.objects.all()) == {reader, administrator}
    warning.refresh_from_db()
    assert warning.comment is None
    assert Masthead.current().name == "The Real Courier"
    assert counts.recount() == ([], [])
    assert Client().get(ours.get_absolute_url()).status_code == 200
    assert Client().get("/").status_code == 200


def test_an_account_of_the_demo_that_decided_on_something_real_is_closed_and_not_lost(demo, reader):
    """The decision stays, and with it who made it."""
    moderator = User.objects.get(email="moderator@example.org")
    comment = a_comment(article=an_article(), author=reader)
    decisions.decide(
        Decision.Verb.REJECT, [comment.pk], by=moderator, reason="Off topic", at=timezone.now()
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(moderator)
    printed = remove()
    assert "1 account of the demo stands in something that stays" in printed
    comment.refresh_from_db()
    assert comment.status == "rejected"
    moderator.refresh_from_db()
    assert (moderator.email, moderator.is_active, moderator.is_staff) == (None, False, False)
    assert not moderator.has_usable_password()
    assert not moderator.groups.exists()
    assert client.get("/admin/").status_code == 302
    assert set(User.objects.all()) == {moderator, reader}
    assert record.verify() is None


def test_a_suspension_of_the_whole_site_stays(demo, administrator):
    switch.suspend(
        Scope(), mode=Mode.CLOSED, cause="abuse", reason="Real trolls.", by=administrator,
        notice_title="Closed", notice_body="For now.",
    )  # fmt: skip
    remove()
    assert [each.reason for each in Suspension.objects.all()] == ["Real trolls."]


def test_a_picture_that_somebody_put_in_the_place_of_a_drawn_one_stays(demo):
    drawn = Article.objects.exclude(lead_image=None).first().lead_image
    Image.objects.filter(pk=drawn.pk).update(picture=a_picture().picture.name)
    remove()
    assert drawn in Image.objects.all()


def test_without_yes_and_without_a_terminal_nothing_is_removed(demo, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("yes\n"))
    with pytest.raises(CommandError, match=r"confirm at a terminal, or add --yes"):
        call_command("demo", "--remove", stdout=StringIO())
    assert DemoPaper.current() == demo
    assert Article.objects.count() > 40


@pytest.mark.parametrize(("answer", "is_left"), [("no", True), ("", True), ("yes", False)])
def test_at_a_terminal_one_is_asked_first(demo, monkeypatch, answer, is_left):
    master, slave = pty.openpty()
    with os.fdopen(master, "wb", buffering=0) as keys, os.fdopen(slave) as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        keys.write(f"{answer}\n".encode())
        printed = StringIO()
        with (
            nullcontext() if answer == "yes" else pytest.raises(CommandError, match=r"^Nothing was")
        ):
            call_command("demo", "--remove", stdout=printed)
    assert "This takes out the demo paper: 51 articles" in printed.getvalue()
    assert Article.objects.exists() is is_left


def test_a_real_paper_has_no_demo_to_remove(article):
    with pytest.raises(CommandError, match="holds no demo paper"):
        call_command("demo", "--remove", "--yes")
    assert list(Article.objects.all()) == [article]


def test_what_comes_next_is_said(demo, reader):
    assert "make an administrator with `manage.py createsuperuser`" in remove()


def test_what_comes_next_in_a_database_that_is_empty_again(demo):
    assert "Open your own paper with `manage.py open_paper`" in remove()


def test_files_that_could_not_be_deleted_go_the_next_time(drawn, settings):
    """Someone's editor holds a folder read-only: the paper is out, and says what is left."""
    removed_at = timezone.now() - timedelta(hours=1)
    left = Image.objects.exclude(picture="").first().picture.name
    remove()
    (Path(settings.MEDIA_ROOT) / left).parent.mkdir(parents=True, exist_ok=True)
    (Path(settings.MEDIA_ROOT) / left).write_bytes(b"left")
    DemoPaper.objects.update(brought={"files": [left]}, removed_at=removed_at)
    with pytest.raises(SystemExit) as ended:
        remove()
    assert ended.value.code == 0
    assert files(settings.MEDIA_ROOT) == []
    assert a_person()

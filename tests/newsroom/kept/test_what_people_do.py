"""Whatever readers and moderators do, a stranger sees it on the very next page, in any process."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from comments import posting, reporting, switch
from comments.models import Comment, Mode, Scope
from comments.posting import Submission
from newsroom import weather
from newsroom.models import Masthead
from newsroom.weather import Reading
from tests.builders import a_case, a_comment, a_person, a_section, an_article
from tests.exports import a_post, an_export, brought_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_admin")]

Scene = SimpleNamespace


@pytest.fixture
def scene(reader, moderator, article) -> Scene:
    """An article with something of everything under it."""
    said = a_comment(article=article, author=reader, text="I crossed it.")
    a_comment(article=article, parent=said, text="So did I.")
    held = a_case(article=article, text="Held so far.")
    spam = a_comment(article=article, text="Buy now.")
    return Scene(
        article=article, reader=reader, moderator=moderator, said=said, held=held, spam=spam
    )


def submit(scene: Scene, text: str = "Me too.", parent: Comment | None = None) -> None:
    posting.submit(Submission(scene.article, scene.reader, text, uuid.uuid4(), parent))


def through_the_desk(scene: Scene, verb: str) -> None:
    desk = Client()
    desk.force_login(scene.moderator)
    address = reverse("decision", args=[scene.held.pk])
    assert desk.post(address, {"verb": verb, "seen": "held"}).status_code == 302


def undo(scene: Scene) -> None:
    desk = Client()
    desk.force_login(scene.moderator)
    desk.post(reverse("retraction"))


def suspend(mode: Mode = Mode.CLOSED, scope: Scope | None = None, **more: object) -> object:
    return switch.suspend(scope or Scope(), mode=mode, cause="abuse", reason="A flood.", **more)


def rename(scene: Scene) -> None:
    own = Client()
    own.force_login(scene.reader)
    own.post(reverse("account_name"), {"display_name": "Rita Renamed"})


def report_until_hidden(scene: Scene) -> None:
    at = timezone.now()
    for _ in range(9):
        by = a_person(date_joined=at - timedelta(days=99))
        reporting.report(scene.spam, by=by, reason="spam", text="", at=at)


def new_weather(scene: Scene) -> None:
    Masthead.objects.update(weather_source="open-meteo", latitude=1, longitude=2)
    provider = {"open-meteo": lambda *place: Reading(low=3, high=9, sky="snow")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weather, "PROVIDERS", provider)
        assert weather.fetch(Masthead.current(), timezone.now())


ACTS: dict[str, tuple[Callable[[Scene], object], Callable[[Scene], object]]] = {
    "posts": (lambda s: None, submit),
    "answers": (lambda s: None, lambda s: submit(s, "Indeed.", s.said)),
    "changes the text": (lambda s: None, lambda s: posting.edit(s.said, "I swam.", by=s.reader)),
    "deletes": (lambda s: None, lambda s: posting.delete(s.said, by=s.reader)),
    "takes another name": (lambda s: None, rename),
    "is reported by many": (lambda s: None, report_until_hidden),
    "is approved at the desk": (lambda s: None, lambda s: through_the_desk(s, "approve")),
    "is brought back by undoing": (lambda s: through_the_desk(s, "approve"), undo),
    "throws the switch": (lambda s: None, lambda s: suspend()),
    "hides the conversation": (lambda s: None, lambda s: suspend(Mode.HIDDEN)),
    "lifts it": (
        lambda s: setattr(s, "thrown", suspend()), lambda s: switch.lift(s.thrown),
    ),
    "throws it over one article": (
        lambda s: None, lambda s: suspend(scope=Scope(article=s.article)),
    ),
    "throws it from the command line": (
        lambda s: None,
        lambda s: call_command("commenting", "suspend", reason="A flood.", verbosity=0),
    ),
    "fetches the weather": (lambda s: None, new_weather),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_sees_it_on_the_next_page(elsewhere: Client, scene: Scene, act: str) -> None:
    prepare, do = ACTS[act]
    prepare(scene)
    path = scene.article.path
    before = elsewhere.get(path)
    assert elsewhere.get(path)["ETag"] == before["ETag"]
    do(scene)
    after = elsewhere.get(path)
    assert after["ETag"] != before["ETag"]
    assert after.content == Client().get(path).content


@pytest.mark.parametrize("page", ["/", "/section/city/"])
def test_the_number_of_comments_on_a_card_is_that_of_now(
    elsewhere: Client, scene: Scene, page: str
) -> None:
    assert ">3 comments</a>" in elsewhere.get(page).text
    submit(scene)
    assert ">4 comments</a>" in elsewhere.get(page).text


def test_a_comment_under_one_article_lets_the_page_of_another_stand(
    elsewhere: Client, scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    away = an_article(section=a_section(name="Sport"))
    elsewhere.get(away.path)
    submit(scene)
    with django_assert_num_queries(0):  # but for the stamp, which goes past Django's counter
        elsewhere.get(away.path)


def test_an_imported_article_stands_on_the_front_page_at_once(
    elsewhere: Client, tmp_path: Path
) -> None:
    elsewhere.get("/")
    brought_in(an_export(tmp_path, a_post(title="The clock is right")))
    assert "The clock is right" in elsewhere.get("/").text


def test_a_replies_page_grows_with_what_is_answered(elsewhere: Client, scene: Scene) -> None:
    address = reverse("replies", args=[scene.said.pk])
    assert "Indeed." not in elsewhere.get(address).text
    submit(scene, "Indeed.", scene.said)
    assert "Indeed." in elsewhere.get(address).text

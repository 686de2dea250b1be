"""What a reader gets through Varnish is what the site would say now, or was told of later than
asked for."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from io import StringIO
from statistics import median
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from comments import switch
from comments.models import Mode, Scope
from tests.builders import a_comment, a_person
from tests.deploy.conftest import Site, session_of
from tests.deploy.machines import Page, ask, until

pytestmark = pytest.mark.deploy

READERS = 4
PAGES_AFTERWARDS = 200
NOTICE = 'class="commenting-notice"'


@dataclass
class Reading:
    asked_at: float
    page: Page

    @property
    def shows_the_notice(self) -> bool:
        return NOTICE in self.page.text


class Crowd:
    """Readers who ask for a page again and again."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path
        self.readings: list[Reading] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._read) for _ in range(READERS)]

    def __enter__(self) -> Crowd:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _read(self) -> None:
        while not self.over.is_set():
            asked_at = time.monotonic()
            self.readings.append(Reading(asked_at, ask(self.port, self.path)))

    def since(self, moment: float) -> list[Reading]:
        return [each for each in self.readings if each.asked_at >= moment]


def test_once_the_purge_is_acknowledged_every_reader_sees_the_notice(paper: Site, story, capsys):
    path = story.get_absolute_url()
    late, delays = [], []
    with Crowd(paper.varnish, path) as crowd:
        for _ in range(5):
            until(lambda: crowd.readings and crowd.readings[-1].page.is_kept, "a page is kept")
            suspension = switch.suspend(
                Scope(article=story), mode=Mode.CLOSED, cause="abuse", reason="A trial."
            )
            thrown_at = time.monotonic()
            until(paper.is_told, "the purge is acknowledged")
            told_at = time.monotonic()
            until(lambda at=told_at: len(crowd.since(at)) >= PAGES_AFTERWARDS, "readers read on")
            assert [each for each in crowd.since(told_at) if not each.shows_the_notice] == []
            old = [each for each in crowd.since(thrown_at) if not each.shows_the_notice]
            late.append(len(old))
            delays.append(told_at - thrown_at)
            assert switch.lift(suspension)
            until(paper.is_told, "the purge is acknowledged")
            told_at = time.monotonic()
            until(lambda at=told_at: len(crowd.since(at)) >= PAGES_AFTERWARDS, "readers read on")
            assert [each for each in crowd.since(told_at) if each.shows_the_notice] == []
    kept = sum(each.page.is_kept for each in crowd.readings)
    with capsys.disabled():
        print(
            f"\nThe switch through Varnish: acknowledged {median(delays) * 1000:.0f} ms after the "
            f"commit in the median of {len(delays)}, {max(delays) * 1000:.0f} ms at most; "
            f"{sum(late)} pages without the notice in between, none of "
            f"{PAGES_AFTERWARDS} and more after each; {kept} of {len(crowd.readings)} kept."
        )
    assert kept > len(crowd.readings) / 2
    assert all(each.page.status == 200 for each in crowd.readings)


def test_a_comment_is_on_the_page_once_the_purge_is_acknowledged(paper: Site, story):
    reader, path = session_of(a_person()), story.get_absolute_url()
    ask(paper.varnish, path)
    assert ask(paper.varnish, path).is_kept
    posted = post(paper.varnish, path, story.pk, reader, "Through two machines in a row.")
    assert posted.status == 303
    until(paper.is_told, "the purge is acknowledged")
    shown = ask(paper.varnish, path)
    assert "Through two machines in a row." in shown.text
    assert not shown.is_kept
    again = ask(paper.varnish, path, If_None_Match=shown.headers["etag"])
    assert (again.status, again.is_kept) == (304, True)


def test_a_switch_thrown_while_nobody_tells_the_edge_is_told_later(paper: Site, story):
    path = story.get_absolute_url()
    ask(paper.varnish, path)
    paper.stop_worker()
    try:
        call_command(
            "commenting",
            "suspend",
            "--scope",
            f"article:{path}",
            stdout=StringIO(),
        )
        assert not paper.is_told()
        old = ask(paper.varnish, path)
        assert NOTICE not in old.text
    finally:
        paper.start_worker()
    until(paper.is_told, "the purge is acknowledged")
    assert NOTICE in ask(paper.varnish, path).text


def test_a_signed_in_readers_page_neither_comes_from_varnish_nor_stays_there(paper: Site, story):
    path = story.get_absolute_url()
    person = a_person(name="Rita Reader")
    mine = ask(paper.varnish, path, Cookie=session_of(person))
    assert "Rita Reader" in mine.text
    assert not mine.is_kept
    strangers = ask(paper.varnish, path)
    assert "Rita Reader" not in strangers.text
    assert not strangers.is_kept
    assert ask(paper.varnish, path).is_kept
    again = ask(paper.varnish, path, Cookie=session_of(person))
    assert "Rita Reader" in again.text
    assert not again.is_kept


def test_while_the_site_is_stopped_its_last_pages_are_read_and_nothing_is_taken(paper: Site, story):
    a_comment(article=story, text="Said before.")
    path = story.get_absolute_url()
    reader = session_of(a_person())
    until(paper.is_told, "the purge is acknowledged")
    ask(paper.varnish, path)
    paper.stop()
    try:
        page = ask(paper.varnish, path)
        assert (page.status, page.is_kept) == (200, True)
        assert "Said before." in page.text
        assert int(page.headers["age"]) >= 0
        posted = ask(
            paper.varnish, f"/conversation/{story.pk}/", method="POST",
            body=b"text=A+thought", Cookie=reader,
            Content_Type="application/x-www-form-urlencoded",
        )  # fmt: skip
        assert posted.status == 503
        assert "Go back, and what you have typed is still there." in posted.text
    finally:
        paper.start()


def post(port: int, path: str, article: int, session: str, text: str) -> Page:
    """As the form on the page is sent."""
    shown = ask(port, path, Cookie=session)
    cookie = shown.headers["set-cookie"].partition(";")[0]
    form = {
        "csrfmiddlewaretoken": hidden(shown, "csrfmiddlewaretoken"),
        "token": hidden(shown, "token"),
        "text": text,
    }
    return ask(
        port, f"/conversation/{article}/", method="POST", Cookie=f"{session}; {cookie}",
        Content_Type="application/x-www-form-urlencoded", body=urlencode(form).encode(),
    )  # fmt: skip


def hidden(page: Page, name: str) -> str:
    return re.findall(rf'name="{name}" value="([\w-]+)"', page.text)[0]

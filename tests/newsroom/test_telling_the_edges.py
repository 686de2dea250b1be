"""Caches in front of the site are told what has changed: never too early, never not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles import edition
from comments import switch
from comments.models import Mode, Scope, Thread
from newsroom.edges import cloudflare, fastly, telling
from newsroom.foundation import edge as edges
from tests.builders import a_comment, an_article


@dataclass
class FakeEdge:
    """Whatever stands in front: keeps what it was told."""

    port: int = 0
    status: int = 200
    body: bytes = b"{}"
    told: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def purges(self) -> list[list[str]]:
        """Of each purge of Varnish, which is said twice."""
        return [headers["surrogate-key"].split() for _, _, headers, _ in self.told[::2]]


@pytest.fixture
def fake() -> Iterator[FakeEdge]:
    edge = FakeEdge()

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            edge.told.append((self.command, self.path, headers, body))
            self.send_response(edge.status)
            self.send_header("Content-Length", str(len(edge.body)))
            self.end_headers()
            self.wfile.write(edge.body)

        do_PURGE = do_POST  # noqa: N815 - as the base has it

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    edge.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield edge
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def varnish(fake, settings):
    settings.EDGES = [f"varnish://127.0.0.1:{fake.port}"]
    (edge,) = edges.configured()
    return edge


def waiting(edge: edges.Edge) -> list[list[str]]:
    rows: QuerySet = edges.waiting(edge)
    return [said["args"][0] for said in rows.values_list("args_kwargs", flat=True)]


def test_without_an_edge_nothing_is_asked_of_the_database(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        edges.changed("edition")


def test_whatever_changes_the_paper_is_written_down(db, varnish):
    edition.bump()
    switch.suspend(Scope(), mode=Mode.CLOSED, cause="other", reason="A rest.")
    assert waiting(varnish) == [["edition"], ["edition"]]


def test_a_comment_concerns_its_conversation_and_what_shows_any(db, varnish):
    articles = [an_article() for _ in range(3)]
    for article in articles[1:]:
        a_comment(article=article)
    first, second = (Thread.objects.of(article) for article in articles[1:])
    assert first.pk != first.article_id
    edges.waiting(varnish).delete()
    first.bump()
    Thread.objects.count_comments({first.pk: 0, second.pk: 0})
    assert [sorted(keys) for keys in waiting(varnish)] == [
        sorted([f"thread-{articles[1].pk}", "threads"]),
        sorted([f"thread-{articles[1].pk}", f"thread-{articles[2].pk}", "threads"]),
    ]


def test_a_flood_becomes_one_purge(db, varnish, fake):
    for number in range(300):
        edges.changed(f"thread-{number % 3}", "threads")
    assert telling.tell(varnish) == 300
    assert fake.purges() == [["thread-0", "thread-1", "thread-2", "threads"]]
    assert waiting(varnish) == []
    assert telling.tell(varnish) == 0


def test_more_keys_than_fit_are_told_in_parts_and_very_many_at_once(db, varnish, fake):
    edges.changed(*(f"thread-{number:04}" for number in range(150)))
    telling.tell(varnish)
    assert [len(keys) for keys in fake.purges()] == [100, 50]
    fake.told.clear()
    edges.changed(*(f"thread-{number:04}" for number in range(1_001)))
    telling.tell(varnish)
    assert fake.purges() == [["edition"]]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: DATABASE_URL")
def test_a_change_that_has_not_committed_is_neither_told_nor_struck_off(
    transactional_db, varnish, fake
):
    """What joins two changes must not take one for told whose commit comes after."""
    edges.changed("thread-1")
    has_changed, may_commit = threading.Event(), threading.Event()

    def change() -> None:
        try:
            with transaction.atomic():
                edges.changed("thread-1")
                has_changed.set()
                assert may_commit.wait(10)
        finally:
            connection.close()

    with ThreadPoolExecutor() as people:
        changing = people.submit(change)
        assert has_changed.wait(10)
        assert telling.tell(varnish) == 1
        assert telling.tell(varnish) == 0
        may_commit.set()
        changing.result()
    assert telling.tell(varnish) == 1
    assert fake.purges() == [["thread-1"], ["thread-1"]]


def test_a_change_that_is_rolled_back_is_told_to_nobody(db, varnish, fake):
    with transaction.atomic():
        edges.changed("edition")
        transaction.set_rollback(True)
    assert telling.tell(varnish) == 0
    assert fake.told == []


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_what_is_not_acknowledged_waits(db, varnish, fake, status):
    edges.changed("edition")
    fake.status = status
    with pytest.raises(Exception, match=f"status {status}"):
        telling.tell(varnish)
    assert waiting(varnish) == [["edition"]]
    fake.status = 200
    assert telling.tell(varnish) == 1


def test_an_edge_that_is_away_for_long_does_not_fill_the_database(db, varnish, fake, monkeypatch):
    monkeypatch.setattr(telling, "TAKES_AT_MOST", 10)
    fake.status = 503
    for number in range(25):
        edges.changed(f"thread-{number}")
    for _ in range(3):
        with pytest.raises(Exception, match="status 503"):
            telling.tell(varnish)
    assert len(waiting(varnish)) < 10
    assert {key for keys in waiting(varnish) for key in keys} == {
        f"thread-{number}" for number in range(25)
    }


def test_the_pause_grows_to_half_a_minute_however_long_it_lasts():
    pauses = [telling.pause_after(failures) for failures in (0, 1, 2, 5, 7, 100_000)]
    assert pauses == [0.25, 0.5, 1, 8, 30, 30]


def test_what_waits_for_an_edge_that_is_gone_is_forgotten(db, varnish, settings):
    edges.changed("edition")
    settings.EDGES = ["varnish://127.0.0.1:6083"]
    (other,) = edges.configured()
    edges.changed("thread-7")
    telling.forget_others()
    assert (waiting(varnish), waiting(other)) == ([], [["thread-7"]])


def test_each_edge_is_told_for_itself(db, varnish, fake, settings):
    settings.EDGES = [*settings.EDGES, "varnish://127.0.0.1:9"]
    here, away = edges.configured()
    edges.changed("edition")
    with pytest.raises(OSError, match="refused"):
        telling.tell(away)
    assert telling.tell(here) == 1
    assert (waiting(here), waiting(away)) == ([], [["edition"]])


def test_fastly_is_told_as_its_documents_say(db, fake, settings, monkeypatch):
    settings.EDGES, settings.ALLOW_PRIVATE_TARGETS = ["fastly://s3cret@SU1Z0isxPaozGVKXdv0eY"], True
    monkeypatch.setattr(fastly, "API", f"http://127.0.0.1:{fake.port}")
    (edge,) = edges.configured()
    edges.changed("edition", "thread-7")
    telling.tell(edge)
    ((method, path, headers, body),) = fake.told
    assert (method, path) == ("POST", "/service/SU1Z0isxPaozGVKXdv0eY/purge")
    assert headers["fastly-key"] == "s3cret"
    assert json.loads(body) == {"surrogate_keys": ["edition", "thread-7"]}


def test_a_cdn_is_told_once_more_for_what_was_on_its_way(db, fake, settings, monkeypatch):
    settings.EDGES, settings.ALLOW_PRIVATE_TARGETS = ["fastly://s3cret@SU1Z0isxPaozGVKXdv0eY"], True
    monkeypatch.setattr(fastly, "API", f"http://127.0.0.1:{fake.port}")
    (edge,) = edges.configured()
    edges.changed("thread-7")
    assert telling.tell(edge) == 1
    assert telling.tell(edge) == 0
    edges.waiting(edge).update(run_after=timezone.now())
    edges.changed("thread-8")
    assert telling.tell(edge) == 2
    assert [json.loads(body)["surrogate_keys"] for *_, body in fake.told] == [
        ["thread-7"],
        ["thread-7", "thread-8"],
    ]
    assert waiting(edge) == [["thread-8"]]


def test_cloudflare_is_told_as_its_documents_say(db, fake, settings, monkeypatch):
    settings.EDGES, settings.ALLOW_PRIVATE_TARGETS = ["cloudflare://s3cret@023e105f4ecef8ad"], True
    monkeypatch.setattr(cloudflare, "API", f"http://127.0.0.1:{fake.port}/client/v4")
    (edge,) = edges.configured()
    edges.changed("edition", "thread-7")
    fake.body = b'{"success": false, "errors": [{"code": 1094}]}'
    with pytest.raises(Exception, match="status 200"):
        telling.tell(edge)
    fake.body = b'{"success": true, "errors": [], "result": {"id": "1"}}'
    telling.tell(edge)
    method, path, headers, body = fake.told[-1]
    assert (method, path) == ("POST", "/client/v4/zones/023e105f4ecef8ad/purge_cache")
    assert headers["authorization"] == "Bearer s3cret"
    assert json.loads(body) == {"tags": ["edition", "thread-7"]}


def test_a_secret_is_neither_stored_nor_named(db, settings):
    settings.EDGES = ["fastly://s3cret@SU1Z0isx"]
    (edge,) = edges.configured()
    edges.changed("edition")
    assert "s3cret" not in str(list(edges.waiting(edge).values()))
    assert edge.name == "fastly://SU1Z0isx"


@pytest.mark.parametrize("url", ["squid://127.0.0.1", "127.0.0.1:6081", "varnish://"])
def test_an_edge_that_nobody_knows_how_to_tell_is_refused_at_the_start(db, settings, url):
    settings.EDGES = [url]
    with pytest.raises(ImproperlyConfigured, match="known are varnish"):
        telling.checked()
    with pytest.raises(CommandError, match="known are varnish"):
        call_command("serve")

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.core.cache import cache

from comments.models import Limit, Rulebook
from comments.screening.checks.outside import (
    AkismetLimits,
    ClassifierLimits,
    ask_akismet,
    ask_classifier,
)
from comments.screening.outside import circuit
from comments.screening.submission import Submission
from comments.screening.verdict import Verdict
from comments.standing import Standing


class Service(HTTPServer):
    """Answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[dict[str, str], bytes]] = []
        self.answer: tuple[int, dict[str, str], bytes] = (200, {}, b"false")
        self.hangs = threading.Event()
        self.hangs.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ask"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((dict(self.headers), body))
        self.server.hangs.wait(10)
        status, headers, answer = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        """Nothing."""

    def handle_error(self) -> None:
        """Nothing: the other side may hang up."""


@pytest.fixture
def service(settings) -> Iterator[Service]:
    settings.ALLOW_PRIVATE_TARGETS = True
    server = Service()
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.hangs.set()
    server.shutdown()
    server.server_close()
    thread.join()


SAID = Submission(
    "A remark.", language="en", address="198.51.100.7", mail_domain="example.org", author=77
)


def akismet(service, **limits):
    told = AkismetLimits(key="secret", site="https://paper.example", url=service.url, **limits)
    return list(ask_akismet(SAID, told))


def classifier(service, **limits):
    return list(ask_classifier(SAID, ClassifierLimits(url=service.url, **limits)))


def test_nothing_is_asked_unless_somebody_has_set_it_up(service):
    assert list(ask_akismet(SAID, AkismetLimits(url=service.url))) == []
    assert list(ask_classifier(SAID, ClassifierLimits())) == []
    assert service.asked == []


def test_nothing_is_asked_about_staff(service):
    staff = Submission("A remark.", standing=Standing(is_staff=True))
    assert list(ask_classifier(staff, ClassifierLimits(url=service.url))) == []
    assert service.asked == []


def test_akismet_is_told_the_text_and_nothing_of_its_reader(service):
    assert akismet(service) == []
    [(_, body)] = service.asked
    assert {name: value for name, [value] in parse_qs(body.decode()).items()} == {
        "api_key": "secret",
        "blog": "https://paper.example",
        "blog_lang": "en",
        "comment_type": "comment",
        "comment_content": "A remark.",
        "user_ip": "192.0.2.1",
    }


def test_akismet_is_told_the_address_where_the_newsroom_wants_that(service):
    akismet(service, sends_address=True)
    assert parse_qs(service.asked[0][1].decode())["user_ip"] == ["198.51.100.7"]


def test_akismet_is_told_nobodys_address_where_the_readers_is_not_known(service):
    told = AkismetLimits(key="secret", site="x", url=service.url, sends_address=True)
    list(ask_akismet(Submission("A remark."), told))
    assert parse_qs(service.asked[0][1].decode())["user_ip"] == ["192.0.2.1"]


def test_spam_is_spam_and_beyond_doubt_twice_as_much(service):
    service.answer = (200, {}, b"true")
    assert [each.leads_to for each in akismet(service)] == [Verdict.SPAM]
    service.answer = (200, {"X-akismet-pro-tip": "discard"}, b"true")
    assert sum(each.weight for each in akismet(service)) == 200


def test_a_classifier_is_asked_as_documented_and_its_reason_kept(service):
    said = {"score": 0.93, "label": "insult", "reason": "names a person"}
    service.answer = (200, {}, json.dumps(said).encode())
    [finding] = classifier(service, key="token")
    headers, body = service.asked[0]
    assert json.loads(body) == {"text": "A remark.", "language": "en"}
    assert headers["Authorization"] == "Bearer token"
    assert finding.evidence == "93 % insult: names a person"
    assert classifier(service, hold_percent=94) == []


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b'{"score": 1}'),
        (200, {}, b"not json"),
        (200, {}, b"[]"),
        (200, {}, b"[" * 50_000),
        (200, {}, b'{"label": "x"}'),
        (200, {}, b'{"score": "1"}'),
        (200, {}, b'{"score": true}'),
        (200, {}, b'{"score": 7}'),
        (200, {}, b'{"score": NaN}'),
        (302, {"Location": "http://127.0.0.1:1/"}, b""),
        (200, {}, b'{"score": 1, "reason": "' + b"x" * 200_000),
    ],
)
@pytest.mark.parametrize(("choice", "leads_to"), [("hold", "hold"), ("pass", "publish")])
def test_an_answer_that_is_none_is_told_and_the_newsroom_chooses(
    service, answer, choice, leads_to, caplog
):
    service.answer = answer
    [finding] = classifier(service, when_down=choice)
    assert (finding.evidence, finding.leads_to) == ("could not be asked", leads_to)
    assert "A remark." not in caplog.text


def test_a_service_that_is_silent_is_cut_off(service, monkeypatch):
    monkeypatch.setattr("comments.screening.checks.outside.TIMEOUT_SECONDS", 0.1)
    service.hangs.clear()
    [finding] = classifier(service)
    assert finding.evidence == "could not be asked"


def test_after_three_failures_it_rests_and_the_desk_hears_of_it(service):
    service.answer = (500, {}, b"")
    for _ in range(5):
        classifier(service)
    assert len(service.asked) == 3
    [outage] = circuit.outages()
    assert (outage.service, outage.failure) == ("classifier", "ValueError")


def test_after_its_rest_one_question_finds_out_whether_it_is_back(service):
    service.answer = (500, {}, b"")
    for _ in range(3):
        classifier(service)
    cache.delete("outside:classifier:tried")  # the rest is over
    service.answer = (200, {}, b'{"score": 0}')
    assert classifier(service) == []
    assert circuit.outages() == []
    classifier(service)
    assert len(service.asked) == 5


def test_without_a_cache_it_is_asked_all_the_same(service, monkeypatch):
    class Broken:
        def __getattr__(self, name: str) -> object:
            raise ConnectionError

    monkeypatch.setattr(circuit, "cache", Broken())
    service.answer = (200, {}, b'{"score": 1}')
    assert len(classifier(service)) == 1
    assert circuit.outages() == []


def test_an_address_inside_the_house_is_refused(service, settings):
    settings.ALLOW_PRIVATE_TARGETS = False
    [finding] = classifier(service)
    assert finding.evidence == "could not be asked"
    assert service.asked == []


@pytest.mark.parametrize("is_on", [True, False])
def test_the_desk_tells_of_an_outage_as_long_as_the_service_is_in_use(
    client, moderator, open_admin, service, is_on
):
    service.answer = (500, {}, b"")
    for _ in range(3):
        classifier(service)
    Limit.objects.update_or_create(name="classifier", defaults={"is_on": is_on})
    Rulebook.objects.turn()
    client.force_login(moderator)
    page = client.get("/admin/desk/").content.decode()
    assert ("Classifier does not answer" in page) is is_on

"""Without Redis the site is slower at worst: nobody gets an error, and limits hold."""

from __future__ import annotations

import logging
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches

from comments import reporting
from comments.screening.outside import circuit
from newsroom import redis_cache
from newsroom.redis_cache import ANSWERS_WITHIN_SECONDS, CONNECTS_WITHIN_SECONDS
from tests.deploy.machines import accepts, free_port, running


@pytest.fixture
def port(settings) -> Iterator[int]:
    """Where the cache is said to be."""
    there = free_port()
    settings.CACHES = {
        "default": {
            "BACKEND": "newsroom.redis_cache.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{there}/0",
        }
    }
    yield there
    caches.close_all()


@pytest.fixture
def is_tried_at_once(monkeypatch) -> None:
    monkeypatch.setattr(redis_cache, "RESTS_SECONDS", 0)


@pytest.fixture
def start(port: int, tmp_path: Path) -> Callable[[], AbstractContextManager[Any]]:
    """Starts it, for as long as one is within."""
    if not shutil.which("redis-server"):
        pytest.skip("needs redis-server")
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "",
               "--dir", str(tmp_path)]  # fmt: skip
    return lambda: running(command, lambda: accepts(port), stdout=subprocess.DEVNULL)


def test_what_is_remembered_in_between_is_remembered_by_the_process(port):
    assert cache.get("a") is None
    assert cache.add("a", 1) is True
    assert cache.add("a", 2) is False
    assert cache.incr("a") == 2
    cache.set_many({"b": "two", "c": None})
    assert cache.get_many(["a", "b", "d"]) == {"a": 2, "b": "two"}
    assert cache.has_key("b")
    cache.delete_many(["a", "b"])
    assert cache.get("a", "nothing") == "nothing"
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_redis_that_stops_midway_is_told_of_once_and_taken_up_again(
    start, is_tried_at_once, caplog
):
    with start():
        cache.set("a", "from Redis")
        assert cache.get("a") == "from Redis"
    with caplog.at_level(logging.WARNING, "newsroom.redis_cache"):
        for _ in range(20):
            assert cache.get("a") is None
        cache.set("a", "from memory")
        assert cache.get("a") == "from memory"
    assert [record.message for record in caplog.records] == [
        "The cache cannot be reached: ConnectionError. Each process remembers for itself."
    ]
    caplog.clear()
    with start(), caplog.at_level(logging.WARNING, "newsroom.redis_cache"):
        assert cache.get("a") is None
        cache.set("a", "from Redis again")
    assert [record.message for record in caplog.records] == ["The cache is back."]
    cache.get("a")
    assert cache.get("a") is None


def test_a_redis_that_hangs_is_waited_for_once(start):
    """Eight requests at once, each of which asks five times."""

    def ask(_: int) -> float:
        begun = time.monotonic()
        for _ in range(5):
            cache.get("a")
        return time.monotonic() - begun

    with start() as redis, ThreadPoolExecutor(8) as requests:
        cache.set("a", 1)
        redis.send_signal(signal.SIGSTOP)
        try:
            longest = max(requests.map(ask, range(8)))
            again = max(requests.map(ask, range(8)))
        finally:
            redis.send_signal(signal.SIGCONT)
    assert longest < 2 * (CONNECTS_WITHIN_SECONDS + ANSWERS_WITHIN_SECONDS)
    assert again < ANSWERS_WITHIN_SECONDS / 2


def test_after_a_rest_one_tries_and_the_others_do_not_wait(port):
    cache.get("a")
    absence = redis_cache._absences[f"redis://127.0.0.1:{port}/0"]
    absence.tries_at = time.monotonic() - 1
    assert [absence.is_rest() for _ in range(4)] == [False, True, True, True]


def test_a_password_is_not_tried_without_end(port, client, reader):
    form = {"login": reader.email, "password": "wrong"}
    for _ in range(5):
        assert "Too many failed" not in client.post("/accounts/login/", form).text
    page = client.post("/accounts/login/", {**form, "password": "correct horse"})
    assert "Too many failed login attempts" in page.text


def test_a_reader_signs_in(port, client, reader):
    form = {"login": reader.email, "password": "correct horse"}
    assert client.post("/accounts/login/", form).status_code == 302
    assert client.get("/accounts/email/").status_code == 200


def test_the_sixth_legal_notice_within_an_hour_is_refused(port):
    assert [reporting.may_file("192.0.2.1") for _ in range(6)] == [True] * 5 + [False]


def test_a_service_that_fails_is_left_alone(port):
    asked = []

    def fails() -> None:
        asked.append(1)
        raise OSError

    for _ in range(6):
        with pytest.raises(circuit.Unavailable):
            circuit.through("akismet", fails)
    assert len(asked) == circuit.FAILURES
    assert [each.service for each in circuit.outages()] == ["akismet"]


def test_a_supervisor_is_told_and_keeps_sending_readers(port, client, db, start, is_tried_at_once):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "database": "ok", "migrations": "ok", "cache": "unreachable"},
    )
    with start():
        assert client.get("/readyz").json()["cache"] == "ok"

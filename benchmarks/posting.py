#!/usr/bin/env python
"""What it costs to take a comment in: the whole POST as Django answers it, and its parts.

    python benchmarks/posting.py [--processes N]

Makes a paper of its own in a database of its own (SQLite in a temporary folder, or the empty one
that DATABASE_URL names), lists 10,000 words as benchmarks/screening.py does, and lets many readers
who are signed in and known post different comments of 500 characters under a few articles: first
through the WSGI handler, with session, CSRF and redirect, then through `posting.submit` alone.
With `--processes`, as many write at once: posts a second, all of which are counted afterwards.
The time of the processor is this process's; what PostgreSQL's spends is said beside it, where it
runs on the same machine.
"""

from __future__ import annotations

import argparse
import io
import itertools
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="newsroom-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article  # noqa: E402
from benchmarks.screening import a_text, list_words  # noqa: E402
from comments import posting  # noqa: E402
from comments.models import Comment, Fingerprint, Rulebook, Thread  # noqa: E402
from comments.screening import fingerprint, rulebook  # noqa: E402
from newsroom.models import User  # noqa: E402
from tests.builders import a_comment, a_person, an_article  # noqa: E402

WARM, RUNS = 50, 400
# Nobody writes twice: who does within seconds is told to wait.
ARTICLES, READERS, HISTORY = 8, 1000, 6
CSRF = "a" * 32


class Crowd:
    """Readers who are signed in, each with some comments behind them, and what they write."""

    def __init__(self) -> None:
        self.chance = random.Random(7)
        long_ago = timezone.now() - timedelta(days=400)
        self.articles = [an_article() for _ in range(ARTICLES)]
        self.readers = [a_person(date_joined=long_ago) for _ in range(READERS)]
        with transaction.atomic():
            self.sessions = [_session(reader) for reader in self.readers]
            for reader, number in itertools.product(self.readers, range(HISTORY)):
                text, at = a_text(self.chance), timezone.now() - timedelta(hours=30 + number)
                article = self.articles[number % ARTICLES]
                comment = a_comment(article=article, author=reader, text=text, at=at)
                Fingerprint.objects.keep(comment, fingerprint.of(text), None, at)

    def turns(self, first: int = 0, step: int = 1) -> Iterator[tuple[int, Article, str]]:
        """A reader's place, an article and a text, and the next reader's."""
        for number in range(first, READERS, step):
            yield number, self.chance.choice(self.articles), a_text(self.chance)

    def post(self, handler: WSGIHandler, reader: int, article: Article, text: str) -> int:
        """The status of the answer to a form that is sent."""
        form = {"text": text, "token": str(uuid.uuid4()), "csrfmiddlewaretoken": CSRF}
        body = urlencode(form).encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": f"/conversation/{article.pk}/",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": f"csrftoken={CSRF}; sessionid={self.sessions[reader]}",
            "REMOTE_ADDR": _address(reader),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
        }
        status: list[int] = []
        answer = handler(environ, lambda line, _: status.append(int(line.split()[0])))
        b"".join(answer)
        answer.close()
        return status[0]

    def submit(self, reader: int, article: Article, text: str) -> posting.Outcome:
        return posting.submit(
            posting.Submission(
                article=Article.objects.get(pk=article.pk),
                author=self.readers[reader],
                text=text,
                token=uuid.uuid4(),
                address=_address(reader),
            )
        )


def main(processes: int) -> None:
    call_command("migrate", verbosity=0)
    list_words(10_000, random.Random(7))
    Rulebook.objects.turn()
    crowd = Crowd()
    rulebook.current(timezone.now())
    if processes:
        race(crowd, processes)
        return
    print(f"{connection.vendor}, {RUNS} comments of 500 characters, in milliseconds")
    handler = WSGIHandler()
    turns = crowd.turns()
    one_by_one("POST", turns, lambda *turn: crowd.post(handler, *turn), 303)
    one_by_one("posting.submit", turns, lambda *turn: type(crowd.submit(*turn)), posting.Taken)


def one_by_one(name: str, turns: Iterator[Any], act: Callable[..., Any], expected: Any) -> None:
    for turn in itertools.islice(turns, WARM):
        assert act(*turn) == expected
    asked: list[str] = []
    with connection.execute_wrapper(
        lambda ask, sql, *rest: (asked.append(sql), ask(sql, *rest))[1]
    ):
        act(*next(turns))
    wall, busy, server = [], [], _busy_server()
    with time_inside() as inside:
        for turn in itertools.islice(turns, RUNS):
            began, began_busy = time.perf_counter(), time.process_time()
            answer = act(*turn)
            wall.append(time.perf_counter() - began)
            busy.append(time.process_time() - began_busy)
            assert answer == expected
    print(
        f"{name:15} {len(asked):3} queries; median of the processor {_ms(busy)}, "
        f"of the server {(_busy_server() - server) / RUNS * 1000:.2f}, "
        f"by the clock {_ms(wall)}, of it inside the transaction {_ms(inside)}"
    )


def _busy_server() -> float:
    """Seconds of the processor that PostgreSQL has spent on this connection."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    ticks = stat.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def time_inside() -> Iterator[list[float]]:
    """From the moment at which a transaction has begun to that at which it is over."""
    taken: list[float] = []
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    began = 0.0

    def entered(self: transaction.Atomic) -> None:
        nonlocal began
        is_outermost = not connection.in_atomic_block
        enter(self)
        began = time.perf_counter() if is_outermost else began

    def left(self: transaction.Atomic, *exception: Any) -> None:
        leave(self, *exception)
        if not connection.in_atomic_block:
            taken.append(time.perf_counter() - began)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left  # type: ignore[method-assign]
    try:
        yield taken
    finally:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave  # type: ignore[method-assign]


def race(crowd: Crowd, processes: int) -> None:
    """All write at once, and each is its own server."""
    before = Comment.objects.count()
    connection.close()
    line = multiprocessing.get_context("fork").Barrier(processes + 1)
    answers = multiprocessing.get_context("fork").SimpleQueue()
    crew = [
        multiprocessing.get_context("fork").Process(
            target=_race_one, args=(crowd, number, processes, line, answers)
        )
        for number in range(processes)
    ]
    for each in crew:
        each.start()
    line.wait()
    began = time.perf_counter()
    taken = [answers.get() for _ in crew]
    seconds = time.perf_counter() - began
    for each in crew:
        each.join()
    times = sorted(itertools.chain.from_iterable(times for times, _ in taken))
    accepted = sum(accepted for _, accepted in taken)
    counted = sum(Thread.objects.values_list("comment_count", flat=True))
    print(
        f"{connection.vendor}, {processes} processes: {accepted / seconds:.0f} posts a second, "
        f"p50 {_ms([statistics.median(times)])} ms, p99 {_ms([times[len(times) * 99 // 100]])} ms; "
        f"{accepted} of {len(times)} taken, {Comment.objects.count() - before} stored, "
        f"counters {'right' if counted == Comment.objects.published().count() else 'WRONG'}"
    )


def _race_one(crowd: Crowd, number: int, processes: int, line: Any, answers: Any) -> None:
    handler, times, accepted = WSGIHandler(), [], 0
    crowd.chance = random.Random(number + 100)
    turns = crowd.turns(number, processes)
    rulebook.current(timezone.now())
    line.wait()
    for turn in turns:
        began = time.perf_counter()
        accepted += crowd.post(handler, *turn) == 303
        times.append(time.perf_counter() - began)
    answers.put((times, accepted))


def _session(reader: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = "newsroom.accounts.backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _address(reader: int) -> str:
    return f"203.0.{100 + reader // 250}.{reader % 250}"


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.2f}" if seconds else "none"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, default=0)
    main(parser.parse_args().processes)

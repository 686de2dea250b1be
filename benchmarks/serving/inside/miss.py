"""What a page costs when it has changed: it is made anew through the whole stack, kept, compressed
and answered with, in this one process. Between two requests something on it changes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings

from articles import edition
from articles.models import Article
from comments.models import Thread
from newsroom.pagecache import stamp

WARM, RUNS = 10, 100


def done(told: Any) -> dict[str, Any]:
    article = told["articles"]["10000"]
    thread = Thread.objects.get(article=article["pk"])
    story = Article.objects.filter(pk=article["pk"])
    before = story.get().standfirst

    def thread_moves() -> None:
        with transaction.atomic():
            thread.bump()

    def edition_moves() -> None:
        with transaction.atomic():
            story.update(standfirst="It is otherwise.")
            edition.bump()

    with override_settings(ALLOWED_HOSTS=["testserver"]):
        found = {
            "article, a comment has come in": _cost(article["path"], thread_moves),
            "article, the paper has changed": _cost(article["path"], edition_moves),
            "front page, a comment has come in": _cost("/", thread_moves),
            "front page, the paper has changed": _cost("/", edition_moves),
        }
    with transaction.atomic():
        story.update(standfirst=before)
        edition.bump()
    return found


def _cost(path: str, change: Callable[[], None]) -> dict[str, Any]:
    client = Client(headers={"accept-encoding": "gzip"})
    walls, cpus = [], []
    for number in range(WARM + RUNS):
        change()
        wall, cpu = time.perf_counter(), time.process_time()
        answer = client.get(path)
        if number >= WARM:
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    change()
    queries = _queries(lambda: client.get(path))
    plain = Client().get(path).content
    return {
        "p50_ms": statistics.median(walls),
        "p99_ms": statistics.quantiles(walls, n=100)[-1],
        "cpu_ms": statistics.median(cpus),
        "queries": queries,
        "comments": plain.count(b' id="comment-'),
        "bytes": len(plain),
    }


def _queries(act: Callable[[], object]) -> int:
    """Django's, and the stamp's, which goes past Django to the driver."""
    asked: list[object] = []
    read = stamp.read

    def counted(question: stamp.Question) -> stamp.Stamp:
        asked.append(question)
        return read(question)

    stamp.read = counted
    try:
        with connection.execute_wrapper(
            lambda ask, sql, *rest: (asked.append(sql), ask(sql, *rest))[1]
        ):
            act()
    finally:
        stamp.read = read
    return len(asked)

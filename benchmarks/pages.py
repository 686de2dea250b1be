#!/usr/bin/env python
"""What a page costs: queries, and milliseconds of one process without any cache.

    python benchmarks/pages.py

Makes a paper of its own in a database of its own (SQLite in a temporary folder, or the empty one
that DATABASE_URL names), asks each page through Django's test client, and prints a table. Times
are medians of 30 requests after 3 unmeasured ones; queries are counted once, warm.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="newsroom-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article, Topic  # noqa: E402
from comments import posting  # noqa: E402
from comments.models import Comment, counts  # noqa: E402
from tests.builders import a_person, a_section, an_article, an_author  # noqa: E402

WARM, RUNS = 3, 30
# Of five comments two open a thread and three answer them: a page shows twenty and thirty.
ANSWERED = (None, 0, 0, None, 3)
SECTIONS = ("City", "Region", "Trade", "Arts", "Science", "Sport")


def a_paper() -> Article:
    """Forty stories in six sections, of which the newest will be spoken about."""
    author, topic = an_author(), Topic.objects.create(name="Bridges", slug="bridges")
    for number in range(40):
        article = an_article(
            section=a_section(
                name=("City", "Region", "Trade", "Arts", "Science", "Sport")[number % 6]
            ),
            authors=(author,),
            published_at=timezone.now() - timedelta(hours=41 - number),
            body="<p>The bridge has reopened after two years of work.</p>" * 12,
        )
        article.topics.add(topic)
    return article


def a_conversation(article: Article, comments: int) -> None:
    readers = [a_person() for _ in range(20)]
    made: list[Comment] = []
    for number in range(comments):
        answered = ANSWERED[number % 5]
        parent = None if answered is None else made[number - number % 5 + answered]
        outcome = posting.submit(
            posting.Submission(
                article=article,
                author=readers[number % 20],
                text=f"It took me {number} minutes to cross, and I *liked* it.\n\nWould go again.",
                token=uuid.uuid4(),
                parent=parent,
            )
        )
        made.append(outcome.comment)
    counts.recount()


def median_ms(ask: Callable[[], object]) -> float:
    for _ in range(WARM):
        ask()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def measure(name: str, client: Client, path: str) -> None:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    shown = len(re.findall(rb'<article[^>]* id="comment-', page.content))
    size = len(page.content) / 1024
    print(
        f"{name:<44}{len(queries):>8}{median_ms(lambda: client.get(path)):>9.1f}"
        f"{size:>9.1f}{shown or '':>10}"
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    article = a_paper()
    quiet = an_article(headline="Nobody speaks of this")
    a_conversation(article, 400)
    reader, stranger = Client(), Client()
    reader.force_login(a_person())
    print(f"{connection.vendor}, Django {django.__version__}\n")
    print(f"{'page':<44}{'queries':>8}{'ms':>9}{'kB':>9}{'comments':>10}")
    for name, path in {
        "front page": "/",
        "section": article.section.get_absolute_url(),
        "topic": "/topic/bridges/",
        "author": article.authors.get().get_absolute_url(),
        "article, no comment": quiet.get_absolute_url(),
        "article, 400 comments": article.get_absolute_url(),
    }.items():
        measure(name, stranger, path)
    measure("article, 400 comments, signed in", reader, article.get_absolute_url())
    writer = a_person()
    times = median_ms(
        lambda: posting.submit(
            posting.Submission(article=article, author=writer, text="Again.", token=uuid.uuid4())
        )
    )
    print(f"\nposting.submit, one after another: {times:.1f} ms")


if __name__ == "__main__":
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        main()

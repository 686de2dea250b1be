#!/usr/bin/env python
"""What the desk costs with a hundred open cases and with a hundred thousand.

    python benchmarks/desk.py

Makes cases of its own in a database of its own (SQLite in a temporary folder, or the empty one
that DATABASE_URL names) and prints, for both numbers: the page of the queue, the list, a filter, a
decision with the case it leads to (median and 95th percentile of Django's test client, in one
process). What a moderator feels of it is measured in tests/browser/test_the_desk.py.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
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
from django.test.utils import override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from comments.models import Case, Cause, Comment, Finding, Thread  # noqa: E402
from newsroom.models import User  # noqa: E402
from tests.builders import (  # noqa: E402
    a_demo_paper,
    a_person,
    a_section,
    an_article,
    at_ease,
)

FEW, MANY = 100, 100_000
RUNS = 60
TEXT = (
    "You are a fool, and the harbour board knows it as well as you do, whatever you may say. " * 3
)


def fill(number: int) -> None:
    """So many open cases by a thousand authors under forty articles, added to what is there."""
    threads = list(Thread.objects.select_related("article"))
    people = list(User.objects.filter(is_staff=False))
    there, now = Case.objects.count(), timezone.now()
    for start in range(there, number, 5_000):
        places = range(start, min(start + 5_000, number))
        comments = Comment.objects.bulk_create(
            Comment(
                thread=threads[n % len(threads)],
                author=people[n % len(people)],
                text=f"{n}: {TEXT}",
                html=f"<p>{n}: {TEXT}</p>",
                status="held",
                created_at=now - timedelta(seconds=n),
            )
            for n in places
        )
        cases = Case.objects.bulk_create(
            Case(
                comment=comment,
                kind="held",
                article=comment.thread.article,
                section_id=comment.thread.article.section_id,
                author_id=comment.author_id,
                language="en",
                opened_at=comment.created_at,
                due_at=comment.created_at + timedelta(hours=8),
            )
            for comment in comments
        )
        Cause.objects.bulk_create(
            Cause(case=case, name="links" if n % 1000 == 7 else "words", made_at=now)
            for n, case in zip(places, cases, strict=True)
        )
        Finding.objects.bulk_create(
            Finding(
                comment=comment, check_name="words", evidence="“fool”, a suspect word", weight=50,
                leads_to="hold", start=12, end=16, found_at=comment.created_at,
            )
            for comment in comments
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measured(act: Callable[[], object], runs: int = RUNS) -> str:
    times = []
    for number in range(runs + 3):
        begun = time.perf_counter()
        act()
        if number >= 3:
            times.append((time.perf_counter() - begun) * 1000)
    return f"{statistics.median(times):6.1f} {statistics.quantiles(times, n=20)[-1]:6.1f}"


def decide(client: Client) -> None:
    """As the script of the page does it: one case in hand, the next one held."""
    first, second = Case.objects.open().in_order()[:2]
    answer = client.post(
        reverse("decision", args=[first.pk]),
        {"verb": "spam", "seen": "held", "holding": second.pk},
        HTTP_X_DESK="1",
    )
    assert answer.status_code == 200
    assert b"Marked as spam" in answer.content


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    if Comment.objects.exists():
        sys.exit("The database is not empty: name an empty one by DATABASE_URL.")
    at_ease()
    a_demo_paper()
    moderator = a_person(group="Moderators")
    User.objects.bulk_create(
        User(email=f"r{n}@example.org", display_name=f"Reader {n}", display_key=f"reader{n}")
        for n in range(1000)
    )
    sections = [a_section(name=name) for name in ("City", "Sport", "Trade")]
    for number in range(40):
        Thread.objects.of(an_article(section=sections[number % 3]))
    client = Client(SERVER_NAME="localhost")
    client.force_login(moderator)
    print(f"{connection.vendor}: milliseconds, median and 95th percentile of {RUNS}\n")
    print(f"{'open cases':<12}{'queue':>14}{'list':>14}{'by section':>14}{'rare reason':>14}"
          f"{'decision':>14}")  # fmt: skip
    with override_settings(ALLOWED_HOSTS=["*"]):
        for number in (FEW, MANY):
            fill(number)
            row = [
                measured(lambda: client.get(reverse("desk"))),
                measured(lambda: client.get(reverse("desk"), {"view": "list"})),
                measured(lambda: client.get(reverse("desk"), {"section": sections[1].pk})),
                measured(lambda: client.get(reverse("desk"), {"cause": "links"})),
                measured(lambda: decide(client), runs=30),
            ]
            print(f"{number:<12,}" + "".join(f"{each:>14}" for each in row))


if __name__ == "__main__":
    main()

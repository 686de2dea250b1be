#!/usr/bin/env python
"""How long the page of statistics takes over a million comments of thirty days.

    python benchmarks/state.py [NUMBER]

Makes a database of its own (SQLite in a temporary folder, or the empty one that DATABASE_URL
names): comments, one in five with a finding and a case, those decided. Prints how long the tallies
took once, and the page after that: median and 95th percentile of thirty requests.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
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

from comments.models import Comment, Thread  # noqa: E402
from tests.builders import a_demo_paper, a_person, a_section, an_article  # noqa: E402

NUMBER = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
RUNS = 30
DAYS = 30


def fill(moderator: int) -> None:
    """By SQL alone: rows as the tables have them, spread evenly over the days."""
    postgresql = connection.vendor == "postgresql"
    rows = (
        f"SELECT n FROM generate_series(1, {NUMBER}) AS n"
        if postgresql
        else f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {NUMBER}) "
        "SELECT n FROM s"
    )
    # Seconds ago of the n-th.
    ago = f"(n * {DAYS * 86_400.0 / NUMBER})"

    def moment(plus: str) -> str:
        if postgresql:
            return f"now() - make_interval(secs => {ago} - {plus})"
        return f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ({ago} - {plus}) || ' seconds')"

    token = "gen_random_uuid()" if postgresql else "lower(hex(randomblob(16)))"
    first, people = Thread.objects.order_by("pk").values_list("pk", flat=True)[0], 1000
    statements = [
        "INSERT INTO comments_comment (id, thread_id, author_id, level, text, html, status, "
        f"created_at, token, reply_count) SELECT n, {first} + n % 40, "
        f"{moderator} + 1 + n % {people}, 1, 'A remark of ordinary length.', "
        "'<p>A remark of ordinary length.</p>', "
        "CASE WHEN n % 50 = 0 THEN 'spam' WHEN n % 20 = 0 THEN 'rejected' ELSE 'published' END, "
        f"{moment('0')}, {token}, 0 FROM ({rows}) AS r",
        "INSERT INTO comments_finding (comment_id, check_name, evidence, weight, leads_to, rule, "
        "found_at) SELECT n, CASE WHEN n % 3 = 0 THEN 'words' WHEN n % 3 = 1 THEN 'links' ELSE "
        f"'newcomer' END, 'Found', 50, 'hold', '', {moment('0')} FROM ({rows}) AS r "
        "WHERE n % 5 = 0",
        "INSERT INTO comments_case (id, comment_id, kind, article_id, section_id, author_id, "
        "language, opened_at, due_at, closed_at, closed_by_id) SELECT n, n, 'held', t.article_id, "
        f"a.section_id, {moderator} + 1, 'en', {moment('0')}, {moment('0')}, "
        f"{moment('(n % 4000)')}, "
        f"{moderator} FROM ({rows}) AS r JOIN comments_thread t ON t.id = {first} + n % 40 "
        "JOIN articles_article a ON a.id = t.article_id WHERE n % 5 = 0",
        "INSERT INTO comments_decision (comment_id, verb, reason, status_before, made_by_id, "
        "made_at, statement, case_id) SELECT n, CASE WHEN n % 50 = 0 THEN 'spam' WHEN n % 20 = 0 "
        f"THEN 'reject' ELSE 'approve' END, 'Rule', 'held', {moderator}, "
        f"{moment('(n % 4000)')}, '', "
        f"n FROM ({rows}) AS r WHERE n % 5 = 0",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    if Comment.objects.exists():
        sys.exit("The database is not empty: name an empty one by DATABASE_URL.")
    a_demo_paper()
    moderator = a_person(group="Moderators", is_superuser=True)
    type(moderator).objects.bulk_create(
        type(moderator)(
            pk=moderator.pk + n,
            email=f"r{n}@example.org",
            display_name=f"R {n}",
            display_key=f"r{n}",
        )
        for n in range(1, 1002)
    )
    sections = [a_section(name=name) for name in ("City", "Sport", "Trade")]
    for number in range(40):
        Thread.objects.of(an_article(section=sections[number % 3]))
    fill(moderator.pk)
    client, times = Client(SERVER_NAME="localhost"), []
    client.force_login(moderator)
    address = f"{reverse('statistics')}?period=30d"
    with override_settings(ALLOWED_HOSTS=["*"]):
        begun = time.perf_counter()
        assert client.get(address).status_code == 200
        once = time.perf_counter() - begun
        for _ in range(RUNS):
            begun = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - begun) * 1000)
    print(
        f"{connection.vendor}, {NUMBER:,} comments in {DAYS} days: tallied once in {once:.1f} s; "
        f"the page {statistics.median(times):.0f} ms, 95th percentile "
        f"{statistics.quantiles(times, n=20)[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()

"""The numbers that comments had in another system. A comment keeps its number where it is free, so
that `#comment-52`, linked to for years, leads to the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import connection

from articles.models import Article
from comments.models import Comment

# Beyond this a number in a file is no count of comments; taking it would use up our own.
NUMBER_MAX = 1_000_000_000

_NUMBER = re.compile(r".*:(\d{1,10})")
_AT_ONCE = 500


def number_in(key: str) -> int | None:
    """The number at the end of a key such as `wordpress:HOST:comment:52`, if it can be kept."""
    match = _NUMBER.fullmatch(key)
    number = int(match[1]) if match else 0
    return number if 0 < number <= NUMBER_MAX else None


def reserve(numbers: Mapping[str, int | None]) -> dict[str, int]:
    """Those of the numbers that no comment has, each once, by the same keys. No comment that a
    reader writes meanwhile gets one of them. Expects the import's transaction."""
    wanted: dict[int, str] = {}
    for key, number in numbers.items():
        if number:
            wanted.setdefault(number, key)
    reserve_up_to(max(wanted, default=0))
    taken: set[int] = set()
    ordered = sorted(wanted)
    for start in range(0, len(ordered), _AT_ONCE):
        rows = Comment.objects.filter(pk__in=ordered[start : start + _AT_ONCE])
        taken |= set(rows.values_list("pk", flat=True))
    return {key: number for number, key in wanted.items() if number not in taken}


def reserve_up_to(number: int) -> None:
    """Give comments that are written from now on only numbers above this one, so that none gets
    a number under which another was known. Expects the import's transaction."""
    number = min(number, NUMBER_MAX)
    if number <= 0:
        return
    table = Comment._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(%s,"
                " (SELECT last_value FROM comments_comment_id_seq)))",
                [table, number],
            )
            return
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        if cursor.fetchone() is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [number, table]
        )


def find(article: Article, number: int) -> int | None:
    """The primary key of the comment under this article that had the number where the article
    came from, or else has it here; None if there is none."""
    origin = article.imported_from or ""
    own = Comment.objects.filter(thread__article=article)
    if 0 < number <= NUMBER_MAX:
        here = [f"{origin.rpartition(':post:')[0]}:comment:{number}"]
        here.append(f"{origin.rpartition(':')[0]}:{number}")
        for query in (own.filter(imported_from__in=here), own.filter(pk=number)):
            if (pk := query.values_list("pk", flat=True).first()) is not None:
                return pk
    return None

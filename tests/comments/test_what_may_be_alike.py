"""A text is compared with the newest comments of a day that share something with it, no others."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Fingerprint
from comments.screening import fingerprint, gathering
from newsroom.models import User
from tests.builders import a_comment, a_person, an_article

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SHARED = ("exact", "band_1", "band_2", "band_3", "band_4")


def a_crowd(chance: random.Random, article: Article, author: User, size: int) -> None:
    """Comments that share much with one another, over two days."""
    for _ in range(size):
        comment = a_comment(article=article, author=author)
        Fingerprint.objects.create(
            comment=comment,
            made_at=NOW - timedelta(seconds=chance.randrange(2 * 24 * 3600)),
            sketch=bytes(64),
            group=comment.pk,
            **{name: chance.randrange(1, 5) for name in SHARED},
        )


@pytest.mark.parametrize(("seed", "size"), [(1, 0), (2, 7), (3, 90), (4, 200)])
def test_they_are_the_newest_that_share_anything(
    monkeypatch: pytest.MonkeyPatch, seed: int, size: int
) -> None:
    chance = random.Random(seed)
    article, author = an_article(), a_person()
    a_crowd(chance, article, author, size)
    for _ in range(5):
        own = {name: chance.randrange(1, 6) for name in SHARED}
        exact, *bands = own.values()
        made = fingerprint.Print(exact=exact, bands=tuple(bands), sketch=bytes(64))
        monkeypatch.setattr(fingerprint, "of", lambda _, made=made: made)
        changed = Comment.objects.order_by("?").first() if chance.random() < 0.5 else None
        shares = Q()
        for name, value in own.items():
            shares |= Q(**{name: value})
        expected = (
            Fingerprint.objects.filter(shares, made_at__gte=NOW - gathering.REPEATS_WITHIN)
            .exclude(comment=changed)
            .order_by("-made_at")
            .values_list("comment", flat=True)[: gathering.COMPARED]
        )
        known = gathering.gather(
            article=article, author=author, text="Anything.", at=NOW, changed=changed
        )
        assert [each.comment for each in known.earlier] == list(expected)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite says how it will go about it")
def test_each_is_a_walk_along_an_index(article: Article, reader: User) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        gathering.gather(article=article, author=reader, text="Something to compare. " * 9, at=NOW)
    (alike,) = [each["sql"] for each in asked if "comments_fingerprint" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + alike)
        plan = "\n".join(row[-1] for row in cursor.fetchall())
    assert "SCAN comments_fingerprint" not in plan
    for name in SHARED:
        assert f"USING INDEX fingerprints_{name} ({name}=? AND made_at>?)" in plan

"""Of which articles readers speak most, whatever the archive holds."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from comments import reading
from tests.builders import a_comment, an_article


def spoken_of(comments, *, days_ago=0):
    article = an_article(published_at=timezone.now() - timedelta(days=days_ago, hours=1))
    for _ in range(comments):
        a_comment(article=article)
    return article.pk


def test_the_most_comments_come_first_and_of_as_many_the_newest(db):
    older, newer = spoken_of(2, days_ago=3), spoken_of(2, days_ago=2)
    most, silent, old = spoken_of(3, days_ago=4), spoken_of(0), spoken_of(5, days_ago=40)
    assert reading.most_discussed(timezone.now(), size=5) == [most, newer, older]
    assert {silent, old}.isdisjoint(reading.most_discussed(timezone.now(), size=9))
    assert reading.most_discussed(timezone.now(), size=1) == [most]


def test_a_paper_that_prints_very_much_is_looked_through_no_further(db, monkeypatch):
    monkeypatch.setattr(reading, "DISCUSSED_AMONG", 2)
    spoken_of(9, days_ago=3)
    second, newest = spoken_of(2, days_ago=2), spoken_of(1)
    assert reading.most_discussed(timezone.now(), size=5) == [second, newest]

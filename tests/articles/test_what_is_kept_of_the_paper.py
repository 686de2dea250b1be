"""What a process has found out about the paper serves until the paper moves, and nothing that
readers may not see is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles import edition, reading
from articles.edition import STORIES_MOST, Now, Store
from articles.models import Article, SeeAlso
from tests.builders import an_article, an_author

pytestmark = pytest.mark.django_db


def read(story: Article) -> Article:
    at = timezone.now()
    return reading.article_of_the_day(story.dated, story.slug, at, edition.now(at))


def rename(story: Article, headline: str) -> None:
    Article.objects.filter(pk=story.pk).update(headline=headline)


def test_an_article_is_read_once_and_anew_when_the_paper_has_moved() -> None:
    story = an_article(headline="Old", authors=(an_author(),))
    assert read(story).headline == "Old"
    rename(story, "New")
    assert read(story).headline == "Old"
    with transaction.atomic():
        edition.bump()
    assert read(story).headline == "New"


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": Article.State.DRAFT},
        {"published_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_what_is_not_public_is_read_every_time(hidden: dict[str, object]) -> None:
    story = an_article(headline="Old", **hidden)
    assert read(story).headline == "Old"
    rename(story, "New")
    assert read(story).headline == "New"


def test_an_article_that_is_not_there_is_missed_every_time_until_it_comes() -> None:
    story = an_article(slug="bridge")
    Article.objects.filter(pk=story.pk).update(slug="elsewhere")
    with pytest.raises(Article.DoesNotExist):
        read(story)
    Article.objects.filter(pk=story.pk).update(slug="bridge")
    assert read(story) == story


def test_whoever_reads_has_copies_to_write_on() -> None:
    story, beside = an_article(), an_article()
    SeeAlso.objects.create(article=story, related=beside)
    at = timezone.now()
    now = edition.now(at)
    read(story).headline = "Scribbled over"
    reading.see_also(story, at, now)[0].tail = "9 comments"
    assert read(story).headline == story.headline
    assert reading.see_also(story, at, now)[0].tail == ""


def test_what_was_found_longest_ago_makes_room() -> None:
    store, now = Store(most=2), Now(1, None)
    for name in "abc":
        store.keep(name, now, name)
    assert [store.get(name, now) for name in "abc"] == [None, ("b",), ("c",)]


def test_of_many_articles_few_are_kept() -> None:
    story = an_article()
    now = Now(1, None)
    for number in range(STORIES_MOST + 5):
        now.kept(number, lambda: story, among=edition.STORIES)
    kept = [number for number in range(STORIES_MOST + 5) if edition.STORIES.get(number, now)]
    assert len(kept) == STORIES_MOST

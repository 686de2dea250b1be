"""A page costs the same number of queries whether it shows one story or thirty: made anew by a
process that has seen the paper as it stands."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Placement, SeeAlso, WebLink
from tests.builders import a_picture, a_section, a_topic, an_article, an_author

# The edition's number: read with the stamp by whoever keeps pages, asked for by the paper alone.
NUMBER = 0 if apps.is_installed("comments") else 1

pytestmark = pytest.mark.usefixtures("paper_by_itself")


def a_paper(stories: int) -> Article:
    """So many stories in three sections, all by the same three people on the same two topics."""
    people = (an_author(slug="ada", portrait=a_picture()), an_author(), an_author())
    topics = (a_topic(name="Bridges"), a_topic(name="Trams"))
    for number in range(stories):
        an_article(
            section=a_section(name=("City", "Sport", "Culture")[number % 3]),
            authors=people,
            topics=topics,
            lead_image=a_picture(),
            published_at=timezone.now() - timedelta(hours=number + 1),
        )
    story = Article.objects.latest_first()[0]
    for other in Article.objects.exclude(pk=story.pk)[:2]:
        SeeAlso.objects.create(article=story, related=other)
        Placement.objects.create(article=other, starts_at=timezone.now() - timedelta(days=1))
    for each in range(stories):
        WebLink.objects.create(title=f"Elsewhere {each}", url="https://example.org", source="Them")
    return story


@pytest.mark.parametrize("stories", [3, 30])
@pytest.mark.parametrize(
    ("page", "which", "queries"),
    [
        # articles, bylines, authors
        ("front", [], 3 + NUMBER),
        # the section (topic, author), articles, bylines, authors
        ("section", ["city"], 4 + NUMBER),
        ("topic", ["bridges"], 4 + NUMBER),
        ("author", ["ada"], 4 + NUMBER),
        # articles, bylines, authors
        ("feed", [], 3),
        ("section_feed", ["city"], 4),
    ],
)
def test_lists(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    stories: int,
    page: str,
    which: list[str],
    queries: int,
) -> None:
    a_paper(stories)
    client.get(reverse(page, args=which))
    with django_assert_num_queries(queries):
        assert Client().get(reverse(page, args=which)).status_code == 200


@pytest.mark.parametrize("stories", [3, 30])
def test_an_article(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, stories: int
) -> None:
    story = a_paper(stories)
    client.get(story.path)
    # all that it is made of is kept while the paper stands
    with django_assert_num_queries(NUMBER):
        assert Client().get(story.path).status_code == 200


@pytest.mark.parametrize("stories", [3, 30])
def test_an_article_after_a_change_of_the_paper(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, stories: int
) -> None:
    story = a_paper(stories)
    # and when the clock turns the paper, navigation, the editor's choice, two sides of its topics'
    # time, the section's newest where five are not found yet
    with django_assert_num_queries((11 if stories == 3 else 10) + NUMBER):
        assert client.get(story.path).status_code == 200


@pytest.mark.parametrize("stories", [1, 30])
def test_an_address_that_leads_nowhere(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, stories: int
) -> None:
    a_paper(stories)
    client.get("/nowhere/")
    # an old address?, articles, bylines, authors
    with django_assert_num_queries(4 + NUMBER):
        assert client.get("/nowhere/").status_code == 404


def test_an_empty_paper(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, **_: Any
) -> None:
    # when the clock turns the paper, placements, newest, sections with theirs, navigation
    with django_assert_num_queries(5 + NUMBER):
        assert "Nothing has been published yet." in client.get("/").text

"""Lists go on from where one stopped reading; nothing is shown twice and nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_section, a_topic, an_article, an_author

STORIES = 47


@pytest.fixture
def shelf(db: None) -> list[str]:
    """Stories of one section, topic and author, newest first; some at the same moment."""
    author, now = an_author(slug="ada"), timezone.now()
    stories = [
        an_article(
            authors=(author,), topics=(a_topic(),), published_at=now - timedelta(hours=1 + n // 3)
        )
        for n in range(STORIES)
    ]
    stories.sort(key=lambda story: (story.published_at, story.pk), reverse=True)
    return [story.path for story in stories]


def paths(page: str) -> list[str]:
    return re.findall(r'class="card-headline"><a href="([^"]+)"', page)


def turned(client: Client, address: str, way: str) -> list[str]:
    """All that is read from `address` on, turning pages by the link `way`."""
    read: list[str] = []
    page = client.get(address).text
    while True:
        read = [*read, *paths(page)] if way == "next" else [*paths(page), *read]
        link = re.search(rf'<a href="(\?from=[^"]+)" rel="{way}"', page)
        if link is None:
            return read
        page = client.get(address.split("?")[0] + link[1]).text


@pytest.mark.parametrize(
    ("page", "slug"), [("section", "city"), ("topic", "bridges"), ("author", "ada")]
)
def test_every_story_is_shown_once_in_the_order_of_time(
    client: Client, shelf: list[str], page: str, slug: str
) -> None:
    assert turned(client, reverse(page, args=[slug]), "next") == shelf


def test_the_way_back_is_the_same_way(client: Client, shelf: list[str]) -> None:
    address = reverse("section", args=["city"])
    page = client.get(address).text
    for _ in range(2):
        link = re.search(r'<a href="(\?from=[^"]+)" rel="next"', page)
        assert link is not None
        page = client.get(address + link[1]).text
        last = address + link[1]
    assert turned(client, last, "prev") == shelf


def test_what_arrives_meanwhile_moves_nothing(client: Client, shelf: list[str]) -> None:
    address = reverse("section", args=["city"])
    first = client.get(address).text
    link = re.search(r'<a href="(\?from=[^"]+)" rel="next"', first)
    assert link is not None
    an_article(section=a_section())
    assert paths(client.get(address + link[1]).text) == shelf[20:40]


@pytest.mark.parametrize("cursor", ["", "nonsense", "a.1", "a.99999999999999999999.1", "b..", "ä"])
def test_a_cursor_that_is_not_ours_opens_the_first_page(
    client: Client, shelf: list[str], cursor: str
) -> None:
    page = client.get(reverse("section", args=["city"]), {"from": cursor})
    assert paths(page.text) == shelf[:20]


def test_a_section_without_stories_says_so(client: Client, db: None) -> None:
    a_section(name="Chess")
    page = client.get(reverse("section", args=["chess"]))
    assert "Nothing here yet." in page.text

"""News as RSS: valid, found from the page, and complete in what a reader's program needs."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import a_section, a_topic, an_article, an_author

HARSH = "Ampersands & <angles> “quoted” in a headline"


@pytest.fixture
def story(db: None) -> object:
    authors = (an_author(name="Ada Keys", slug="ada"), an_author(name="Bo Lind"))
    return an_article(
        headline=HARSH, standfirst="It holds & stands.", authors=authors, topics=(a_topic(),)
    )


@pytest.mark.parametrize(
    ("feed", "which"),
    [
        ("feed", []),
        ("section_feed", ["city"]),
        ("topic_feed", ["bridges"]),
        ("author_feed", ["ada"]),
    ],
)
def test_it_says_what_when_and_who(
    client: Client, story: object, feed: str, which: list[str]
) -> None:
    answer = client.get(reverse(feed, args=which))
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ET.fromstring(answer.content).find("channel")
    assert channel is not None
    (item,) = channel.findall("item")
    assert item.findtext("title") == HARSH
    assert item.findtext("description") == "It holds & stands."
    assert item.findtext("link") == f"http://testserver{story.path}"  # type: ignore[attr-defined]
    assert item.findtext("guid") == item.findtext("link")
    assert item.findtext("category") == "City"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Ada Keys and Bo Lind"
    assert item.findtext("pubDate")


@pytest.mark.parametrize(
    ("page", "which"),
    [("front", []), ("section", ["city"]), ("topic", ["bridges"]), ("author", ["ada"])],
)
def test_every_list_tells_programs_where_its_feed_is(
    client: Client, story: object, page: str, which: list[str]
) -> None:
    feed = reverse("feed" if page == "front" else f"{page}_feed", args=which)
    assert (
        'rel="alternate" type="application/rss+xml"' in client.get(reverse(page, args=which)).text
    )
    assert f'href="{feed}"' in client.get(reverse(page, args=which)).text


def test_a_feed_has_its_own_stories_alone(client: Client, story: object) -> None:
    an_article(headline="A match", section=a_section(name="Sport"))
    feed = client.get(reverse("section_feed", args=["sport"])).text
    assert "A match" in feed
    assert "Ampersands" not in feed


def test_there_is_no_feed_of_what_there_is_not(client: Client, db: None) -> None:
    assert client.get(reverse("section_feed", args=["chess"])).status_code == 404

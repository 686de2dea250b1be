"""News as RSS: valid, found from the page, and complete in what a reader's program needs."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles import edition
from articles.models import Article
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
    assert item.findtext("link") == f"http://localhost:8000{story.path}"  # type: ignore[attr-defined]
    guid = item.find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    assert guid.text
    assert item.findtext("category") == "City"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Ada Keys and Bo Lind"
    assert item.findtext("pubDate")


FEEDS = [
    ("feed", []),
    ("section_feed", ["city"]),
    ("topic_feed", ["bridges"]),
    ("author_feed", ["ada"]),
]


def items_of(client: Client, feed: str = "feed", which: Any = (), **more: Any) -> list[Any]:
    answer = client.get(reverse(feed, args=which), **more)
    assert answer.status_code == 200
    return ET.fromstring(answer.content).findall("channel/item")


def guids(client: Client, **more: Any) -> list[str | None]:
    return [item.findtext("guid") for item in items_of(client, **more)]


def test_a_story_keeps_its_guid_whatever_becomes_of_its_address(
    client: Client, story: Article, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "new.example"]
    before = guids(client)
    story.slug = "a-corrected-slug"
    story.published_at = story.published_at - timedelta(days=1)
    story.save()
    edition.bump()
    assert guids(client) == before
    assert guids(client, HTTP_HOST="new.example") == before
    assert guids(client, HTTP_HOST="new.example", secure=True) == before


def test_a_story_that_is_taken_back_and_published_again_is_no_new_one(
    client: Client, story: Article
) -> None:
    before = guids(client)
    story.state = Article.State.DRAFT
    story.save()
    story.state = Article.State.PUBLISHED
    story.save()
    edition.bump()
    assert guids(client) == before


def test_two_stories_have_two_guids(client: Client, story: Article) -> None:
    an_article()
    assert len(set(guids(client))) == 2


@pytest.mark.parametrize(("feed", "which"), FEEDS)
def test_a_feed_is_well_formed_whatever_the_database_holds(
    client: Client, story: Article, feed: str, which: list[str]
) -> None:
    with connection.cursor() as cursor:  # past all that cleans what comes in
        cursor.execute(
            "UPDATE articles_article SET headline = %s, standfirst = %s",
            ["A\x0bB\x01\ufffe\uffffC <i>&amp; 👩\u200d🚀", "x\x0c\x1fy"],
        )
        cursor.execute("UPDATE articles_section SET name = %s", ["Ci\x08ty"])
        cursor.execute("UPDATE articles_topic SET name = %s", ["Brid\x0bges"])
        cursor.execute("UPDATE articles_author SET name = %s WHERE slug = 'ada'", ["A\x02da"])
    edition.bump()
    (item,) = items_of(client, feed, which)
    assert item.findtext("title") == "ABC <i>&amp; 👩\u200d🚀"
    assert item.findtext("description") == "xy"
    assert item.findtext("category") == "City"


def test_a_backdated_story_stands_where_its_date_puts_it(client: Client, story: Article) -> None:
    an_article(headline="Older", published_at=story.published_at - timedelta(days=400))
    an_article(headline="Newer", published_at=story.published_at + timedelta(minutes=1))
    items = items_of(client)
    assert [item.findtext("title") for item in items] == ["Newer", HARSH, "Older"]
    dates = [parsedate_to_datetime(item.findtext("pubDate") or "") for item in items]
    assert dates == sorted(dates, reverse=True)


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

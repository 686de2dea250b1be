"""Datelines, bylines and dates as newspapers set them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.safestring import mark_safe

from articles.models import Article
from articles.models.author import listed
from articles.templatetags.typography import opened_by_dateline, with_scrolling_tables
from tests.builders import an_article, an_author


@pytest.mark.parametrize(
    ("names", "byline"),
    [
        ([], ""),
        (["Ada"], "Ada"),
        (["Ada", "Bo"], "Ada and Bo"),
        (["Ada", "Bo", "Cy"], "Ada, Bo and Cy"),
    ],
)
def test_names_are_listed_as_one_says_them(names: list[str], byline: str) -> None:
    assert listed(names) == byline


def test_the_place_opens_the_first_paragraph() -> None:
    story = Article(dateline="GORKI, Moscow Region", body='<p class="x"> It rose.</p>')
    assert opened_by_dateline(story) == (
        '<p class="x"> <span class="dateline">GORKI, Moscow Region</span> — It rose.</p>'
    )


def test_the_place_stands_alone_where_no_paragraph_opens_the_body() -> None:
    story = Article(dateline="A & B", body="<h2>First</h2><p>Then</p>")
    assert opened_by_dateline(story) == (
        '<p><span class="dateline">A &amp; B</span></p><h2>First</h2><p>Then</p>'
    )


def test_a_table_scrolls_in_a_box_that_keys_can_reach() -> None:
    assert with_scrolling_tables(mark_safe("<table><tbody></tbody></table><p>After</p>")) == (
        '<div class="wide" role="group" aria-label="Table" tabindex="0">'
        "<table><tbody></tbody></table></div><p>After</p>"
    )


def test_a_story_without_a_place_begins_with_its_text() -> None:
    assert opened_by_dateline(Article(body="<p>Then</p>")) == "<p>Then</p>"


def test_an_article_names_all_who_wrote_it(client: Client, db: None) -> None:
    people = tuple(an_author(name=name, slug=name.lower()) for name in ("Ada", "Bo", "Cy"))
    page = client.get(an_article(authors=people).path)
    byline = (
        '<p class="byline">By <a href="/author/ada/" rel="author">Ada</a>, '
        '<a href="/author/bo/" rel="author">Bo</a> and '
        '<a href="/author/cy/" rel="author">Cy</a></p>'
    )
    assert byline in page.text


def test_times_are_those_of_the_papers_place(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Kathmandu"
    late = datetime(2026, 12, 31, 18, 30, tzinfo=UTC)
    at = datetime(2026, 12, 31, 23, tzinfo=UTC)
    page = Template("{% load typography %}{% moment late %}|{% day late %}|{% clock late %}")
    full, day, clock = page.render(Context({"late": late, "at": at})).split("|")
    assert full == '<time datetime="2027-01-01T00:15+05:45">1 January 2027, 00:15</time>'
    assert ">1 January<" in day
    assert ">00:15<" in clock


def test_a_day_of_another_year_says_which() -> None:
    then = datetime(2019, 5, 2, 12, tzinfo=UTC)
    page = Template("{% load typography %}{% day then %}")
    assert ">2 May 2019<" in page.render(Context({"then": then, "at": datetime.now(UTC)}))

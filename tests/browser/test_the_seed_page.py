"""The page of a real newspaper, built as its editor and its moderator would, and read in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import Article
from newsroom.models import Masthead
from tests.browser.back_office import choose, signed_in, told, write_body
from tests.builders import a_section, an_article

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "page.txt"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not SEED.exists(), reason="the seed page is not here"),
    pytest.mark.usefixtures("open_admin"),
]


@dataclass
class Seed:
    low: str
    high: str
    sky: str
    traffic: str
    headline: str
    dateline: str
    paragraphs: list[str]
    related: list[str]
    from_the_web: str
    letter: list[str]
    paper: str


@pytest.fixture
def seed() -> Seed:
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line]
    also, web = lines.index("See also:"), lines.index("From the Web")
    low, high = (re.search(r"[+-]?\d+", line)[0] for line in lines[:2])
    sky, _, traffic = (part.strip() for part in lines[2].split("/"))
    dateline, first = lines[4].split(" — ", 1)
    return Seed(
        low, high, sky, traffic, lines[3], dateline, [first, *lines[5:also]],
        lines[also + 1 : web], lines[web], lines[web + 1 : -1], lines[-1],
    )  # fmt: skip


def set_the_masthead(open_page, editor, seed: Seed) -> None:
    page = signed_in(open_page, editor, f"/admin/newsroom/masthead/{Masthead.current().pk}/change/")
    page.fill("#id_name", seed.paper)
    page.select_option("#id_weather_source", "manual")
    page.fill("#id_temperature_low", seed.low.lstrip("+"))
    page.fill("#id_temperature_high", seed.high.lstrip("+"))
    page.select_option("#id_sky", label=seed.sky)
    page.fill("#id_traffic_label", seed.traffic)
    page.fill("#id_traffic_url", "https://traffic.example/")
    page.click("[name=_save]")
    told(page)


def write_the_article(open_page, editor, seed: Seed) -> Article:
    page = signed_in(open_page, editor, "/admin/articles/article/add/")
    page.fill("#id_headline", seed.headline)
    page.fill("#id_dateline", seed.dateline)
    write_body(page, *seed.paragraphs)
    page.select_option("#id_section", label="City")
    for number, headline in enumerate(seed.related):
        if page.locator(f"#id_see_also-{number}-related").count() == 0:
            page.locator("#see_also-group .add-row a").click()
        choose(page, f"id_see_also-{number}-related", headline)
    page.locator("#web_links-group .add-row a").click()
    page.fill("#id_web_links-0-title", "A story elsewhere")
    page.fill("#id_web_links-0-url", "https://elsewhere.example/story")
    page.fill("#id_web_links-0-source", "Elsewhere")
    page.click("[name=_publish]")
    assert told(page)[0].startswith("Published.")
    return Article.objects.get(headline=seed.headline)


def throw_the_switch(open_page, moderator, seed: Seed) -> None:
    page = signed_in(open_page, moderator, "/admin/switchboard/suspension/")
    page.locator("[name=mode][value=hidden]").check()
    page.fill("[name=reason]", "The form cannot be held.")
    page.fill("[name=notice_title]", seed.letter[0])
    page.fill("[name=notice_body]", "\n\n".join(seed.letter[1:]))
    page.get_by_role("button", name="Look at it as the reader will").click()
    page.get_by_role("button", name="Suspend commenting").click()
    page.wait_for_url("**/admin/switchboard/**")


def test_a_reader_sees_the_seed_page_in_its_order(open_page, editor, moderator, seed):
    a_section(name="City")
    for headline in seed.related:
        an_article(headline=headline)
    set_the_masthead(open_page, editor, seed)
    article = write_the_article(open_page, editor, seed)
    throw_the_switch(open_page, moderator, seed)

    page = open_page(article.path)
    strip = page.locator(".masthead-strip")
    for value in (seed.low.lstrip("+"), seed.high.lstrip("+"), seed.sky, seed.traffic):
        expect(strip).to_contain_text(value)
    expect(strip.locator("[data-clock]")).to_have_text(re.compile(r"\d\d:\d\d"))
    expect(page.locator("#comments article")).to_have_count(0)
    text = re.sub(r"\s+", " ", page.locator("body").text_content() or "")
    expected = [seed.sky, seed.traffic, seed.headline, seed.dateline, *seed.paragraphs,
                "See also", *seed.related, "From the Web", "A story elsewhere",
                *seed.letter, seed.paper]  # fmt: skip
    where = 0
    for words in expected:
        found = text.find(re.sub(r"\s+", " ", words), where)
        assert found >= 0, f"not there, or not in its place: {words}"
        where = found + len(words)

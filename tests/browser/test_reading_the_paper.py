"""A reader on a telephone and at a desk, by day and by night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from articles.models import Article, WebLink
from tests.builders import a_section, a_topic, an_article, an_author

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
BODY = f"""<p>The river rose at nine. It reads <a href="https://example.org/">elsewhere</a>
otherwise.</p><h2>By the hour</h2><table><tbody><tr><th>Hour</th><th>Level</th></tr>
<tr><td>9</td><td>412</td></tr></tbody></table><table><tbody><tr>{"<td>A broad cell</td>" * 12}
</tr></tbody></table><blockquote><p>Said with feeling.</p></blockquote>
<p>{LONG_WORD}</p><pre><code>{"a line of code " * 12}</code></pre>"""
PAGES = {
    "the front page": "/",
    "a section": "/section/city/",
    "a topic": "/topic/bridges/",
    "an author": "/author/ada/",
    "an address that leads nowhere": "/no/such/page/",
}


@pytest.fixture
def paper(open_page: object) -> Article:
    """Stories in three sections, one with all that may go wrong; it is the one returned."""
    ada = an_author(name="Ada Keys", slug="ada", biography="Ada Keys writes about bridges.")
    colours = {"City": "blue", "Sport": "brick", "Culture": "ochre"}
    for number in range(24):
        name = list(colours)[number % 3]
        an_article(
            section=a_section(name=name, colour=colours[name]),
            authors=(ada,),
            topics=(a_topic(),),
            standfirst="What is under the headline.",
            published_at=timezone.now() - timedelta(hours=number + 2),
        )
    WebLink.objects.create(title="Coats", url="https://example.org", source="Them", is_paid=True)
    return an_article(
        headline=f"{LONG_WORD} & eleven other things that nobody would rather read aloud",
        standfirst="It has everything.",
        dateline="VIENNA",
        body=BODY,
        authors=(ada, an_author(), an_author()),
        topics=(a_topic(),),
    )


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_keeps_anybody_out(
    open_page: Callable[..., Page],
    barriers: Callable[[Page], list[str]],
    sideways: Callable[[Page], int],
    paper: Article,
    path: str,
    width_px: int,
    scheme: str,
) -> None:
    page = open_page(path, width_px=width_px, scheme=scheme)
    assert barriers(page) == []
    assert sideways(page) == 0


def test_nothing_keeps_anybody_out_of_an_article(
    open_page: Callable[..., Page],
    barriers: Callable[[Page], list[str]],
    sideways: Callable[[Page], int],
    paper: Article,
    width_px: int,
    scheme: str,
) -> None:
    page = open_page(paper.path, width_px=width_px, scheme=scheme)
    assert barriers(page) == []
    assert sideways(page) == 0


def test_the_first_key_leads_past_the_masthead(
    open_page: Callable[..., Page], paper: Article
) -> None:
    page = open_page(paper.path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_paper_reads_on_without_javascript(
    open_page: Callable[..., Page], paper: Article
) -> None:
    page = open_page("/section/city/", javascript=False)
    page.get_by_role("link", name=paper.headline).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == paper.headline


def test_an_article_weighs_less_than_60_kilobytes_and_comes_from_here_alone(
    open_page: Callable[..., Page], paper: Article
) -> None:
    page = open_page("/feed/")
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(paper.path, wait_until="networkidle")
    here = page.url.split("/20")[0]
    assert [answer.url for answer in answers if not answer.url.startswith(here)] == []
    weight = sum(len(a.body()) for a in answers if a.request.resource_type != "image")
    assert weight < 60_000


def test_headlines_are_larger_than_the_text_they_stand_over(
    open_page: Callable[..., Page], paper: Article, width_px: int
) -> None:
    page = open_page(paper.path, width_px=width_px)
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    headline = page.locator(".headline").evaluate(size)
    text = page.locator(".article-body").evaluate(size)
    assert headline > 1.7 * text
    assert text >= 18

"""Which story stands where."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import edition, frontpage
from articles.models import Article, Placement
from tests.builders import a_picture, a_section, an_article

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def place(article: Article, slot: str = "lead", *, since: int = 1, **fields: object) -> None:
    Placement.objects.create(
        article=article, slot=slot, starts_at=timezone.now() - since * HOUR, **fields
    )


def compose() -> frontpage.FrontPage:
    at = timezone.now()
    return frontpage.compose(at, edition.now(at))


def test_what_an_editor_placed_leads_however_old() -> None:
    for _ in range(8):
        an_article(lead_image=a_picture())
    old = an_article(published_at=timezone.now() - 900 * HOUR)
    second = an_article(published_at=timezone.now() - 901 * HOUR)
    place(old)
    place(second, "second")
    page = compose()
    assert page.lead == old
    assert page.seconds[0] == second
    assert len(page.seconds) == 4


def test_a_placement_that_is_over_or_has_not_begun_counts_for_nothing() -> None:
    newest = an_article(lead_image=a_picture())
    for number, ends in ((2, timezone.now() - HOUR / 2), (-1, None)):
        old = an_article(published_at=timezone.now() - 900 * HOUR)
        place(old, since=number, ends_at=ends)
    assert compose().lead == newest


def test_without_an_editor_the_newest_with_a_picture_leads() -> None:
    pictured = an_article(lead_image=a_picture(), published_at=timezone.now() - 2 * HOUR)
    bare = an_article()
    page = compose()
    assert page.lead == pictured
    assert page.seconds == [bare]


def test_sections_come_in_the_papers_order_with_what_is_not_above() -> None:
    for position, name in enumerate(("Sport", "City", "Empty")):
        a_section(name=name, position=position)
    for number in range(12):
        an_article(
            section=a_section(name=("City", "Sport")[number % 2]),
            published_at=timezone.now() - (number + 1) * HOUR,
        )
    page = compose()
    assert [block.section.name for block in page.blocks] == ["Sport", "City"]
    shown = [page.lead, *page.seconds, *(s for block in page.blocks for s in block.stories)]
    assert len(shown) == len(set(shown)) == 12


def test_one_busy_section_does_not_empty_its_own_block() -> None:
    for number in range(9):
        an_article(published_at=timezone.now() - (number + 1) * HOUR)
    (block,) = compose().blocks
    assert len(block.stories) == 4


def test_the_latest_go_by_the_clock(client: Client) -> None:
    for number in range(20):
        an_article(headline=f"Story {number}", published_at=timezone.now() - (number + 1) * HOUR)
    assert [story.headline for story in compose().latest] == [f"Story {n}" for n in range(5, 12)]
    assert client.get("/").status_code == 200


def test_an_empty_paper_says_so(client: Client) -> None:
    assert "Nothing has been published yet." in client.get("/").text

"""Links to other sites say whose they are and which are paid for, for as long as they hold."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, WebLink
from tests.builders import an_article


def a_link(title: str, **fields: object) -> None:
    WebLink.objects.create(
        title=title, url="https://example.org/x", source="The Other Paper", **fields
    )


def test_it_names_the_source_and_lends_no_weight(client: Client, article: Article) -> None:
    a_link("Elsewhere")
    page = client.get(article.path).text
    assert '<a href="https://example.org/x" rel="nofollow noopener">Elsewhere</a>' in page
    assert "The Other Paper" in page
    assert "Advertisement" not in page


def test_a_paid_one_is_called_advertisement(client: Client, article: Article) -> None:
    a_link("Raincoats", is_paid=True)
    page = client.get(article.path).text
    assert 'rel="nofollow noopener sponsored">Raincoats</a>' in page
    assert '<strong class="paid">Advertisement</strong>' in page


def test_the_articles_own_come_before_the_whole_sites(client: Client, article: Article) -> None:
    a_link("Of the site")
    a_link("Of this story", article=article)
    a_link("Of another story", article=an_article())
    page = client.get(article.path).text
    assert page.index("Of this story") < page.index("Of the site")
    assert "Of another story" not in page


@pytest.mark.parametrize(
    ("begins_in_hours", "ends_in_hours", "is_shown"),
    [(-2, None, True), (-2, 1, True), (-2, -1, False), (1, None, False)],
)
def test_it_shows_in_its_period_alone(
    client: Client,
    article: Article,
    begins_in_hours: int,
    ends_in_hours: int | None,
    is_shown: bool,
) -> None:
    now = timezone.now()
    a_link(
        "Elsewhere",
        valid_from=now + timedelta(hours=begins_in_hours),
        valid_until=None if ends_in_hours is None else now + timedelta(hours=ends_in_hours),
    )
    assert ("Elsewhere" in client.get(article.path).text) == is_shown


def test_without_any_there_is_no_heading(client: Client, article: Article) -> None:
    assert "From the Web" not in client.get(article.path).text

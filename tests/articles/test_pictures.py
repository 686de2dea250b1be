"""A picture comes in the size that is needed, and its place is kept before it is there."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from articles.models import Image
from tests.builders import a_picture, an_article

pytestmark = pytest.mark.django_db


def shown(image: Image | None, how: str) -> str:
    tag = f"{{% load pictures %}}{{% picture image {how} %}}"
    return Template(tag).render(Context({"image": image})).strip()


def widths(html: str) -> list[list[str]]:
    return [re.findall(r"(\d+)w", srcset) for srcset in re.findall(r'srcset="([^"]+)"', html)]


def test_webp_stands_beside_the_format_it_came_in() -> None:
    html = shown(a_picture(name="pictures/bridge.jpg"), '"whole" "100vw"')
    webp, own = re.findall(r'srcset="([^"]+)"', html)
    assert html.index('<source type="image/webp"') < html.index("<img")
    assert webp.count(".webp ") == own.count(".jpg ") == 5


def test_it_is_never_offered_larger_than_it_is() -> None:
    html = shown(a_picture(width=800, height=400), '"whole" "100vw"')
    assert widths(html) == [["320", "480", "768"]] * 2
    assert 'width="768" height="384"' in html


def test_a_tiny_one_is_shown_as_it_is() -> None:
    html = shown(a_picture(width=100, height=50), '"whole" "100vw"')
    assert 'width="100" height="50"' in html


def test_crops_have_their_shape() -> None:
    assert 'width="960" height="640"' in shown(a_picture(), '"card" "20rem"')
    assert 'width="240" height="240"' in shown(a_picture(), '"square" "10rem"')


def test_all_but_the_first_wait_until_they_are_in_view() -> None:
    assert 'loading="lazy"' in shown(a_picture(), '"card" "20rem"')
    first = shown(a_picture(), '"card" "20rem" first=True')
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first


def test_no_picture_is_nothing() -> None:
    assert shown(None, '"card" "20rem"') == ""


def test_an_article_says_what_its_picture_shows_and_who_made_it(client: Client) -> None:
    image = a_picture(caption="The bridge at dusk.", credit="Mira Holt")
    page = client.get(an_article(lead_image=image).path).text
    assert 'alt="A bridge" fetchpriority="high"' in page
    assert 'The bridge at dusk. <span class="credit">Mira Holt</span>' in page
    assert '<meta property="og:image" content="http://localhost:8000/' in page

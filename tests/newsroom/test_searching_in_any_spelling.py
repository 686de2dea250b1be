"""Whoever works in the admin finds a thing however its name is written."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments.models import Case
from comments.moderation import queue
from tests.builders import (
    a_case,
    a_person,
    a_picture,
    a_section,
    a_topic,
    an_article,
    an_author,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_admin")]

SPELLINGS = ["BRÜCKE", "brucke", "Brücke", "bru\u0308cke", "ＢＲＵＣＫＥ"]


@pytest.fixture
def at_work(client, administrator):
    client.force_login(administrator)
    return client


def found(client, model: str, sought: str) -> list:
    answer = client.get(reverse(f"admin:{model}_changelist"), {"q": sought})
    return list(answer.context["cl"].result_list)


@pytest.mark.parametrize("sought", SPELLINGS)
@pytest.mark.parametrize(
    ("model", "make"),
    [
        ("articles_article", lambda: an_article(headline="Die alte Brücke öffnet")),
        ("articles_author", lambda: an_author(name="Ida Brücke", slug="ida")),
        ("articles_topic", lambda: a_topic(name="Brücken", slug="crossings")),
        ("articles_section", lambda: a_section(name="Brücken")),
        ("articles_image", lambda: a_picture(caption="Die Brücke am Abend")),
        ("newsroom_user", lambda: a_person(name="Ida Brücke")),
    ],
)
def test_a_list_of_the_admin_finds_a_word_however_it_is_written(at_work, model, make, sought):
    wanted = make()
    an_article(headline="Nothing of the kind")
    a_person(name="Nobody Else")
    assert found(at_work, model, sought) == [wanted]


def test_all_words_are_to_be_found_in_any_order_and_in_any_column(at_work):
    wanted = an_article(headline="Die Brücke öffnet", authors=(an_author(name="Zoë Größ"),))
    an_article(headline="Die Brücke schließt")
    assert found(at_work, "articles_article", "gross brucke") == [wanted]
    assert found(at_work, "articles_article", '"brucke die"') == []
    assert found(at_work, "articles_article", '"DIE BRUCKE" öffnet') == [wanted]


def test_an_article_by_several_authors_is_found_once(at_work):
    authors = (an_author(name="Zoë Größ", slug="zoe"), an_author(name="Léa Größ", slug="lea"))
    wanted = an_article(authors=authors)
    assert found(at_work, "articles_article", "gross") == [wanted]


def test_what_is_found_by_its_mere_letters_is_found_as_before(at_work):
    wanted = an_article(headline="C++ is “old”: 100% sure_thing")
    an_article(headline="C is old")
    for sought in ("C++", "100%", "sure_", "“old”"):
        assert found(at_work, "articles_article", sought) == [wanted]


def test_a_field_that_offers_pictures_finds_them_alike(at_work):
    wanted = a_picture(caption="Die Brücke am Abend")
    answer = at_work.get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": "article", "field_name": "lead_image",
         "term": "BRUCKE"},
    )  # fmt: skip
    assert [each["id"] for each in answer.json()["results"]] == [str(wanted.pk)]


@pytest.mark.parametrize("sought", SPELLINGS)
def test_the_queue_is_narrowed_to_a_word_however_it_is_written(sought):
    wanted = a_case(text="Die Brücke ist offen.")
    a_case(text="Nothing of the kind.")
    assert list(queue.Filters(q=sought).cases()) == [wanted]
    assert Case.objects.open().count() == 2

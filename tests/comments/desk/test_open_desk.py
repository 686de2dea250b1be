"""What an open desk is told every half minute, and how it names what it is narrowed down to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import Case
from comments.moderation.queue import Filters, Place
from tests.builders import a_case, a_person, a_section, an_article


@pytest.fixture
def asked(at_the_desk):
    def ask(**query):
        return at_the_desk.get(reverse("counts"), query).json()

    return ask


def since(minutes):
    return int((timezone.now() - timedelta(minutes=minutes)).timestamp() * 1_000_000)


def test_the_open_cases_of_each_kind_are_told(asked, article):
    for kind in ("held", "held", "legal"):
        a_case(article=article, kind=kind)
    assert asked() == {
        "counts": {"legal": "1", "reported": "0", "held": "2", "spam": "0"},
        "trips": 0,
    }


def test_a_desk_that_is_empty_learns_of_a_case_it_can_take(asked, article):
    assert asked(since=since(1))["has_case"] is False
    a_case(article=article)
    assert asked(since=since(1))["has_case"] is True


def test_what_it_is_narrowed_down_to_counts(asked, article):
    a_case(article=article, kind="spam")
    assert asked(since=since(1), kind="held")["has_case"] is False


def test_neither_a_colleagues_case_nor_ones_own_comment_is_offered(asked, article, moderator):
    taken = a_case(article=article)
    Case.objects.filter(pk=taken.pk).take_first(a_person(group="Moderators"), timezone.now())
    a_case(article=article, author=moderator)
    assert asked(since=since(1))["has_case"] is False


def test_behind_what_was_skipped_only_later_and_newer_cases_are_new(asked, article):
    skipped = a_case(article=article, at=timezone.now() - timedelta(hours=1))
    place = str(Place.of(skipped))
    assert asked(since=since(5), after=place)["has_case"] is False
    a_case(article=article, kind="legal")  # before the place in the order, and new
    assert asked(since=since(5), after=place)["has_case"] is True


def test_asking_takes_no_case_in_hand(asked, article):
    case = a_case(article=article)
    asked(since=since(1))
    case.refresh_from_db()
    assert case.claimed_by is None


@pytest.mark.parametrize("moment", ["", "soon", "-1", "9" * 30])
def test_a_moment_that_is_none_asks_for_the_counts_alone(asked, article, moment):
    assert "has_case" not in asked(since=moment)


@pytest.mark.parametrize("number", [1, 3])
def test_the_counts_cost_the_same_queries_with_one_case_and_with_three(
    at_the_desk, article, number, django_assert_num_queries
):
    for _ in range(number):
        a_case(article=article)
    with django_assert_num_queries(12):
        at_the_desk.get(reverse("counts"))
    with django_assert_num_queries(13):
        at_the_desk.get(reverse("counts"), {"since": since(1)})


def test_an_active_filter_is_named_in_one_line(at_the_desk):
    section, person = a_section(name="Culture"), a_person(name="Nora Night")
    article = an_article(section=section, headline="The organ is silent")
    filters = {
        "kind": "held", "section": section.pk, "cause": "words", "language": "de",
        "article": article.pk, "author": person.pk, "q": "bridge",
    }  # fmt: skip
    page = at_the_desk.get(reverse("desk"), filters)
    assert page.context["narrowed"] == [
        "Held", "Culture", "Words", "de", "“bridge”", "The organ is silent", "Nora Night",
    ]  # fmt: skip
    assert "All cases" in page.content.decode()


def test_a_desk_that_is_not_narrowed_down_names_nothing(at_the_desk):
    assert at_the_desk.get(reverse("desk")).context["narrowed"] == []
    assert Filters().query == ""


def test_the_title_says_how_much_waits(at_the_desk, article):
    assert "<title>The desk |" in at_the_desk.get(reverse("desk")).content.decode()
    for kind in ("held", "held", "spam"):
        a_case(article=article, kind=kind)
    assert "<title>(3) The desk |" in at_the_desk.get(reverse("desk")).content.decode()
    page = at_the_desk.get(reverse("desk"), {"kind": "spam"})
    assert "<title>(1) The desk |" in page.content.decode()

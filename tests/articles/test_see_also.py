"""What to read on: the editor's choice in the editor's order, then the closest, five at most."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import related
from articles.models import Article, SeeAlso
from tests.builders import a_section, a_topic, an_article

pytestmark = pytest.mark.django_db


def headlines(article: Article) -> list[str]:
    pks = related.to(article, timezone.now())
    found = Article.objects.in_bulk(pks)
    return [found[pk].headline for pk in pks]


def days_ago(days: float) -> dict[str, object]:
    return {"published_at": timezone.now() - timedelta(days=days)}


def test_the_editors_choice_comes_first_in_the_editors_order() -> None:
    story = an_article(topics=(a_topic(),))
    an_article(headline="Closest", topics=(a_topic(),))
    for position, headline in ((2, "Second"), (1, "First")):
        chosen = an_article(headline=headline, section=a_section(name="Sport"), **days_ago(900))
        SeeAlso.objects.create(article=story, related=chosen, position=position)
    assert headlines(story) == ["First", "Second", "Closest"]


def test_more_shared_topics_are_closer() -> None:
    bridges, trams = a_topic(name="Bridges"), a_topic(name="Trams")
    story = an_article(topics=(bridges, trams), section=a_section(name="Sport"))
    an_article(headline="Bridges", topics=(bridges,), **days_ago(2))
    an_article(headline="Bridges and trams", topics=(bridges, trams), **days_ago(3))
    an_article(headline="Neither", **days_ago(1))
    assert headlines(story) == ["Bridges and trams", "Bridges"]


def test_of_two_as_close_the_nearer_in_time_comes_first() -> None:
    story = an_article(topics=(a_topic(),), **days_ago(400))
    an_article(headline="Yesterday", topics=(a_topic(),), **days_ago(1))
    an_article(headline="The same week", topics=(a_topic(),), **days_ago(404))
    assert headlines(story) == ["The same week", "Yesterday"]


def test_the_newest_of_the_section_fill_up() -> None:
    story = an_article()
    an_article(headline="Old", **days_ago(9))
    an_article(headline="New", **days_ago(1))
    an_article(headline="Elsewhere", section=a_section(name="Sport"))
    assert headlines(story) == ["New", "Old"]


def test_five_are_enough_and_none_comes_twice_nor_itself() -> None:
    story = an_article(topics=(a_topic(),))
    others = [an_article(topics=(a_topic(),)) for _ in range(8)]
    SeeAlso.objects.create(article=story, related=others[3])
    found = related.to(story, timezone.now())
    assert len(found) == len(set(found)) == 5
    assert found[0] == others[3].pk
    assert story.pk not in found


def test_an_editor_who_chose_six_gets_five() -> None:
    story = an_article()
    chosen = [an_article() for _ in range(6)]
    for position, each in enumerate(chosen):
        SeeAlso.objects.create(article=story, related=each, position=position)
    assert related.to(story, timezone.now()) == [each.pk for each in chosen[:5]]

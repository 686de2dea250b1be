"""What has not been published, or is no longer, is nowhere."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Placement, SeeAlso
from tests.builders import a_section, a_topic, an_article, an_author

HEADLINE = "The mayor has not yet resigned"


def a_draft(**fields: object) -> Article:
    return an_article(headline=HEADLINE, state=Article.State.DRAFT, **fields)


def a_scheduled_article(**fields: object) -> Article:
    return an_article(
        headline=HEADLINE, published_at=timezone.now() + timedelta(minutes=5), **fields
    )


def a_withdrawn_article(**fields: object) -> Article:
    article = an_article(headline=HEADLINE, **fields)
    article.state = Article.State.DRAFT
    article.save(update_fields=["state"])
    return article


@pytest.fixture(params=[a_draft, a_scheduled_article, a_withdrawn_article])
def unpublished(request: pytest.FixtureRequest, db: None) -> Article:
    story = request.param(topics=(a_topic(),), authors=(an_author(slug="ada"),))
    SeeAlso.objects.create(article=an_article(slug="beside", topics=(a_topic(),)), related=story)
    Placement.objects.create(
        article=story, slot="lead", starts_at=timezone.now() - timedelta(days=1)
    )
    return story


def test_its_own_address_answers_as_if_it_had_never_been(
    client: Client, unpublished: Article
) -> None:
    address = unpublished.path or reverse("article", args=["2026", "11", "23", unpublished.slug])
    page = client.get(address)
    assert page.status_code == 404
    assert HEADLINE not in page.text


@pytest.mark.parametrize(
    ("page", "which"),
    [
        ("front", []),
        ("section", ["city"]),
        ("topic", ["bridges"]),
        ("author", ["ada"]),
        ("feed", []),
        ("section_feed", ["city"]),
        ("topic_feed", ["bridges"]),
        ("author_feed", ["ada"]),
    ],
)
def test_no_list_names_it(
    client: Client, unpublished: Article, page: str, which: list[str]
) -> None:
    answer = client.get(reverse(page, args=which))
    assert answer.status_code == 200
    assert HEADLINE not in answer.text


def test_no_other_story_leads_to_it(client: Client, unpublished: Article) -> None:
    page = client.get(Article.objects.get(slug="beside").path)
    assert page.status_code == 200
    assert HEADLINE not in page.text


def test_it_appears_by_itself_when_its_time_has_come(client: Client, db: None) -> None:
    story = a_scheduled_article(section=a_section())
    Article.objects.filter(pk=story.pk).update(published_at=timezone.now() - timedelta(seconds=1))
    assert HEADLINE in client.get("/").text
    assert HEADLINE in client.get(story.path).text


def test_a_reader_does_not_see_a_preview(client: Client, reader: object, db: None) -> None:
    story = a_draft()
    client.force_login(reader)  # type: ignore[arg-type]
    assert client.get(reverse("draft", args=[story.pk])).status_code == 404


def test_a_stranger_is_asked_to_sign_in_whether_there_is_a_draft_or_not(
    client: Client, db: None
) -> None:
    story = a_draft()
    there = client.get(reverse("draft", args=[story.pk]))
    not_there = client.get(reverse("draft", args=[story.pk + 1]))
    assert there.status_code == not_there.status_code == 302


def test_an_editor_sees_what_a_draft_will_look_like(
    client: Client, administrator: object, unpublished: Article
) -> None:
    client.force_login(administrator)  # type: ignore[arg-type]
    page = client.get(reverse("draft", args=[unpublished.pk]))
    assert HEADLINE in page.text
    assert "Preview: readers do not see this" in page.text
    assert "no-store" in page["Cache-Control"]


def test_the_preview_of_a_public_story_is_the_story(
    client: Client, administrator: object, article: Article
) -> None:
    client.force_login(administrator)  # type: ignore[arg-type]
    page = client.get(reverse("draft", args=[article.pk]))
    assert page["Location"] == article.path

"""An address that readers know leads to the article for ever."""

from datetime import UTC, datetime, timedelta

from django.test import Client
from django.utils import timezone

from articles import edition
from articles.models import Article, Redirect
from tests.builders import an_article


def test_it_stays_when_the_publication_time_is_changed(client: Client, db: None) -> None:
    story = an_article(slug="bridge", published_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    story.published_at = timezone.now() - timedelta(minutes=1)
    story.save(update_fields=["published_at"])
    assert story.path == "/2026/03/01/bridge/"
    assert client.get("/2026/03/01/bridge/").status_code == 200


def test_a_new_slug_leads_on_from_the_old_one(client: Client, article: Article) -> None:
    before = article.path
    article.slug = "the-bridge-is-open"
    article.save(update_fields=["slug"])
    answer = client.get(before)
    assert answer.status_code == 301
    assert answer["Location"] == article.path


def test_two_new_slugs_lead_on_in_one_step(client: Client, article: Article) -> None:
    first = article.path
    for slug in ("second", "third"):
        article.slug = slug
        article.save(update_fields=["slug"])
    assert client.get(first)["Location"] == article.path


def test_an_address_that_two_articles_had_leads_to_the_one_that_had_it_last(
    client: Client, article: Article
) -> None:
    """From the time before an article could not take such an address."""
    shared, slug = article.path, article.slug
    article.slug = "renamed"
    article.save(update_fields=["slug"])
    later = an_article(slug=slug, published_at=article.published_at)
    assert client.get(shared).status_code == 200
    later.slug = "renamed-too"
    later.save(update_fields=["slug"])
    edition.bump()
    assert client.get(shared)["Location"] == later.path
    assert client.get(article.path).status_code == 200


def test_the_address_of_an_old_system_leads_on(client: Client, article: Article) -> None:
    Redirect.objects.create(path="/2011/04/the-bridge/", article=article)
    for spelling in ("/2011/04/the-bridge/", "/2011/04/the-bridge", "/2011/04/the-bridge/?utm=x"):
        answer = client.get(spelling)
        assert (answer.status_code, answer["Location"]) == (301, article.path), spelling


def test_the_number_of_an_old_system_leads_on(client: Client, article: Article) -> None:
    Redirect.objects.create(path="/?p=1234", article=article)
    assert client.get("/?p=1234")["Location"] == article.path
    assert client.get("/?p=1235").status_code == 200


def test_an_old_address_does_not_give_a_withdrawn_story_away(
    client: Client, article: Article
) -> None:
    Redirect.objects.create(path="/old/", article=article)
    article.state = Article.State.DRAFT
    article.save(update_fields=["state"])
    assert client.get("/old/").status_code == 404


def test_a_day_that_does_not_exist_is_no_error(client: Client, db: None) -> None:
    assert client.get("/2026/02/30/bridge/").status_code == 404
    assert client.get("/2026/13/01/bridge/").status_code == 404


def test_a_slug_in_any_script_is_found(client: Client, db: None) -> None:
    story = an_article(headline="Мост открыт", slug="мост-открыт", language="ru")
    page = client.get(story.path)
    assert '<article class="article" lang="ru"' in page.text

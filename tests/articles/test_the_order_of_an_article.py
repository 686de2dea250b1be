"""What a reader meets, from the top of an article to its foot."""

from django.test import Client

from articles.models import Article, SeeAlso, WebLink
from tests.builders import a_topic, an_article, an_author


def test_headline_standfirst_byline_body_see_also_and_the_web(
    client: Client, article: Article
) -> None:
    story = an_article(
        headline="Headline & all",
        standfirst="A standfirst",
        dateline="LISBON",
        body="<p>The body.</p>",
        authors=(an_author(name="Ada Keys"),),
        topics=(a_topic(),),
    )
    SeeAlso.objects.create(article=story, related=article)
    WebLink.objects.create(title="Elsewhere", url="https://example.org", source="Them")
    page = client.get(story.path).text
    met = (
        '<h1 class="headline">Headline &amp; all</h1>',
        '<p class="standfirst">A standfirst</p>',
        "Ada Keys</a>",
        '<span class="dateline">LISBON</span> — The body.',
        "Bridges</a>",
        "See also",
        "The old bridge reopens",
        "From the Web",
        "Elsewhere",
    )
    places = [page.index(each) for each in met]
    assert places == sorted(places)


def test_machines_are_told_its_one_address_and_its_subject(
    client: Client, article: Article
) -> None:
    page = client.get(f"{article.path}?utm_source=x").text
    assert f'<link rel="canonical" href="http://localhost:8000{article.path}">' in page
    assert '<meta property="og:title" content="The old bridge reopens">' in page
    assert '<meta property="og:type" content="article">' in page


def test_a_stranger_gets_neither_cookie_nor_token(client: Client, article: Article) -> None:
    for address in ("/", article.path, "/section/city/"):
        page = client.get(address)
        assert not page.cookies
        assert "csrfmiddlewaretoken" not in page.text


def test_nothing_stands_inline_and_nothing_comes_from_elsewhere(
    client: Client, article: Article
) -> None:
    page = client.get(article.path).text
    assert "style=" not in page
    assert "<style" not in page
    assert 'src="http' not in page


def test_a_lost_reader_is_offered_the_news_and_the_sections(
    client: Client, article: Article
) -> None:
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    assert "There is no page at this address" in page.text
    assert f'<a href="{article.path}"' in page.text
    assert '<a href="/section/city/"' in page.text

"""Where the paper and the conversation meet: the article page, cards, the front page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments import switch
from comments.models import Mode, Scope
from tests.builders import a_comment, a_section, an_article, an_author


@pytest.fixture
def stories(db):
    """`stories(3)`: so many articles of one author, each with two comments."""

    def made(number):
        author = an_author(slug="wanda")
        return [commented(an_article(authors=(author,))) for _ in range(number)]

    return made


def commented(article, number=2):
    for _ in range(number):
        a_comment(article=article)
    return article


def hide(**scope):
    switch.suspend(Scope(**scope), mode=Mode.HIDDEN, cause="legal", reason="A trial.")


PAGES = ["/", "/section/city/", "/author/wanda/"]


@pytest.mark.parametrize("page", PAGES)
def test_a_card_says_how_many_comments_there_are_and_leads_to_them(client, stories, page):
    [story] = stories(1)
    text = client.get(page).text
    assert f'href="{story.path}#comments"' in text
    assert ">2 comments</a>" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_card_says_nothing_where_nobody_has_written_or_nothing_is_to_be_read(
    client, stories, page
):
    [story] = stories(1)
    an_article(section=a_section(name="City"))
    hide(article=story)
    assert "comment-count" not in client.get(page).text


def test_one_comment_is_not_comments(client, article):
    a_comment(article=article)
    assert ">1 comment</a>" in client.get("/").text


def test_the_front_page_names_what_readers_speak_of_most(client, stories):
    quiet, busy, hidden = stories(3)
    commented(busy, 3)
    commented(hidden, 9)
    hide(article=hidden)
    page = client.get("/")
    assert page.context["discussed"] == [busy, quiet]
    assert "Most discussed" in page.text


def test_a_front_page_of_which_nobody_speaks_has_no_such_list(client, article):
    assert "Most discussed" not in client.get("/").text


@pytest.mark.parametrize(
    ("page", "queries"), [("/", 8), ("/section/city/", 7), ("/author/wanda/", 7)]
)
@pytest.mark.parametrize("number", [1, 3])
def test_a_page_of_cards_costs_the_same_for_one_and_for_many(
    client, stories, number, page, queries, django_assert_num_queries
):
    stories(number)
    client.get(page)
    with django_assert_num_queries(queries):
        Client().get(page)


@pytest.mark.parametrize("number", [1, 3, 40])
@pytest.mark.parametrize(("signed_in", "queries"), [(False, 5), (True, 10)])
def test_an_article_costs_the_same_however_much_is_said_under_it(
    client, article, reader, number, signed_in, queries, django_assert_num_queries
):
    for _ in range(number):
        commented(article, 1)
        second = a_comment(article=article, parent=a_comment(article=article))
        a_comment(article=article, parent=second)
    client.get(article.path)
    again = Client()
    if signed_in:
        again.force_login(reader)
    with django_assert_num_queries(queries):
        again.get(article.path)


def test_a_draft_has_no_conversation_yet(client, editor):
    coming = an_article(published_at=timezone.now() + timedelta(days=1))
    client.force_login(editor)
    page = client.get(coming.path)
    assert page.status_code == 200
    assert 'id="comments"' not in page.text


def test_the_page_of_a_reader_is_kept_by_no_cache_between(client, article, reader):
    client.force_login(reader)
    assert client.get(article.path)["Cache-Control"] == "private, no-cache"


def test_an_empty_conversation_invites(client, article):
    assert "Nobody has written here yet. What do you think?" in client.get(article.path).text


def test_a_closed_conversation_stays_readable_under_its_notice(client, article):
    a_comment(article=article)
    switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason="A flood.")
    page = client.get(article.path).text
    assert page.index("commenting-notice") < page.index("I crossed it this morning.")
    assert "<textarea" not in page
    assert "/reply/" not in page
    assert "/report/" in page

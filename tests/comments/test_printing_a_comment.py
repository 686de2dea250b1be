"""A comment is rendered once for whatever it shows, and a reader's own never for others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments import posting, printing
from comments.models import Comment
from tests.builders import a_comment

OWN = ("/text/", "/deletion/", "Waiting for a moderator")


@pytest.fixture(autouse=True)
def nothing_rendered_yet():
    printing._rendered.cache_clear()


@pytest.fixture
def readers_page(reader):
    def page(article) -> str:
        client = Client()
        client.force_login(reader)
        return client.get(article.path).text

    return page


def made() -> int:
    return printing._rendered.cache_info().misses


def test_a_page_that_differs_by_one_comment_has_that_one_rendered(client, article):
    for _ in range(5):
        a_comment(article=article)
    client.get(article.path)
    before = made()
    a_comment(article=article)
    client.get(article.path)
    assert made() - before == 1


def test_a_signed_in_reader_shares_what_is_the_same_for_all(client, article, readers_page, reader):
    a_comment(article=article)
    client.get(article.path)
    before = made()
    readers_page(article)
    assert made() == before
    a_comment(article=article, author=reader)
    client.get(article.path)
    before = made()
    readers_page(article)  # the reader's own can be changed
    assert made() - before == 1


@pytest.mark.parametrize("first", ["its author", "a stranger"])
def test_what_is_for_one_reader_gets_to_no_other(client, article, reader, readers_page, first):
    own = a_comment(article=article, author=reader)
    a_comment(article=article, author=reader, status="held", parent=own)
    if first == "its author":
        readers_page(article)
    page = Client().get(article.path).text
    assert [word for word in OWN if word in page] == []
    assert all(word in readers_page(article) for word in OWN)


def test_what_was_changed_is_shown_at_once(client, article, reader):
    own = a_comment(article=article, author=reader, text="I walked.")
    client.get(article.path)
    posting.edit(own, "I swam.", by=reader)
    page = client.get(article.path).text
    assert "I swam." in page
    assert "I walked." not in page
    assert ">edited</span>" in page


def test_a_comment_can_be_changed_no_longer_once_its_time_is_over(
    article, reader, readers_page, monkeypatch
):
    a_comment(article=article, author=reader)
    assert "/text/" in readers_page(article)
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "/text/" not in readers_page(article)


def test_a_long_branch_takes_no_room(client, article):
    root = a_comment(article=article)
    Comment.objects.filter(pk=root.pk).update(html="<p>" + "word " * 5_000 + "</p>")
    client.get(article.path)
    assert printing._rendered.cache_info().currsize == 0

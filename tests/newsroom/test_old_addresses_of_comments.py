"""`#comment-52`, linked to for years, leads to the same comment."""

from __future__ import annotations

import uuid
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import edition
from articles.models import Article
from comments.models import Comment, Thread
from tests.builders import a_comment, an_article
from tests.exports import CASES, a_post, a_word, an_export, brought_in

pytestmark = pytest.mark.django_db


def by_old_number(number: int) -> Comment:
    return Comment.objects.get(imported_from=f"wordpress:old.example:comment:{number}")


def found(client, article: Article, number: int) -> str:
    """Where the page ends that looks for the number, with its fragment."""
    answer = client.get(reverse("numbered_comment", args=[article.pk, number]), follow=True)
    return answer.redirect_chain[-1][0]


def test_a_comment_keeps_its_number(tmp_path, client):
    words = a_word(52, text="Old.") + a_word(1042, parent=52, text="Reply.")
    brought_in(an_export(tmp_path, a_post(link="https://old.example/old/", inside=words)))
    answer = client.get("/old/", follow=True)
    assert answer.redirect_chain[-1][1] == 301
    assert 'id="comment-52"' in answer.text
    assert 'id="comment-1042"' in answer.text


@pytest.mark.parametrize(
    "old",
    ["/old-tram/comment-page-2/", "/old-tram/feed/", "/old-tram/amp/", "/?p=7&cpage=2",
     "/?p=7", "/old-tram/?replytocom=52"],
)  # fmt: skip
def test_an_address_of_a_part_leads_to_the_article(tmp_path, client, old):
    item = a_post(link="https://old.example/old-tram/").replace(
        "<wp:post_id>", "<guid>https://old.example/?p=7</guid><wp:post_id>"
    )
    brought_in(an_export(tmp_path, item))
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, Article.objects.get().path)


def test_a_page_of_a_conversation_leads_to_an_article_that_kept_its_address(tmp_path, client):
    brought_in(an_export(tmp_path, a_post()))
    answer = client.get("/2019/05/06/the-tram-returns/comment-page-3/")
    assert (answer.status_code, answer["Location"]) == (301, Article.objects.get().path)


@pytest.mark.parametrize(
    "path", ["/2019/13/41/x/feed/", "/9999/99/99/x/feed/", "/x/feed/", "/feed"]
)
def test_no_address_makes_the_page_fail(client, path):
    assert client.get(path).status_code in (301, 404)


def test_what_readers_write_later_takes_no_old_number(tmp_path, reader):
    words = a_word(40) + a_word(60, kind="pingback")
    brought_in(an_export(tmp_path, a_post(inside=words)))
    assert a_comment(article=Article.objects.get(), author=reader).pk > 60


def test_a_number_that_is_taken_here_is_found_all_the_same(tmp_path, client, reader):
    other = an_article()
    Comment.objects.bulk_create([
        Comment(pk=52, thread=Thread.objects.of(other), author=reader, text="Ours.", html="Ours.",
                status="published", created_at=timezone.now(), token=uuid.uuid4()),
    ])  # fmt: skip
    brought_in(an_export(tmp_path, a_post(inside=a_word(52, text="Theirs."))))
    article = Article.objects.get(imported_from__isnull=False)
    theirs = by_old_number(52)
    assert theirs.pk != 52
    place = f"{article.path}?comment={theirs.pk}#comment-{theirs.pk}"
    assert found(client, article, 52) == place
    assert found(client, other, 52) == f"{other.path}?comment=52#comment-52"


def test_a_number_of_another_article_leads_to_no_comment(tmp_path, client):
    posts = a_post(7, inside=a_word(52)), a_post(8, inside=a_word(53))
    brought_in(an_export(tmp_path, *posts))
    article = by_old_number(53).thread.article
    assert found(client, article, 52) == f"{article.path}#comments"
    assert found(client, article, 10**18) == f"{article.path}#comments"


def test_a_draft_says_nothing_of_its_comments(tmp_path, client):
    brought_in(an_export(tmp_path, a_post(status="private", inside=a_word(52))))
    article = Article.objects.get()
    assert client.get(reverse("numbered_comment", args=[article.pk, 52])).status_code == 404


def test_a_number_beyond_reason_is_not_kept(tmp_path, reader):
    words = a_word(52).replace("<wp:comment_id>52", "<wp:comment_id>9223372036854775807")
    brought_in(an_export(tmp_path, a_post(inside=words)))
    assert Comment.objects.get().pk < 10**9
    assert a_comment(article=Article.objects.get(), author=reader).pk < 10**9


def test_only_what_was_imported_asks_for_old_numbers(tmp_path, client, article):
    brought_in(an_export(tmp_path, a_post(inside=a_word(52))))
    imported = Article.objects.get(imported_from__isnull=False)
    page = client.get(imported.path).text
    assert f'data-numbered-comment="/conversation/{imported.pk}/0/"' in page
    assert "js/numbered-comment" in page
    assert "numbered-comment" not in client.get(article.path).text


def test_an_imported_page_asks_the_database_no_more(tmp_path, client):
    brought_in(an_export(tmp_path, a_post(inside="".join(map(a_word, range(1, 30))))))
    path = Article.objects.get().path
    client.get(an_article().path)  # what is asked once in a process
    counts = []
    for origin in ("wordpress:old.example:post:7", None):
        Article.objects.filter(slug="the-tram-returns").update(imported_from=origin)
        edition.bump()
        with CaptureQueriesContext(connection) as captured:
            assert ("numbered-comment" in client.get(path).text) is bool(origin)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_recount_finds_nothing_wrong_after_an_import(tmp_path):
    words = a_word(1) + a_word(2, parent=1) + a_word(3, parent=2) + a_word(4, parent=3)
    brought_in(an_export(tmp_path, a_post(inside=words)))
    before = list(Comment.objects.order_by("pk").values_list("reply_count", flat=True))
    call_command("recount", stdout=StringIO())
    assert before == list(Comment.objects.order_by("pk").values_list("reply_count", flat=True))
    assert before == [3, 2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_a_reader_may_write_while_numbers_are_taken(reader):
    """On PostgreSQL the sequence has moved before the first old number is taken."""
    from comments.transfer import numbers  # noqa: PLC0415 - the one verb under test

    article = an_article()
    number = a_comment(article=article, author=reader).pk + 500
    with transaction.atomic():
        assert numbers.reserve({"old": number}) == {"old": number}
        assert a_comment(article=article, author=reader).pk == number + 1


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not at hand")
def test_the_case_of_old_permalinks(client):
    brought_in(CASES / "old-permalinks.xml")
    answer = client.get("/2019/05/monthly-slug/", follow=True)
    comment = answer.text.partition('id="comment-52"')[2]
    assert "Linked to by others as #comment-52" in comment

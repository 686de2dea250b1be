"""A paper of any size to try the site with holds together like one that people wrote."""

from __future__ import annotations

from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.utils import timezone

from articles.models import Article
from comments import markup, posting
from comments.models import Case, Comment, Decision, Fingerprint, Thread
from comments.screening import fingerprint
from newsroom.models import User
from newsroom.population import paper, people, sizes
from newsroom.population.phrases import Phrases
from tests.builders import a_comment, a_person, an_article

pytestmark = pytest.mark.django_db

Status = Comment.Status


def populate(articles=12, comments=400, **options):
    said = StringIO()
    call_command("populate", articles=articles, comments=comments, stdout=said, **options)
    return said.getvalue()


def recount():
    said = StringIO()
    call_command("recount", stdout=said)
    return said.getvalue().splitlines()


def written(since=0):
    rows = Comment.objects.filter(pk__gt=since).order_by("pk")
    return list(rows.values_list("text", "status", "level", "reply_count"))


def test_what_was_asked_for_is_there_and_told():
    said = populate()
    assert said.startswith("12 articles and 400 comments are in:")
    assert (Article.objects.count(), Comment.objects.count()) == (12, 400)
    assert not Comment.objects.filter(created_at__gt=timezone.now()).exists()
    assert not Comment.objects.filter(created_at__lt=F("thread__article__published_at")).exists()
    assert not Comment.objects.filter(created_at__lt=F("parent__created_at")).exists()


def test_the_same_seed_writes_the_same_and_another_something_else():
    populate(seed=7)
    first, last = written(), Comment.objects.order_by("pk").last().pk
    populate(seed=7)
    second, last_of_second = written(last), Comment.objects.order_by("pk").last().pk
    populate(seed=8)
    assert second == first
    assert written(last_of_second) != first


def test_nothing_is_left_to_recount():
    populate(comments=600)
    assert recount() == [
        "threads: all right",
        "comments: all right",
        "cases: all there",
        "queue: in order",
    ]
    assert Comment.objects.filter(level=3, reply_count__gt=0).exists()


def test_a_paper_that_people_wrote_stays_as_it_is(article, reader):
    kept = a_comment(article=article, author=reader)
    a_person(name="Agnes Abbot")
    populate()
    kept.refresh_from_db()
    assert (kept.author, kept.reply_count, Thread.objects.get(article=article).comment_count) == (
        reader,
        0,
        1,
    )
    assert recount()[0] == "threads: all right"


def test_every_comment_that_did_not_simply_appear_has_the_rows_that_say_why(monkeypatch):
    monkeypatch.setattr("newsroom.population.fates.NEWEST", 1)
    populate()
    held = Comment.objects.filter(status=Status.HELD)
    assert held.exists()
    assert Case.objects.open().filter(comment__in=held).count() == held.count()
    assert not Case.objects.annotate(n=Count("causes")).filter(n=0).exists()
    assert not held.filter(findings=None).exists()
    rejected = Comment.objects.filter(status=Status.REJECTED)
    told = Decision.objects.filter(comment__in=rejected).exclude(reason="").exclude(statement="")
    assert told.count() == rejected.count() > 0
    assert not Decision.objects.filter(case__closed_at=None).exists()
    assert not Comment.objects.filter(status=Status.SPAM, decisions=None).exists()


def test_its_pages_can_be_read_from_front_to_the_last_reply(client):
    populate()
    busiest = Thread.objects.select_related("article").order_by("-comment_count").first()
    newest = busiest.comments.visible().filter(level=1).order_by("-created_at", "-pk")
    page = client.get(busiest.article.path).text
    places = [page.index(f'id="comment-{comment.pk}"') for comment in newest[:20]]
    assert places == sorted(places)
    assert client.get("/").status_code == 200
    assert busiest.article.headline in client.get(f"/section/{busiest.article.section.slug}/").text


def test_readers_and_editors_go_on_where_it_ends(reader):
    populate()
    article = an_article()
    comment = a_comment(article=article, author=reader, text="The first of my own.")
    assert comment.pk > 400
    mine = posting.Submission(article, reader, "And another one, sent by hand.", comment.token)
    assert posting.submit(mine).comment.pk > comment.pk


def test_nobody_can_sign_in_as_one_of_its_people():
    populate()
    people_made = User.objects.all()
    assert {person.has_usable_password() for person in people_made} == {False}
    assert not people_made.exclude(email=None).exclude(email__endswith="@example.org").exists()
    for person in people_made:
        kept = person.display_key
        person.save(update_fields=["display_name"])
        assert person.display_key == kept


def test_a_reader_whose_name_is_taken_gets_another(reader):
    pk = User.objects.order_by("pk").last().pk + 4
    taken = people._name(pk, Random(3))
    User.objects.filter(pk=reader.pk).update(
        display_name=taken, display_key=people.display_names.folded(taken)
    )
    [row] = people._accounts(range(pk, pk + 1), Random(3), timezone.now())
    assert row[2] == f"{taken} of {pk}"


def test_a_text_is_rendered_as_if_it_had_been_written():
    phrases, random = Phrases(Random(1)), Random(2)
    for text, html in (phrases.comment(random) for _ in range(300)):
        assert html == markup.render(text)
        assert len(text) <= posting.TEXT_MAX_CHARACTERS


def test_what_was_written_today_is_known_again():
    populate()
    kept = Fingerprint.objects.select_related("comment").first()
    made = fingerprint.of(kept.comment.text)
    assert (kept.exact, bytes(kept.sketch), kept.group) == (made.exact, made.sketch, kept.pk)


@pytest.mark.parametrize(
    ("articles", "comments"), [(1, 0), (1, 7), (3, 2), (100, 10_000), (2, 200_000)]
)
def test_threads_are_as_long_as_all_their_comments(articles, comments):
    lengths = sizes.threads(articles, comments)
    assert (len(lengths), sum(lengths)) == (articles, comments)
    assert lengths == sorted(lengths, reverse=True)


def test_a_few_threads_are_very_long_and_many_are_empty():
    lengths = sizes.threads(1_000, 100_000)
    assert lengths[0] > 9_000
    assert lengths[500] < 50
    assert lengths.count(0) == 350


def test_a_paper_without_readers_can_be_asked_for_but_no_comment_without_an_article():
    populate(articles=2, comments=0)
    assert (Article.objects.count(), Comment.objects.count()) == (2, 0)
    with pytest.raises(CommandError, match=r"^Comments stand under articles: ask for at least one"):
        populate(articles=0, comments=5)
    with pytest.raises(CommandError, match="numbers from 0 upwards"):
        populate(articles=-1)


def test_a_paper_of_many_seasons_is_one(monkeypatch):
    monkeypatch.setattr(paper, "SEASON", 50)
    populate()
    assert Comment.objects.count() == 400
    assert recount()[1] == "comments: all right"

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments.models import Case, Comment, Report, Thread
from tests.builders import a_case, a_comment, an_article


def recount() -> list[str]:
    said = StringIO()
    call_command("recount", stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture
def branch(article):
    """Four deep, with a rejected one beside."""
    first = a_comment(article=article)
    second = a_comment(article=article, parent=first)
    third = a_comment(article=article, parent=second)
    fourth = a_comment(article=article, parent=third)
    a_comment(article=article, parent=first, status=Comment.Status.REJECTED)
    return [first, second, third, fourth]


def counts():
    return [
        *Comment.objects.order_by("pk").values_list("reply_count", flat=True),
        *Thread.objects.order_by("pk").values_list("comment_count", flat=True),
    ]


def test_counters_that_are_right_stay(branch):
    before = counts()
    assert recount() == [
        "threads: all right",
        "comments: all right",
        "cases: all there",
        "queue: in order",
    ]
    assert counts() == before


def test_counters_that_went_wrong_are_put_right_and_named(branch, article):
    before = counts()
    Comment.objects.update(reply_count=7)
    Thread.objects.update(comment_count=0)
    said = recount()
    assert counts() == before
    assert said[0] == f"thread {Thread.objects.get().pk}: said 0, has 4"
    assert f"comment {branch[0].pk}: said 7, has 3" in said
    assert said[-3] == "comments: 5 put right"


def test_a_paper_whose_readers_wrote_nothing_has_nothing_to_count(db):
    an_article()
    assert recount() == [
        "threads: all right",
        "comments: all right",
        "cases: all there",
        "queue: in order",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_right_costs_five_queries_however_much_there_is(
    number, article, django_assert_num_queries
):
    for _ in range(number):
        a_comment(article=article)
    with django_assert_num_queries(5):
        recount()


def test_what_is_held_or_reported_and_has_no_case_gets_one(article, reader):
    held = a_comment(article=article, status="held")
    reported = a_comment(article=article)
    Report.objects.file(reported, reader, reason="hate", text="", at=timezone.now())
    assert recount()[-2] == "cases: 2 opened"
    kinds = dict(Case.objects.open().values_list("comment", "kind"))
    assert kinds == {held.pk: Case.Kind.HELD, reported.pk: Case.Kind.REPORTED}
    assert recount()[-2] == "cases: all there"


def test_cases_that_stand_in_the_wrong_place_of_the_queue_are_put_right(article):
    seen, unseen = a_case(article=article, kind="reported"), a_case(article=article)
    Case.objects.update(precedence=0, score=7, reach=4)
    assert recount()[-1] == "queue: 2 put in order"
    places = Case.objects.order_by("pk").values_list("pk", "precedence", "score", "reach")
    assert list(places) == [(seen.pk, 1, 0, 2), (unseen.pk, 2, 0, 0)]
    assert recount()[-1] == "queue: in order"

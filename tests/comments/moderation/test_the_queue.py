from datetime import timedelta

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from articles.models import Placement
from comments.models import Case
from comments.models.case import CLAIM
from comments.moderation import queue
from comments.moderation.queue import Filters, Place
from tests.builders import a_case, a_comment, a_person, a_section, an_article

NOW = timezone.now()


def order(**filters):
    rows, _ = queue.listed(Filters(**filters))
    return rows


@pytest.fixture
def old_article(db):
    return an_article(published_at=NOW - timedelta(days=300))


def test_what_readers_see_on_the_front_page_comes_before_what_nobody_sees(old_article):
    held = a_case(article=old_article, at=NOW - timedelta(hours=1))
    front = an_article()
    Placement.objects.create(article=front, slot="lead", starts_at=NOW - timedelta(hours=1))
    reported = a_case(article=front, kind="reported", at=NOW)
    assert order() == [reported, held]


def test_of_two_reports_the_one_that_more_readers_can_see_comes_first(old_article):
    archive = a_case(article=old_article, kind="reported", at=NOW - timedelta(minutes=1))
    fresh = a_case(article=an_article(), kind="reported", at=NOW)
    front_page = an_article()
    Placement.objects.create(article=front_page, slot="lead", starts_at=NOW - timedelta(hours=1))
    lead = a_case(article=front_page, kind="reported", at=NOW)
    assert order() == [lead, fresh, archive]


def test_a_grave_finding_comes_before_a_mild_one_and_age_counts(old_article):
    mild = a_case(article=old_article, at=NOW)
    grave = a_case(article=old_article, at=NOW, severity=4)
    forgotten = a_case(article=old_article, at=NOW - timedelta(days=1))
    assert order() == [forgotten, grave, mild]


def test_a_second_cause_joins_the_open_case_and_makes_it_more_pressing(article):
    case = a_case(article=article, kind="spam", causes=("links",), at=NOW)
    again = Case.objects.open_for(
        case.comment, Case.Kind.REPORTED, ["report_hate"], at=NOW, severity=3
    )
    case.refresh_from_db()
    assert again == case
    assert case.kind == Case.Kind.REPORTED
    assert case.due_at < NOW + timedelta(hours=2)
    assert {cause.name for cause in case.causes.all()} == {"links", "report_hate"}
    assert Case.objects.count() == 1


def test_a_milder_cause_never_makes_a_case_less_pressing(article):
    case = a_case(article=article, kind="legal", at=NOW)
    before = case.due_at
    Case.objects.open_for(case.comment, Case.Kind.HELD, ["noise"], at=NOW + timedelta(hours=5))
    case.refresh_from_db()
    assert (case.kind, case.due_at) == (Case.Kind.LEGAL, before)


def test_two_moderators_never_have_the_same_case(article, moderator):
    first, second = a_case(article=article, at=NOW), a_case(article=article, at=NOW)
    colleague = a_person(group="Moderators")
    assert queue.take_next(moderator, Filters(), NOW) == first
    assert queue.take_next(colleague, Filters(), NOW) == second
    assert queue.take_next(a_person(group="Moderators"), Filters(), NOW) is None


def test_a_claim_ends_by_itself(article, moderator):
    case = a_case(article=article, at=NOW)
    queue.take_next(moderator, Filters(), NOW)
    colleague = a_person(group="Moderators")
    assert queue.take_next(colleague, Filters(), NOW + CLAIM - timedelta(seconds=1)) is None
    assert queue.take_next(colleague, Filters(), NOW + CLAIM) == case
    assert not queue.take(case, moderator, NOW + CLAIM)


def test_what_is_given_back_goes_to_the_next(article, moderator):
    case = a_case(article=article, at=NOW)
    queue.take_next(moderator, Filters(), NOW)
    Case.objects.release(moderator)
    assert queue.take_next(a_person(group="Moderators"), Filters(), NOW) == case


def test_nobody_is_given_a_case_about_their_own_comment(article, moderator):
    a_case(article=article, author=moderator, at=NOW)
    assert queue.take_next(moderator, Filters(), NOW) is None


def test_the_one_in_hand_stays_in_hand_and_the_next_is_another(article, moderator):
    first, second = a_case(article=article, at=NOW), a_case(article=article, at=NOW)
    assert queue.take_next(moderator, Filters(), NOW) == first
    assert queue.take_next(moderator, Filters(), NOW) == first
    assert queue.take_next(moderator, Filters(), NOW, but=first.pk) == second


def test_skipping_goes_on_behind_what_was_skipped(article, moderator):
    cases = [a_case(article=article, at=NOW + timedelta(seconds=n)) for n in range(3)]
    place = Place.read(str(Place.of(cases[0])))
    assert queue.take_next(moderator, Filters(), NOW, after=place) == cases[1]
    assert queue.take_next(moderator, Filters(), NOW, after=Place.of(cases[2])) is None


@pytest.mark.parametrize(
    "written", ["", "nonsense", "1", "9" * 400, "1.2", "7.2.3", "1.2.3.4", "1.2.x"]
)
def test_a_place_that_is_none_begins_at_the_front(written):
    assert Place.read(written) is None


def test_the_queue_narrows_by_kind_section_article_cause_language_author_and_words(db):
    sport = a_section(name="Sport")
    article = an_article(section=sport, language="de")
    wanted = a_case(
        article=article, kind="reported", causes=("report_spam",), text="Buy these boots today."
    )
    a_case(kind="held", causes=("words",), text="A calm remark.")
    for filters in (
        {"kind": "reported"},
        {"section": str(sport.pk)},
        {"article": str(article.pk)},
        {"cause": "report_spam"},
        {"language": "de"},
        {"author": str(wanted.author_id)},
        {"q": "BOOTS"},
        {"q": wanted.author.display_name},
    ):
        assert order(**filters) == [wanted], filters
        assert queue.count(Filters(**filters)) == 1


def test_the_queue_narrows_by_how_many_can_see_it_and_by_the_score(db):
    mild, grave, seen = a_case(), a_case(), a_case(kind="reported")
    Case.objects.filter(pk=grave.pk).update(score=120)
    for filters, wanted in (
        ({"score": "120"}, [grave]),
        ({"score": "121"}, []),
        ({"reach": "1"}, [seen]),
        ({"reach": "4"}, []),
        ({}, [seen, mild, grave]),
    ):
        assert order(**filters) == wanted, filters


@pytest.mark.parametrize(
    ("written", "read"),
    [("50", "50"), ("0", ""), ("007", "7"), ("-1", ""), ("x", ""), ("9" * 18, "99999")],
)
def test_a_score_that_is_none_narrows_nothing(written, read):
    assert Filters.read({"score": written}).score == read
    assert Filters.read({"reach": "3"}) == Filters.read({"reach": "0"}) == Filters()


def test_filters_come_back_from_the_address_as_they_went_in():
    filters = Filters(kind="held", section="3", q="a & b")
    assert Filters.read(QueryDict(filters.query)) == filters
    assert Filters.read({"kind": "nonsense", "section": "x", "article": "-1"}) == Filters()


def test_a_list_goes_on_where_it_ended(article):
    cases = [a_case(article=article, at=NOW + timedelta(seconds=n)) for n in range(45)]
    rows, place = queue.listed(Filters())
    rest, end = queue.listed(Filters(), after=place)
    assert rows + rest == cases
    assert end is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_for_one_and_for_three(
    number, article, django_assert_num_queries
):
    for _ in range(number):
        a_case(article=article)
    with django_assert_num_queries(3):  # the cases, their causes, to whom they are assigned
        rows, _ = queue.listed(Filters())
        assert [cause.name for row in rows for cause in row.causes.all()] == ["words"] * number


def test_a_comment_has_one_open_case_and_any_number_of_closed_ones(article, moderator):
    case = a_case(article=article)
    with transaction.atomic():
        Case.objects.filter(pk=case.pk).close(moderator, NOW)
    again = Case.objects.open_for(case.comment, Case.Kind.HELD, ["words"], at=NOW)
    assert again != case
    assert Case.objects.open_of([case.comment_id]) == {case.comment_id: again.pk}
    assert a_comment(article=article).pk not in Case.objects.open_of([])

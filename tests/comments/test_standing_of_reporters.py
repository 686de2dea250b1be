"""What a report counts, and when reports alone take a comment out of sight."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import reporting
from comments.models import Case, Comment, Decision, Limit, Report, Thread
from tests.builders import a_comment, a_person

YEAR = timedelta(days=365)


def a_reporter(*, age=YEAR, upheld=0, dismissed=0):
    person = a_person(date_joined=timezone.now() - age)
    for number in range(upheld + dismissed):
        Report.objects.create(
            comment=a_comment(article=a_reporter.article), reporter=person, reason="spam",
            made_at=timezone.now(), upheld=number < upheld,
        )  # fmt: skip
    return person


@pytest.fixture(autouse=True)
def somewhere(request):
    if "article" in request.fixturenames:
        a_reporter.article = request.getfixturevalue("article")


def report(comment, by, reason="attack"):
    return reporting.report(comment, by=by, reason=reason, text="", at=timezone.now())


def reported(comment, times, **reporter):
    for _ in range(times):
        report(comment, a_reporter(**reporter))
    comment.refresh_from_db()
    return comment


def trusted():
    return a_person(is_staff=True)


# The weight of one


@pytest.mark.parametrize(
    ("upheld", "settled", "is_new", "counts"),
    [(0, 0, False, 1.0), (0, 0, True, 0.5), (8, 8, False, 1.8), (0, 8, False, 0.36),
     (8, 8, True, 0.5), (0, 8, True, 0.36)],
)  # fmt: skip
def test_a_report_counts_by_its_reporters_record(upheld, settled, is_new, counts):
    assert reporting.weight(upheld, settled, is_new=is_new) == pytest.approx(counts)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.booleans())
def test_nobody_counts_for_nothing_and_nobody_for_more_than_two(upheld, dismissed, is_new):
    settled = upheld + dismissed
    counts = reporting.weight(upheld, settled, is_new=is_new)
    assert 0.2 <= counts <= 2
    assert counts <= reporting.weight(upheld + 1, settled + 1, is_new=is_new)
    assert counts >= reporting.weight(upheld, settled + 1, is_new=is_new)


def test_a_record_is_what_was_decided_on(article):
    person = a_reporter(upheld=2, dismissed=1)
    report(a_comment(article=article), person)
    assert Report.objects.record_of(person) == (2, 3)
    assert Report.objects.record_of(a_person()) == (0, 0)


# The case


def test_each_report_opens_the_case_or_joins_it(article):
    comment = a_comment(article=article)
    for reason in ("spam", "hate", "spam"):
        report(comment, a_reporter(), reason)
    case = Case.objects.open().get()
    assert (case.comment, case.kind) == (comment, Case.Kind.REPORTED)
    assert [cause.name for cause in case.causes.all()] == ["spam", "hate"]


def test_a_grave_reason_presses_more_than_a_mild_one(article):
    mild, grave = a_comment(article=article), a_comment(article=article)
    report(mild, a_reporter(), "off_topic")
    report(grave, a_reporter(), "illegal")
    assert [case.comment for case in Case.objects.open().in_order()] == [grave, mild]


def test_a_second_report_of_one_reader_adds_nothing(article):
    comment, person = a_comment(article=article), a_reporter()
    first = report(comment, person, "spam")
    assert report(comment, person, "hate") == first
    assert [cause.name for cause in Case.objects.get().causes.all()] == ["spam"]


# The storm


def test_enough_reports_take_a_comment_out_of_sight_until_a_person_has_looked(client, article):
    parent = a_comment(article=article)
    comment = a_comment(article=article, parent=parent, text="You are all fools.")
    assert reported(comment, 4).is_published
    assert reported(comment, 1).is_held
    assert "You are all fools." not in client.get(article.path).text
    parent.refresh_from_db()
    assert (Thread.objects.get().comment_count, parent.reply_count) == (1, 0)


def test_new_accounts_need_twice_as_many(article):
    comment = a_comment(article=article)
    new = timedelta(hours=1)
    assert reported(comment, 9, age=new).is_published
    assert reported(comment, 1, age=new).is_held


def test_those_who_are_mostly_right_need_fewer(article):
    comment = a_comment(article=article)
    assert reported(comment, 3, upheld=8).is_held


def test_a_storm_of_newcomers_does_not_hide_a_trusted_authors_comment(article):
    calm, stormy = a_comment(article=article), a_comment(article=article, author=trusted())
    report(calm, a_reporter())
    assert reported(stormy, 12, age=timedelta(hours=1)).is_published
    assert [case.comment for case in Case.objects.open().in_order()] == [stormy, calm]


def test_what_a_moderator_has_approved_stays(article, moderator):
    comment = a_comment(article=article)
    Decision.objects.create(
        comment=comment, verb="approve", status_before="held", made_by=moderator,
        made_at=timezone.now(),
    )  # fmt: skip
    assert reported(comment, 6).is_published


def test_what_was_changed_since_it_was_approved_does_not_stay(article, moderator):
    comment = a_comment(article=article)
    Decision.objects.create(
        comment=comment, verb="approve", status_before="held", made_by=moderator,
        made_at=timezone.now(),
    )  # fmt: skip
    comment.edited_at = timezone.now()
    comment.save(update_fields=["edited_at"])
    assert reported(comment, 5).is_held


def test_reports_that_were_dismissed_count_no_more(article):
    comment = a_comment(article=article)
    reported(comment, 4)
    Report.objects.update(upheld=False)
    assert reported(comment, 4).is_published


@pytest.mark.parametrize(
    "limit", [{"settings": {"threshold": 0}}, {"is_on": False}, {"settings": {"threshold": 9}}]
)
def test_the_newsroom_says_how_many_or_never(article, limit):
    Limit.objects.create(name="reports", **limit)
    assert reported(a_comment(article=article), 6).is_published


def test_what_is_held_is_not_reported_again(article):
    comment = reported(a_comment(article=article), 5)
    assert report(comment, a_reporter()) is None
    assert Comment.objects.held().count() == 1


@pytest.mark.parametrize("times", [1, 3])
def test_a_report_costs_the_same_after_many(article, times, django_assert_num_queries):
    comment = a_comment(article=article)
    reported(comment, times)
    person = a_reporter()
    with django_assert_num_queries(QUERIES):
        report(comment, person)


# Savepoints, locks, the state of the switch; the report, its weight, its case.
QUERIES = 16


def test_whose_report_took_the_comment_out_of_sight_is_thanked(client, article):
    comment = reported(a_comment(article=article), 4)
    client.force_login(a_reporter())
    address = f"/comments/{comment.pk}/report/"
    page = client.post(address, {"reason": "attack"}, follow=True)
    assert page.status_code == 200
    assert "You have reported this comment: A personal attack." in page.text
    assert f'href="{article.path}#comments"' in page.text
    comment.refresh_from_db()
    assert comment.is_held
    client.force_login(a_person())
    assert client.get(address).status_code == 404

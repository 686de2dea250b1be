"""How far an author is trusted, and what stands in the way."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from comments import standing
from comments.models import Comment, Sanction, Thread
from tests.builders import a_comment

DAY = timedelta(days=1)


def wrote(person, article, count, *, status="published", ago=DAY):
    thread = Thread.objects.of(article)
    Comment.objects.bulk_create(
        Comment(
            thread=thread, author=person, text="A thought.", html="", status=status,
            created_at=timezone.now() - ago,
        )
        for _ in range(count)
    )  # fmt: skip


def known(person):
    return standing.with_history(person, timezone.now())


def test_a_stranger_and_an_account_that_was_ended_may_not_write(reader):
    reader.is_active = False
    for person in (AnonymousUser(), reader):
        assert not standing.of(person, timezone.now()).may_write


def test_a_new_account_is_a_newcomer(reader):
    its = known(reader)
    assert (its.is_newcomer, its.is_trusted) == (True, False)
    assert its.account_age < DAY


@pytest.mark.parametrize(
    ("approved", "rejected", "is_newcomer", "is_trusted"),
    [
        (2, 0, True, False),
        (3, 0, False, False),
        (3, 1, True, False),
        (6, 1, False, False),
        (20, 0, False, True),
        (20, 1, False, False),
        (30, 1, False, True),
    ],
)
def test_trust_is_earned_by_approved_comments_and_lost_by_rejected_ones(
    reader, article, approved, rejected, is_newcomer, is_trusted
):
    wrote(reader, article, approved)
    wrote(reader, article, rejected, status="rejected")
    its = known(reader)
    assert (its.approved, its.rejected) == (approved, rejected)
    assert (its.is_newcomer, its.is_trusted) == (is_newcomer, is_trusted)


def test_spam_counts_as_rejected_and_what_waits_or_was_deleted_as_nothing(reader, article):
    for status in ("spam", "held", "deleted"):
        wrote(reader, article, 1, status=status)
    its = known(reader)
    assert (its.approved, its.rejected) == (0, 1)


def test_rejections_of_long_ago_are_forgotten(reader, article):
    wrote(reader, article, 1, status="rejected", ago=91 * DAY)
    assert known(reader).rejected == 0


def test_staff_are_trusted_from_the_first_day(moderator):
    assert known(moderator).is_trusted


@pytest.mark.parametrize("comments", [1, 3, 120])
def test_a_long_history_costs_no_more_than_a_short_one(
    reader, article, comments, django_assert_num_queries
):
    wrote(reader, article, comments)
    with django_assert_num_queries(2):
        its = known(reader)
    assert its.approved == min(comments, standing.COUNTED)


def test_the_guard_asks_for_sanctions_alone(reader, article, django_assert_num_queries):
    a_comment(article=article, author=reader)
    with django_assert_num_queries(1):
        assert standing.of(reader, timezone.now()).may_write


def test_of_several_mutes_the_longest_stands_in_the_way(reader):
    now = timezone.now()
    for days in (7, 1):
        Sanction.objects.create(
            person=reader, kind="mute", reason="Insults.", starts_at=now - timedelta(days=8 - days),
            ends_at=now + timedelta(days=days),
        )  # fmt: skip
    assert standing.of(reader, now).in_the_way.ends_at == now + timedelta(days=7)


def test_the_gravest_stands_in_the_way(reader):
    now = timezone.now()
    for kind in ("warning", "ban", "premoderation"):
        Sanction.objects.create(person=reader, kind=kind, reason="Insults.", starts_at=now)
    assert standing.of(reader, now).in_the_way.kind == "ban"

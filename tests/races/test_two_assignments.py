"""Two who assign at once, and one who assigns while others take: on real connections."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from comments.models import Assignment, Case, Decision, DeskVisit, LogEntry
from comments.moderation import assignment, decisions, queue
from comments.moderation.queue import Filters
from tests.builders import a_case, a_person, an_article
from tests.races.test_two_decisions import at_once

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture(autouse=True)
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")


def moderators(number):
    return [a_person(group="Moderators") for _ in range(number)]


def assigning(case, person, by):
    def act():
        try:
            return assignment.assign_case(case, person, by=by, at=timezone.now())
        except ValidationError as refusal:
            return refusal

    return act


def taking(person):
    return lambda: queue.take_next(person, Filters(), timezone.now())


def test_of_two_who_assign_a_case_at_once_the_second_replaces_the_first():
    article = an_article()
    one, other = moderators(2)
    for _ in range(10):
        case = a_case(article=article)
        at_once(assigning(case, one, one), assigning(case, other, one))
        rows = Assignment.objects.filter(case=case)
        assert (rows.count(), rows.filter(ended_at__isnull=True).count()) == (2, 1)
    assert LogEntry.objects.filter(act="assign").count() == 20


def test_a_case_that_is_assigned_and_taken_at_once_is_in_one_hand():
    """Whoever takes it first keeps it for the time of a claim; then it is the assignee's."""
    article = an_article()
    boss, assignee, third = moderators(3)
    for _ in range(10):
        case = a_case(article=article)
        _, taken, own = at_once(assigning(case, assignee, boss), taking(third), taking(assignee))
        assert [taken, own].count(case) <= 1
        Case.objects.open().release(third)
        Case.objects.open().release(assignee)
        assert taking(third)() is None
        assert taking(assignee)() == case
        decisions.decide(Decision.Verb.SPAM, [case.comment_id], by=assignee, at=timezone.now())


def test_a_case_that_is_assigned_and_decided_at_once_is_decided():
    article = an_article()
    boss, assignee, third = moderators(3)
    for _ in range(10):
        case = a_case(article=article)

        made, outcome = at_once(
            assigning(case, assignee, boss),
            lambda case=case: decisions.decide(
                Decision.Verb.SPAM, [case.comment_id], by=third, at=timezone.now()
            ),
        )
        assert outcome.decided == 1
        assert isinstance(made, Assignment) or "has been decided" in str(made)
    assert not Case.objects.open().exists()
    assert not Assignment.objects.of_open_cases(timezone.now()).exists()


def test_two_pages_opened_at_once_note_one_visit():
    [person] = moderators(1)
    for _ in range(10):
        DeskVisit.objects.all().delete()
        at_once(*[lambda: DeskVisit.objects.stamp(person, timezone.now())] * 4)
        assert DeskVisit.objects.count() == 1

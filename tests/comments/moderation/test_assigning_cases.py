"""A case is assigned: it comes first for one, does not come to others, and is never forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments.models import Assignment, Case, Decision, DeskVisit, HandOver, LogEntry, Queue
from comments.models.assignment import KEPT_AT_FIRST, KEPT_WHILE_PRESENT, LASTS
from comments.models.desk_visit import PRESENT
from comments.moderation import assignment, decisions, queue
from comments.moderation.queue import Filters, Place
from newsroom.models import SectionLimit
from tests.builders import a_case, a_person, a_section

NOW = timezone.now()
SECOND = timedelta(seconds=1)


@pytest.fixture
def colleague(db):
    return a_person(name="Clara Colleague", group="Moderators")


@pytest.fixture
def cases(article):
    return [a_case(article=article, at=NOW + n * SECOND) for n in range(3)]


def assign(case, person, by, at=NOW, **fields):
    return assignment.assign_case(case, person, by=by, at=at, **fields)


def served(person, at=NOW, **how):
    """What this person is given, and gives back at once."""
    case = queue.take_next(person, Filters(), at, **how)
    if case:
        Case.objects.filter(pk=case.pk).release(person)
    return case


def test_it_comes_first_for_its_assignee_and_not_to_others(cases, moderator, colleague):
    assign(cases[2], colleague, moderator)
    assign(cases[0], colleague, moderator)
    assert served(colleague) == cases[0]
    assert served(colleague, but=cases[0].pk) == cases[2]
    assert served(moderator) == cases[1]
    assert served(moderator, but=cases[1].pk) is None


def test_a_legal_notice_comes_before_what_is_assigned(article, cases, moderator, colleague):
    assign(cases[1], colleague, moderator)
    notice = a_case(article=article, kind="legal", at=NOW)
    assert served(colleague) == notice
    assert served(colleague, after=Place.of(notice)) == cases[1]
    assert served(colleague, but=notice.pk) == cases[1]


def test_it_comes_to_everybody_when_its_assignee_does_not_come(cases, moderator, colleague):
    assign(cases[0], colleague, moderator)
    assert served(moderator, NOW + KEPT_AT_FIRST - SECOND) == cases[1]
    assert served(moderator, NOW + KEPT_AT_FIRST) == cases[0]
    assert served(colleague, NOW + KEPT_AT_FIRST) == cases[0]


def test_it_is_kept_while_its_assignee_is_at_the_desk_and_no_longer_than_a_shift(
    cases, moderator, colleague
):
    assign(cases[0], colleague, moderator)
    for hours in (1, 7):
        DeskVisit.objects.stamp(colleague, NOW + timedelta(hours=hours))
        assert served(moderator, NOW + timedelta(hours=hours)) == cases[1]
    left = NOW + timedelta(hours=7) + PRESENT
    assert served(moderator, left) == cases[0]
    DeskVisit.objects.stamp(colleague, NOW + KEPT_WHILE_PRESENT)
    assert served(moderator, NOW + KEPT_WHILE_PRESENT) == cases[0]


def test_after_a_week_an_assignment_says_nothing_any_more(cases, moderator, colleague):
    assign(cases[2], colleague, moderator)
    assert served(colleague, NOW + LASTS) == cases[0]
    assert not Assignment.objects.in_force(NOW + LASTS).exists()


def test_it_is_no_lock_for_who_opens_it_by_its_address(cases, moderator, colleague):
    assign(cases[0], colleague, moderator)
    assert queue.take(cases[0], moderator, NOW)
    outcome = decisions.decide(Decision.Verb.SPAM, [cases[0].comment_id], by=moderator, at=NOW)
    assert outcome.decided == 1


def test_what_a_colleague_has_in_hand_stays_in_that_hand(cases, moderator, colleague):
    assert queue.take_next(moderator, Filters(), NOW) == cases[0]
    assign(cases[0], colleague, a_person(group="Moderators"))
    assert queue.take_next(moderator, Filters(), NOW) == cases[0]
    assert queue.take_next(colleague, Filters(), NOW) == cases[1]


def test_who_assigns_a_case_gives_it_out_of_hand(cases, moderator, colleague):
    queue.take_next(moderator, Filters(), NOW)
    assign(cases[0], colleague, moderator)
    assert queue.take_next(colleague, Filters(), NOW) == cases[0]


def test_a_case_has_one_assignee_and_the_earlier_ones_stay_in_its_history(
    cases, moderator, colleague
):
    assign(cases[0], colleague, moderator, note="Yours?")
    assign(cases[0], moderator, moderator)
    [now, before] = Assignment.objects.order_by("-pk")
    assert (now.person, now.ended_at) == (moderator, None)
    assert (before.person, before.note, before.ended_by) == (colleague, "Yours?", moderator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            case=cases[0], person=colleague, assigned_by=moderator, assigned_at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(person=colleague, assigned_by=moderator, assigned_at=NOW)


def test_a_decided_case_is_not_assigned(cases, moderator, colleague):
    decisions.decide(Decision.Verb.SPAM, [cases[0].comment_id], by=moderator, at=NOW)
    with pytest.raises(ValidationError, match="has been decided"):
        assign(cases[0], colleague, moderator)


def test_a_decision_that_is_undone_leaves_the_case_with_its_assignee(cases, moderator, colleague):
    assign(cases[2], colleague, moderator)
    outcome = decisions.decide(Decision.Verb.SPAM, [cases[2].comment_id], by=colleague, at=NOW)
    assert served(colleague) == cases[0]
    decisions.undo(outcome.act, by=colleague, at=NOW)
    assert served(colleague) == cases[2]


def test_nobody_is_assigned_what_that_person_may_not_decide(article, moderator, colleague, reader):
    own = a_case(article=article, author=colleague)
    with pytest.raises(ValidationError, match="their own comment"):
        assign(own, colleague, moderator)
    SectionLimit.objects.create(person=colleague, section=a_section(name="Sport"))
    with pytest.raises(ValidationError, match="does not decide on comments in this section"):
        assign(a_case(article=article), colleague, moderator)
    with pytest.raises(ValidationError):
        assign(a_case(article=article), reader, moderator)
    assert not Assignment.objects.exists()


def test_nobody_assigns_in_a_section_that_is_not_theirs(cases, moderator, colleague):
    SectionLimit.objects.create(person=colleague, section=a_section(name="Sport"))
    with pytest.raises(PermissionDenied):
        assign(cases[0], moderator, colleague)


def test_what_is_given_back_is_everybodys_at_once(cases, moderator, colleague):
    made = assign(cases[0], colleague, moderator)
    assert assignment.end_assignment(made, by=moderator, at=NOW)
    assert not assignment.end_assignment(made, by=colleague, at=NOW)
    assert served(moderator) == cases[0]
    assert [each.act for each in LogEntry.objects.order_by("number")] == [
        "assign", "assignment ended",
    ]  # fmt: skip


def test_a_case_that_is_skipped_comes_in_its_turn_and_stays_ones_own(cases, moderator, colleague):
    assign(cases[2], colleague, moderator)
    assert Assignment.objects.skip(cases[2], colleague, NOW)
    assert not Assignment.objects.skip(cases[2], colleague, NOW)
    assert served(colleague) == cases[0]
    assert served(colleague, after=Place.of(cases[1])) == cases[2]
    assert served(moderator, after=Place.of(cases[1])) is None


@pytest.mark.parametrize(
    ("whom", "places"), [("me", [0]), ("nobody", [2]), ("anybody", [0, 1]), ("", [0, 1, 2])]
)
def test_the_queue_narrows_by_whom_cases_are_assigned_to(cases, moderator, colleague, whom, places):
    assign(cases[0], colleague, moderator)
    assign(cases[1], moderator, moderator)
    rows, _ = queue.listed(Filters(assigned=whom), moderator=colleague)
    assert rows == [cases[place] for place in places]
    assert Filters.read({"assigned": "everybody"}) == Filters()


def test_only_staff_who_decide_can_be_chosen(moderator, colleague, administrator, editor, reader):
    a_person(name="Gone", group="Moderators", is_active=False)
    assert set(assignment.moderators()) == {moderator, colleague, administrator}


def test_a_hand_over_gives_the_next_one_the_note_and_the_cases(cases, moderator, colleague):
    for case in cases[:2]:
        assign(case, moderator, moderator, note="Ask the lawyer.")
    note = assignment.hand_over(
        "Watch the organ story.", by=moderator, at=NOW, to=colleague, with_cases=True
    )
    assert note.cases_handed_over == 2
    now = Assignment.objects.in_force(NOW)
    assert {(each.case, each.person, each.note) for each in now} == {
        (case, colleague, "Ask the lawyer.") for case in cases[:2]
    }
    assert served(moderator) == cases[2]


def test_what_a_colleague_may_not_decide_stays_with_who_hands_over(article, moderator, colleague):
    own = a_case(article=article, author=colleague, at=NOW)
    for case in (own, other := a_case(article=article, at=NOW)):
        assign(case, moderator, moderator)
    note = assignment.hand_over("Bye.", by=moderator, at=NOW, to=colleague, with_cases=True)
    assert note.cases_handed_over == 1
    whose = dict(Assignment.objects.in_force(NOW).values_list("case", "person"))
    assert whose == {own.pk: moderator.pk, other.pk: colleague.pk}


def test_what_is_left_to_the_next_shift_is_everybodys(cases, moderator, colleague):
    assign(cases[2], moderator, moderator)
    assignment.hand_over("Bye.", by=moderator, at=NOW, with_cases=True)
    assert not Assignment.objects.in_force(NOW).exists()


def test_a_note_waits_for_its_receiver_or_for_the_first_who_comes(moderator, colleague):
    third = a_person(group="Moderators")
    for_one = assignment.hand_over("To Clara.", by=moderator, at=NOW, to=colleague)
    for_all = assignment.hand_over("To whom it concerns.", by=moderator, at=NOW)
    unread = HandOver.objects.unread_by
    assert set(unread(colleague)) == {for_one, for_all}
    assert set(unread(third)) == {for_all}
    assert not unread(moderator).exists()
    assert not assignment.read_note(for_one, by=third, at=NOW)
    assert assignment.read_note(for_all, by=third, at=NOW)
    assert not assignment.read_note(for_all, by=colleague, at=NOW)
    assert set(unread(colleague)) == {for_one}


def test_a_queue_is_assigned_and_its_cases_still_come_to_everybody(cases, moderator, colleague):
    named = Queue.objects.create(name="Held", filters={"kind": "held"}, made_at=NOW)
    assignment.assign_queue(named, colleague, by=moderator, at=NOW)
    assignment.assign_queue(named, moderator, by=moderator, at=NOW)
    assert Assignment.objects.in_force(NOW).get(queue=named).person == moderator
    assert served(colleague) == cases[0]


@pytest.mark.parametrize("number", [1, 3])
def test_serving_costs_the_same_queries_however_much_is_assigned(
    article, moderator, colleague, number, django_assert_num_queries
):
    for _ in range(number):
        assign(a_case(article=article, at=NOW), colleague, moderator)
        assign(a_case(article=article, at=NOW), moderator, moderator)
    person = type(colleague).objects.get(pk=colleague.pk)
    # two savepoints, sections, what comes first, legal notices, the case, its claim
    with django_assert_num_queries(7):
        assert queue.take_next(person, Filters(), NOW)

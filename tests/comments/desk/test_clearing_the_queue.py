from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import Assignment, Case, Comment, Decision, Finding, HouseRule
from comments.moderation import decisions
from comments.moderation.queue import Place
from tests.builders import a_case, a_comment, a_person

Status = Comment.Status
SCRIPT = {"HTTP_X_DESK": "1"}


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def status_of(case):
    return Comment.objects.get(pk=case.comment_id).status


def decide(desk, case, **fields):
    return desk.post(reverse("decision", args=[case.pk]), fields, follow=True)


def test_a_moderator_sees_the_most_pressing_case_with_all_that_is_known(
    at_the_desk, article, reader
):
    parent = a_comment(article=article, text="The bridge is safe.")
    a_comment(article=article, parent=parent, text="So they say.")
    case = a_case(article=article, parent=parent, author=reader, text="You utter fool, it is not.")
    Finding.objects.create(
        comment=case.comment, check_name="words", evidence="“fool”, a suspect word", weight=50,
        leads_to="hold", start=10, end=14, found_at=timezone.now(),
    )  # fmt: skip
    page = at_the_desk.get(reverse("desk"))
    assert '<mark>fool<sup aria-hidden="true">1</sup></mark>' in page.content.decode()
    text = text_of(page)
    for part in (
        "The old bridge reopens",
        "The bridge is safe.",
        "So they say.",
        "Rita Reader answers",
        "“fool”, a suspect word",
        "Held 1",
    ):
        assert part in text


def test_a_decision_leads_to_the_next_case(at_the_desk, article, moderator):
    first, second = a_case(article=article, text="One."), a_case(article=article, text="Two.")
    page = decide(at_the_desk, first, verb="approve", seen="held")
    assert status_of(first) == Status.PUBLISHED
    assert "Approved." in text_of(page)
    assert "Two." in text_of(page)
    assert Case.objects.get(pk=second.pk).claimed_by == moderator


def test_a_house_rule_alone_rejects_by_it(at_the_desk, article):
    case, rule = a_case(article=article), HouseRule.objects.in_use().first()
    decide(at_the_desk, case, house_rule=rule.pk, seen="held")
    made = Decision.objects.get()
    assert (status_of(case), made.house_rule) == (Status.REJECTED, rule)


@pytest.mark.parametrize("which", ["none", "no number", "switched off"])
def test_a_rejection_needs_a_house_rule_in_use(at_the_desk, article, which):
    case, rule = a_case(article=article), HouseRule.objects.in_use().first()
    HouseRule.objects.filter(pk=rule.pk).update(is_on=False)
    fields = {
        "none": {"verb": "reject", "reason": "So."},
        "no number": {"house_rule": "x"},
        "switched off": {"house_rule": rule.pk},
    }[which]
    page = decide(at_the_desk, case, **fields, seen="held")
    assert "A rejection needs a house rule that is in use." in text_of(page)
    assert status_of(case) == Status.HELD


@pytest.mark.parametrize("fields", [{}, {"verb": "nonsense"}])
def test_a_form_that_says_nothing_changes_nothing(at_the_desk, article, fields):
    case = a_case(article=article)
    page = decide(at_the_desk, case, **fields)
    assert "Choose what is to be done." in text_of(page)
    assert status_of(case) == Status.HELD


def test_what_a_colleague_decided_meanwhile_is_told(at_the_desk, article):
    case = a_case(article=article)
    Comment.objects.filter(pk=case.comment_id).update(status=Status.REJECTED)
    page = decide(at_the_desk, case, verb="approve", seen="held")
    assert "Nothing was changed: meanwhile rejected by somebody else." in text_of(page)


def test_what_was_reported_and_is_fine_is_kept_and_its_case_closed(at_the_desk, article):
    case = a_case(article=article, kind="reported")
    assert "Keep" in text_of(at_the_desk.get(reverse("desk")))
    decide(at_the_desk, case, verb="approve", seen="published")
    assert status_of(case) == Status.PUBLISHED
    assert not Case.objects.open().exists()


def test_skipping_gives_the_case_back_and_goes_on_behind_it(at_the_desk, article):
    now = timezone.now()
    first, second = (a_case(article=article, at=now + timedelta(seconds=n), text=f"Nr {n}.")
                     for n in range(2))  # fmt: skip
    at_the_desk.get(reverse("desk"))
    page = at_the_desk.post(reverse("claim", args=[first.pk]), follow=True)
    assert "Nr 1." in text_of(page)
    assert Case.objects.get(pk=first.pk).claimed_by is None
    page = at_the_desk.post(
        reverse("claim", args=[second.pk]), {"after": str(page.context["after"])}, follow=True
    )
    assert "That was the last one" in text_of(page)


def test_undo_brings_the_case_back(at_the_desk, article):
    case = a_case(article=article, text="Rather rude.")
    decide(at_the_desk, case, verb="spam", seen="held")
    page = at_the_desk.post(reverse("retraction"), follow=True)
    assert "Taken back: 1 decision." in text_of(page)
    assert "Rather rude." in text_of(page)
    assert status_of(case) == Status.HELD


def test_undo_with_nothing_to_take_back_says_so(at_the_desk):
    page = at_the_desk.post(reverse("retraction"), follow=True)
    assert "There is nothing to take back." in text_of(page)


def test_the_script_is_answered_where_there_is_nothing_to_take_back(at_the_desk, article):
    a_case(article=article)
    page = at_the_desk.post(reverse("retraction"), headers={"X-Desk": "1"})
    assert page.status_code == 200
    assert "There is nothing to take back." in text_of(page)
    assert "data-case" not in page.content.decode()


def test_undo_says_that_it_left_a_later_act_because_a_colleague_decided_since(at_the_desk, article):
    first, second = a_case(article=article, text="A goal."), a_case(article=article)
    for case in (first, second):
        decide(at_the_desk, case, verb="approve", seen="held")
    colleague = a_person(group="Moderators")
    decisions.decide(Decision.Verb.SPAM, [second.comment_id], by=colleague, at=timezone.now())
    page = text_of(at_the_desk.post(reverse("retraction"), headers={"X-Desk": "1"}))
    assert "Taken back: 1 decision. What somebody has decided on again since is left" in page
    assert "A goal." in page
    assert (status_of(first), status_of(second)) == (Status.HELD, Status.SPAM)


def test_assigning_and_putting_off_a_break_keep_the_place_in_the_queue(at_the_desk, article):
    case = a_case(article=article)
    place = f"kind=held&after={Place.of(case)}"
    person = {"person": a_person(group="Moderators").pk}
    url = f"{reverse('case_assignment', args=[case.pk])}?{place}"
    assert f"{reverse('case', args=[case.pk])}?{place}" in unescape(at_the_desk.get(url).text)
    assert at_the_desk.post(url, person).url == f"{reverse('desk')}?{place}"
    kept = {"kind": "held", "after": str(Place.of(case))}
    end = reverse("assignment_end", args=[Assignment.objects.get().pk])
    assert at_the_desk.post(end, kept).url == f"{reverse('case', args=[case.pk])}?{place}"
    assert at_the_desk.post(reverse("desk_reminder"), kept).url == f"{reverse('desk')}?{place}"


def test_an_empty_queue_says_so(at_the_desk):
    assert "Nothing waits" in text_of(at_the_desk.get(reverse("desk")))


def test_filters_stay_in_the_address_from_case_to_case(at_the_desk, article):
    wanted = [a_case(article=article, kind="spam") for _ in range(2)]
    a_case(article=article, kind="held", text="Not this one.")
    page = at_the_desk.get(reverse("desk"), {"kind": "spam"})
    page = decide(at_the_desk, wanted[0], verb="spam", seen="spam", kind="spam")
    assert page.redirect_chain[-1][0] == "/admin/desk/?kind=spam"
    page = decide(at_the_desk, wanted[1], verb="spam", seen="spam", kind="spam")
    assert "Nothing of this kind waits" in text_of(page)


def test_the_list_shows_who_has_what_in_hand(at_the_desk, article):
    case = a_case(article=article)
    colleague = a_person(name="Clara Colleague", group="Moderators")
    Case.objects.filter(pk=case.pk).take_first(colleague, timezone.now())
    assert "Clara Colleague has it" in text_of(at_the_desk.get(reverse("desk"), {"view": "list"}))
    page = at_the_desk.get(reverse("case", args=[case.pk]))
    assert "Clara Colleague has this case in hand just now." in text_of(page)


def test_the_script_is_answered_with_the_case_beyond_the_one_it_holds(at_the_desk, article):
    first, second, third = (a_case(article=article, text=f"Nr {n}.") for n in range(3))
    answer = at_the_desk.post(
        reverse("decision", args=[first.pk]),
        {"verb": "approve", "seen": "held", "holding": second.pk},
        **SCRIPT,
    )
    text = text_of(answer)
    assert "Approved." in text
    assert "Nr 2." in text
    assert "Nr 1." not in text
    assert Case.objects.get(pk=third.pk).claimed_until is not None


def test_claims_are_renewed_and_what_was_lost_is_told(at_the_desk, article, moderator):
    kept, lost = a_case(article=article), a_case(article=article)
    colleague = a_person(group="Moderators")
    Case.objects.filter(pk=lost.pk).take_first(colleague, timezone.now())
    answer = at_the_desk.post(reverse("claims"), {"case": [kept.pk, lost.pk]}, **SCRIPT)
    assert answer.json() == {"lost": [lost.pk]}
    assert Case.objects.get(pk=kept.pk).claimed_by == moderator


def a_full_desk(article, number):
    for n in range(number):
        author = a_person()
        for _ in range(number):
            a_comment(article=article, author=author)
        case = a_case(article=article, author=author, causes=("words", "links"))
        Finding.objects.create(
            comment=case.comment, check_name="words", evidence=f"{n}", weight=50,
            leads_to="hold", found_at=timezone.now(),
        )  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_answer_to_a_decision_costs_the_same_queries_with_one_case_and_with_three(
    at_the_desk, article, number, django_assert_num_queries
):
    a_full_desk(article, number + 1)
    case = Case.objects.open().in_order().first()
    with django_assert_num_queries(52 + (connection.vendor == "postgresql")):
        at_the_desk.post(
            reverse("decision", args=[case.pk]), {"verb": "approve", "seen": "held"}, **SCRIPT
        )


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_the_queue_costs_the_same_queries_with_two_cases_and_with_four(
    at_the_desk, article, number, django_assert_num_queries
):
    a_full_desk(article, number + 1)
    # four of them note for the first time that the moderator is here
    with django_assert_num_queries(72):
        at_the_desk.get(reverse("desk"))

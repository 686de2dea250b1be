"""Assigning, handing over, who is here, and what happened since one was last here."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments import reporting, switch
from comments.models import (
    Assignment,
    Case,
    Decision,
    DeskVisit,
    HandOver,
    LogEntry,
    Mode,
    Sanction,
    Scope,
)
from comments.models.desk_visit import AWAY, PRESENT
from comments.moderation import assignment, decisions, presence, sanctions, shift
from newsroom.models import SectionLimit
from tests.builders import a_case, a_comment, a_person, a_section, an_article

NOW = timezone.now()
HOUR = timedelta(hours=1)


@pytest.fixture
def colleague(db):
    return a_person(name="Clara Colleague", group="Moderators")


def text_of(page):
    return " ".join(strip_tags(page.content.decode().replace("<", " <")).split())


def last_here(person, ago):
    DeskVisit.objects.update_or_create(
        person=person, defaults={"came_at": NOW - ago - HOUR, "seen_at": NOW - ago}
    )


# Assigning and handing over


def test_a_case_is_assigned_from_its_page_with_a_note(at_the_desk, article, colleague):
    case = a_case(article=article)
    url = reverse("case_assignment", args=[case.pk])
    assert url in at_the_desk.get(reverse("desk")).content.decode()
    page = at_the_desk.post(
        f"{url}?kind=held", {"person": colleague.pk, "note": "You know him."}, follow=True
    )
    assert page.redirect_chain[-1][0] == "/admin/desk/?kind=held"
    assert "Assigned to Clara Colleague." in text_of(page)
    page = text_of(at_the_desk.get(reverse("case", args=[case.pk])))
    assert "Assigned to Clara Colleague by Moritz Calm" in page
    assert "You know him." in page
    listed = at_the_desk.get(reverse("desk"), {"view": "list"})
    assert "assigned to Clara Colleague" in text_of(listed)


def test_what_was_typed_comes_back_when_nobody_was_chosen(at_the_desk, article):
    case = a_case(article=article)
    page = at_the_desk.post(reverse("case_assignment", args=[case.pk]), {"note": "You know him."})
    assert page.status_code == 422
    assert "You know him." in text_of(page)


def test_a_refusal_stands_beside_the_choice(at_the_desk, article, colleague):
    case = a_case(article=article, author=colleague)
    sent = {"person": colleague.pk, "note": "Yours."}
    page = at_the_desk.post(reverse("case_assignment", args=[case.pk]), sent)
    assert "This is their own comment: a colleague decides." in text_of(page)
    assert not Assignment.objects.exists()


def test_an_empty_desk_offers_no_case_that_is_kept_for_a_colleague(
    at_the_desk, article, moderator, colleague
):
    case = a_case(article=article)
    assignment.assign_case(case, colleague, by=moderator, at=timezone.now())
    for person, offered in ((moderator, False), (colleague, True)):
        at_the_desk.force_login(person)
        answer = at_the_desk.get(reverse("counts"), {"since": "1"}).json()
        assert answer["has_case"] is offered


def test_a_skipped_case_of_ones_own_does_not_come_back_at_once_before_a_colleagues(
    at_the_desk, article, moderator, colleague
):
    kept = a_case(article=article, at=timezone.now() - HOUR)
    own = a_case(article=article)
    assignment.assign_case(kept, colleague, by=colleague, at=timezone.now())
    assignment.assign_case(own, moderator, by=colleague, at=timezone.now())
    at_the_desk.get(reverse("desk"))
    page = at_the_desk.post(reverse("claim", args=[own.pk]), follow=True)
    assert page.context["sheet"] is None


def test_a_case_is_given_back_to_everybody(at_the_desk, article, moderator, colleague):
    case = a_case(article=article)
    made = assignment.assign_case(case, colleague, by=moderator, at=timezone.now())
    page = at_the_desk.post(reverse("assignment_end", args=[made.pk]), follow=True)
    assert "It is everybody’s again." in text_of(page)


def test_skipping_what_came_first_leads_to_what_is_more_pressing(at_the_desk, article, moderator):
    cases = [a_case(article=article, at=NOW + n * HOUR, text=f"Nr {n}.") for n in range(3)]
    assignment.assign_case(cases[1], moderator, by=moderator, at=NOW)
    page = at_the_desk.get(reverse("desk"))
    assert page.context["sheet"].case == cases[1]
    page = at_the_desk.post(reverse("claim", args=[cases[1].pk]), follow=True)
    assert page.context["sheet"].case == cases[0]


def test_skipping_what_came_first_and_is_the_most_pressing_leads_beyond_it(
    at_the_desk, article, moderator
):
    cases = [a_case(article=article, at=NOW + n * HOUR, text=f"Nr {n}.") for n in range(2)]
    assignment.assign_case(cases[0], moderator, by=moderator, at=NOW)
    at_the_desk.get(reverse("desk"))
    page = at_the_desk.post(reverse("claim", args=[cases[0].pk]), follow=True)
    assert page.context["sheet"].case == cases[1]


def test_a_hand_over_note_stands_on_the_desk_until_it_is_read(
    at_the_desk, client, moderator, colleague
):
    page = at_the_desk.post(reverse("hand_over"), {"text": "Watch the organ story."}, follow=True)
    assert "Your note waits for the next shift." in text_of(page)
    client.force_login(colleague)
    assert "1 hand-over note to read" in text_of(client.get(reverse("desk")))
    page = client.get(reverse("shift"))
    assert "Watch the organ story." in text_of(page)
    note = HandOver.objects.get()
    page = client.post(reverse("note_reading", args=[note.pk]), follow=True)
    assert "Read by Clara Colleague" in text_of(page)
    assert "hand-over note" not in text_of(client.get(reverse("desk"))).replace(
        "Hand-over notes", ""
    )


def test_a_note_without_words_is_not_sent_and_the_form_comes_back(at_the_desk, colleague):
    sent = {"to": colleague.pk, "text": " ", "with_cases": "on"}
    page = at_the_desk.post(reverse("hand_over"), sent)
    assert page.status_code == 422
    assert "checked" in page.content.decode()
    assert not HandOver.objects.exists()


# Presence


def test_who_is_at_the_desk_is_seen_with_what_is_in_hand(
    at_the_desk, client, article, moderator, colleague
):
    a_case(article=article)
    at_the_desk.get(reverse("desk"))
    client.force_login(colleague)
    page = client.get(reverse("desk"))
    assert "Also here: Moritz Calm" in text_of(page)
    page = text_of(client.get(reverse("shift")))
    assert "Moritz Calm here for" in page
    assert "Held, City" in page


def test_who_has_left_is_seen_no_more(moderator, colleague):
    DeskVisit.objects.stamp(moderator, NOW)
    assert [each.person for each in presence.at_the_desk(NOW, besides=colleague)] == [moderator]
    assert presence.at_the_desk(NOW, besides=moderator) == []
    assert presence.at_the_desk(NOW + PRESENT, besides=colleague) == []


def test_a_page_that_stays_open_says_that_one_is_here(at_the_desk, moderator):
    at_the_desk.post(reverse("claims"), {}, headers={"X-Desk": "1"})
    assert DeskVisit.objects.present(timezone.now()).get().person == moderator


def test_a_visit_lasts_over_a_meal_and_ends_overnight(moderator):
    stamp = DeskVisit.objects.stamp
    first = stamp(moderator, NOW)
    again = stamp(moderator, NOW + AWAY)
    assert (again.came_at, again.last_here_at) == (first.came_at, None)
    morning = stamp(moderator, NOW + AWAY + timedelta(hours=10))
    assert (morning.came_at, morning.last_here_at) == (
        NOW + timedelta(hours=12), NOW + AWAY,
    )  # fmt: skip
    assert DeskVisit.objects.get() == morning


def test_noting_that_one_is_here_costs_one_query_within_a_minute(
    moderator, django_assert_num_queries
):
    DeskVisit.objects.stamp(moderator, NOW)
    with django_assert_num_queries(1):
        DeskVisit.objects.stamp(moderator, NOW + timedelta(seconds=59))
    with django_assert_num_queries(2):
        DeskVisit.objects.stamp(moderator, NOW + timedelta(seconds=60))


# Since I was last here


def test_the_page_says_what_happened_since_the_last_visit(
    at_the_desk, article, moderator, colleague, reader
):
    at = timezone.now()
    last_here(moderator, timedelta(hours=10))
    hour_ago, mine = at - HOUR, a_comment(article=article, author=reader, text="Mine to judge.")
    outcome = decisions.decide(Decision.Verb.SPAM, [mine.pk], by=moderator, at=at - 11 * HOUR)
    decisions.undo(outcome.act, by=colleague, at=hour_ago)
    reporting.file_legal_notice(
        mine, name="Lex Iust", email="lex@example.org", text="A libel.", at=hour_ago
    )
    switch.suspend(
        Scope(article=article), mode=Mode.CLOSED, cause="abuse", reason="Spam.", by=colleague
    )
    ban = Sanction(person=reader, kind="ban", reason="Insults.")
    sanctions.impose(ban, by=colleague, at=hour_ago)
    a_case(article=article, at=hour_ago)
    a_case(article=article, at=at - timedelta(days=3))
    assignment.hand_over("Watch the organ story.", by=colleague, at=hour_ago, to=moderator)
    text = text_of(at_the_desk.get(reverse("shift")))
    for part in (
        "A libel.",
        "Clara Colleague took back “Marked as spam”: Mine to judge.",
        "Clara Colleague suspended commenting:",
        "Clara Colleague imposed a ban on Rita Reader",
        "Watch the organ story.",
        "Legal notice 1 0 1",
        "Held 1 0 2",
        "The oldest has waited 3 days",
    ):
        assert part in text, part


def test_what_happened_before_the_last_visit_is_not_news(moderator, article, colleague, reader):
    before = NOW - timedelta(hours=11)
    comment = a_comment(article=article, author=reader)
    reporting.file_legal_notice(
        comment, name="Lex", email="lex@example.org", text="A libel.", at=before
    )
    sanctions.impose(
        Sanction(person=reader, kind="ban", reason="Insults."), by=colleague, at=before
    )
    told = shift.news(moderator, NOW - timedelta(hours=10), NOW)
    assert (told.notices, told.sanctions, told.switch, told.overruled) == ([], [], [], [])
    assert [kind.opened for kind in told.kinds] == [0, 0, 0, 0]


def test_ones_own_undoing_is_no_news(moderator, article, reader):
    comment = a_comment(article=article, author=reader)
    outcome = decisions.decide(Decision.Verb.SPAM, [comment.pk], by=moderator, at=NOW)
    decisions.undo(outcome.act, by=moderator, at=NOW + HOUR)
    assert shift.news(moderator, NOW - HOUR, NOW + 2 * HOUR).overruled == []


def test_notes_for_others_are_not_shown(moderator, colleague):
    third = a_person(group="Moderators")
    assignment.hand_over("Between us.", by=colleague, at=NOW, to=third)
    assert shift.news(moderator, NOW - HOUR, NOW).notes == []


def test_who_is_here_for_the_first_time_sees_a_day(at_the_desk):
    page = at_the_desk.get(reverse("shift"))
    assert "You have not been here before: these are the last 24 hours." in text_of(page)
    assert page.context["news"].since < timezone.now() - timedelta(hours=23)


def test_a_longer_time_can_be_asked_for(at_the_desk, moderator):
    last_here(moderator, timedelta(hours=5))
    page = at_the_desk.get(reverse("shift"), {"since": "7d"})
    assert page.context["news"].since < timezone.now() - timedelta(days=6)
    page = at_the_desk.get(reverse("shift"), {"since": "nonsense"})
    assert page.context["news"].since == DeskVisit.objects.get().last_here_at


def test_who_was_away_for_longer_than_a_week_sees_a_week(at_the_desk, moderator):
    last_here(moderator, timedelta(days=30))
    page = at_the_desk.get(reverse("shift"))
    assert "You were away for longer: these are the last 7 days." in text_of(page)
    assert page.context["news"].since > timezone.now() - timedelta(days=8)


def test_ones_own_tally_counts_ones_decisions_and_those_that_others_undid(
    moderator, colleague, article
):
    for minutes in (10, 20, 60):
        case = a_case(article=article, at=NOW - timedelta(minutes=minutes))
        made = decisions.decide(Decision.Verb.SPAM, [case.comment_id], by=moderator, at=NOW)
    decisions.undo(made.act, by=colleague, at=NOW)
    others = a_case(article=article)
    decisions.decide(Decision.Verb.SPAM, [others.comment_id], by=colleague, at=NOW)
    hour, nothing = shift.tallies(moderator, [NOW - HOUR, NOW])
    assert (hour.decided, hour.undone_by_others, hour.median) == (3, 1, timedelta(minutes=20))
    assert (nothing.decided, nothing.median) == (0, None)


def test_what_was_decided_many_at_once_is_named_and_not_in_the_median(moderator, article):
    alone = a_case(article=article, at=NOW - timedelta(minutes=10))
    decisions.decide(Decision.Verb.SPAM, [alone.comment_id], by=moderator, at=NOW)
    waited = [a_case(article=article, at=NOW - timedelta(hours=20)) for _ in range(3)]
    pks = [case.comment_id for case in waited]
    decisions.decide(Decision.Verb.APPROVE, pks, by=moderator, at=NOW)
    (hour,) = shift.tallies(moderator, [NOW - HOUR])
    assert (hour.decided, hour.at_once, hour.median) == (4, 3, timedelta(minutes=10))


def test_the_page_says_how_many_were_decided_at_once(at_the_desk, moderator, article):
    pks = [a_case(article=article).comment_id for _ in range(2)]
    decisions.decide(Decision.Verb.APPROVE, pks, by=moderator, at=timezone.now())
    page = text_of(at_the_desk.get(reverse("shift")))
    assert "of these many at once 2" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries_with_one_of_each_and_with_three(
    at_the_desk, article, moderator, colleague, number, django_assert_num_queries
):
    for _ in range(number):
        person = a_person()
        case = a_case(article=article, author=person)
        made = decisions.decide(Decision.Verb.SPAM, [case.comment_id], by=moderator, at=NOW)
        decisions.undo(made.act, by=colleague, at=NOW)
        reporting.file_legal_notice(
            case.comment, name="Lex", email="lex@example.org", text="A libel.", at=NOW
        )
        sanctions.impose(Sanction(person=person, kind="ban", reason="No."), by=colleague, at=NOW)
        assignment.assign_case(case, moderator, by=colleague, at=NOW)
        assignment.hand_over("Bye.", by=colleague, at=NOW)
        DeskVisit.objects.stamp(a_person(group="Moderators"), timezone.now())
    DeskVisit.objects.stamp(moderator, timezone.now())
    with django_assert_num_queries(30):
        at_the_desk.get(reverse("shift"))
    assert Case.objects.open().count() == number
    assert LogEntry.objects.exists()


def test_somebody_who_is_limited_to_sections_reads_the_news_of_these(article, reader, colleague):
    sport = a_section(name="Sport")
    SectionLimit.objects.create(person=colleague, section=sport)
    for each in (article, an_article(section=sport)):
        comment = a_comment(article=each, author=reader)
        reporting.file_legal_notice(
            comment, name="Lex", email="lex@example.org", text="A libel.", at=NOW
        )
    told = shift.news(colleague, NOW - HOUR, NOW)
    assert [each.comment.thread.article.section for each in told.notices] == [sport]
    assert sum(kind.waiting for kind in told.kinds) == 1

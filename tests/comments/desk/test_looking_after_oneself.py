"""A moderator may have passages covered until they look, and is reminded of a break."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import Decision, DeskPreferences, Finding, HouseRule, LogEntry, Report
from comments.moderation import exposure
from tests.builders import a_case, a_comment, a_person

NOW = timezone.now()
PICTURE = "https://boats.example/cat.jpg"
TEXT = f"You utter fool, see {PICTURE} and https://boats.example/page."


@pytest.fixture
def case(article):
    made = a_case(article=article, text=TEXT)
    Finding.objects.create(
        comment=made.comment, check_name="words", evidence="“fool”, a suspect word", weight=50,
        leads_to="hold", start=10, end=14, found_at=NOW,
    )  # fmt: skip
    return made


def prefer(client, **chosen):
    return client.post(reverse("desk_preferences"), chosen, follow=True)


def html_of(client, case):
    return client.get(reverse("case", args=[case.pk])).content.decode()


def covered(html):
    start = '<span class="covered-text">'
    return [part.partition("</span>")[0] for part in html.split(start)[1:]]


def test_nothing_is_covered_unless_the_moderator_chooses_so(at_the_desk, case):
    html = html_of(at_the_desk, case)
    assert "data-reveal" not in html
    assert '<mark>fool<sup aria-hidden="true">1</sup></mark>' in html


def test_a_moderator_has_insults_and_links_to_pictures_covered(at_the_desk, case):
    prefer(at_the_desk, covers_passages="on")
    html = html_of(at_the_desk, case)
    assert covered(html) == ["fool", PICTURE, "“fool”, a suspect word"]
    assert "Show hidden passages" in html
    assert html.count("[hidden passage]") == 3
    assert html.count('class="covered-blur" aria-hidden="true"') == 3


def test_where_there_is_nothing_to_cover_nothing_asks_to_be_shown(at_the_desk, article):
    prefer(at_the_desk, covers_passages="on")
    assert "data-reveal" not in html_of(at_the_desk, a_case(article=article))


def test_a_choice_is_one_moderators_own(at_the_desk, case, moderator):
    prefer(at_the_desk, covers_passages="on")
    assert DeskPreferences.objects.for_moderator(moderator).covers_passages
    assert not DeskPreferences.objects.for_moderator(a_person(group="Moderators")).covers_passages
    page = at_the_desk.get(reverse("desk_preferences")).content.decode()
    assert page.count("checked") == 1


def test_nobody_else_is_shown_the_choices(at_the_desk, moderator):
    prefer(at_the_desk, covers_passages="on")
    exposure.put_off(moderator, NOW)
    assert not admin.site.is_registered(DeskPreferences)
    assert not LogEntry.objects.exists()


# The reminder


def decided(moderator, article, minutes_ago, *, rule="Off topic", at=NOW, **fields):
    comment = fields.pop("comment", None) or a_comment(article=article)
    return Decision.objects.create(
        comment=comment, verb="reject", reason="So.", status_before="held", made_by=moderator,
        made_at=at - timedelta(minutes=minutes_ago),
        house_rule=HouseRule.objects.get(label=rule), **fields,
    )  # fmt: skip


def reminded(moderator, at=NOW):
    return exposure.reminder(DeskPreferences.objects.for_moderator(moderator), at)


def test_after_two_hours_without_a_break_a_moderator_is_reminded(article, moderator):
    for minutes in range(1, 119, 10):
        decided(moderator, article, minutes)
    assert reminded(moderator) is None
    decided(moderator, article, 121)
    assert reminded(moderator).since == NOW - timedelta(minutes=121)
    assert not reminded(moderator).is_grave


@pytest.mark.parametrize("gap", [(1, 121), (20, 140)])
def test_a_quarter_of_an_hour_without_a_decision_is_a_break(article, moderator, gap):
    for minutes in range(*gap, 10):
        decided(moderator, article, minutes)
    decided(moderator, article, gap[1] + 16)
    assert reminded(moderator) is None


def test_after_many_of_the_worst_cases_a_moderator_is_reminded(article, moderator, monkeypatch):
    monkeypatch.setattr(exposure, "GRAVE_MAX", 3)
    decided(moderator, article, 9)
    decided(moderator, article, 8, rule="Hate")
    legal = a_case(article=article, kind="legal")
    decided(moderator, article, 7, comment=legal.comment, case=legal)
    assert reminded(moderator) is None
    hateful = a_case(article=article, kind="reported", causes=(Report.Reason.HATE,))
    decided(moderator, article, 6, comment=hateful.comment, case=hateful)
    assert (reminded(moderator).grave, reminded(moderator).is_grave) == (3, True)


def test_what_was_decided_at_once_was_one_decision_to_make(article, moderator, monkeypatch):
    monkeypatch.setattr(exposure, "GRAVE_MAX", 2)
    batch = "0b6f6d0c-7d0a-4a48-8f61-0f3a4d3f3a11"
    for _ in range(5):
        decided(moderator, article, 5, rule="Hate", act=batch)
    assert reminded(moderator) is None


def test_the_work_of_a_colleague_reminds_nobody_else(article, moderator, monkeypatch):
    monkeypatch.setattr(exposure, "GRAVE_MAX", 1)
    decided(a_person(group="Moderators"), article, 5, rule="Hate")
    assert reminded(moderator) is None


def test_a_reminder_can_be_put_off_and_switched_off(article, moderator, at_the_desk, monkeypatch):
    monkeypatch.setattr(exposure, "GRAVE_MAX", 1)
    decided(moderator, article, 0, rule="Hate", at=timezone.now())
    case = a_case(article=article)
    html = html_of(at_the_desk, case)
    assert "You have decided 1 hard case without a break." in html
    assert f"{reverse('desk')}?kind=spam" in html
    page = at_the_desk.post(reverse("desk_reminder"), follow=True)
    assert "You will be reminded again in an hour." in strip_tags(page.content.decode())
    assert "break-reminder" not in html_of(at_the_desk, case)
    later = timezone.now() + timedelta(hours=1, minutes=1)
    decided(moderator, article, 0, rule="Hate", at=later)
    assert reminded(moderator, later)
    prefer(at_the_desk)
    assert reminded(moderator, later) is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_reminder_costs_one_query_however_much_was_decided(
    article, moderator, number, django_assert_num_queries
):
    for minutes in range(number):
        decided(moderator, article, minutes)
    with django_assert_num_queries(1):
        assert exposure.exposure_of(moderator, NOW)
    off = DeskPreferences(moderator=moderator, reminds_of_breaks=False)
    with django_assert_num_queries(0):
        assert exposure.reminder(off, NOW) is None

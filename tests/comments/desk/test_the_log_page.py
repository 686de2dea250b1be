from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import LogEntry
from tests.builders import a_case, a_person


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def log(desk, **asked):
    return desk.get(reverse("log"), asked)


def written(act="approve", *, by=None, at=None, about="comment 1", **details):
    with transaction.atomic():
        return LogEntry.objects.write(
            act, by=by, at=at or timezone.now(), about=about, details=details
        )


def numbers(page):
    return [entry.number for entry, *_ in page.context["entries"]]


def test_what_a_moderator_did_is_read_there_at_once(at_the_desk, article):
    case = a_case(article=article)
    at_the_desk.post(reverse("decision", args=[case.pk]), {"verb": "spam", "seen": "held"})
    page = log(at_the_desk)
    assert f"Moritz Calm Marked as spam: comment {case.comment_id}" in text_of(page)
    assert reverse("admin:comments_comment_change", args=[case.comment_id]) in page.text


def test_the_latest_stands_first_and_pages_go_on_where_they_ended(at_the_desk):
    made = [written(about=f"comment {n}").number for n in range(60)]
    page = log(at_the_desk)
    older = log(at_the_desk, **{"from": page.context["page"].next})
    assert numbers(page) + numbers(older) == made[::-1]


def test_it_narrows_by_act_person_subject_and_day(at_the_desk):
    clara = a_person(name="Clara Colleague", group="Moderators")
    day = datetime(2026, 3, 4, 12, tzinfo=UTC)
    one = written("reject", by=clara, at=day, about="comment 7").number
    written("approve", at=day + timedelta(days=3), about="comment 8")
    for asked in (
        {"act": "reject"},
        {"by": "clara colleague"},
        {"about": "comment 7"},
        {"since": "2026-03-04", "until": "2026-03-04"},
    ):
        assert numbers(log(at_the_desk, **asked)) == [one], asked


@pytest.mark.parametrize("asked", [{"act": "x"}, {"since": "2026-99-99"}, {"until": "soon"}])
def test_what_is_no_filter_narrows_nothing(at_the_desk, asked):
    entry = written().number
    assert numbers(log(at_the_desk, **asked)) == [entry]


def test_an_empty_log_says_so(at_the_desk):
    assert "Nothing has been done yet." in text_of(log(at_the_desk))
    assert "Nothing of this kind is in the log." in text_of(log(at_the_desk, act="reject"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries_for_one_and_for_three(
    at_the_desk, number, django_assert_num_queries
):
    for _ in range(number):
        written(by=a_person())
    with django_assert_num_queries(11):
        log(at_the_desk)

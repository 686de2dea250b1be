"""Reading the log at the desk."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import LogEntry, Sanction
from comments.moderation import sanctions
from tests.builders import a_case, a_person


def text_of(page):
    return " ".join(strip_tags(page.text.replace("<d", " <d")).split())


def log(desk, **asked):
    return desk.get(reverse("log"), asked)


def written(act="approve", *, by=None, at=None, about="comment 1", **details):
    with transaction.atomic():
        return LogEntry.objects.write(
            act, by=by, at=at or timezone.now(), about=about, details=details
        )


def numbers(page):
    return [line.entry.number for line in page.context["lines"]]


def test_what_a_moderator_did_is_read_there_at_once(at_the_desk, article):
    case = a_case(article=article)
    at_the_desk.post(reverse("decision", args=[case.pk]), {"verb": "spam", "seen": "held"})
    page = log(at_the_desk)
    assert f"Moritz Calm marked as spam comment {case.comment_id}" in text_of(page)
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


def test_a_thing_is_found_by_its_number_alone_and_a_comment_among_many(at_the_desk):
    one = written(about="comment 12", comments=[12]).number
    written(about="comment 123", comments=[123])
    many = [
        written(about="3 comments", comments=comments).number
        for comments in ([12, 7, 8], [7, 12, 8], [7, 8, 12])
    ]
    written(about="2 comments", comments=[112, 121])
    assert numbers(log(at_the_desk, about="comment 12")) == [*many[::-1], one]
    assert numbers(log(at_the_desk, about="Comment 123")) == [one + 1]
    assert len(numbers(log(at_the_desk, about="comment"))) == 6


def test_a_person_is_found_by_the_name_of_today_or_of_then(at_the_desk):
    clara = a_person(name="Clara Colleague", group="Moderators")
    entry = written(by=clara).number
    clara.display_name = "Clara Married"
    clara.save(update_fields=["display_name"])
    for name in ("Clara Colleague", "clara married"):
        assert numbers(log(at_the_desk, by=name)) == [entry]


def test_the_log_is_searched_in_any_spelling(at_the_desk):
    entry = written(by=a_person(name="Zoë Größ", group="Moderators"), about="word “Brücke”").number
    written(about="word “bridge”")
    for asked in ({"by": "ZOE GROSS"}, {"by": "zoë größ"}, {"about": "BRUCKE"}):
        assert numbers(log(at_the_desk, **asked)) == [entry], asked


def test_what_nobody_did_in_person_the_machine_did(at_the_desk):
    written(by=a_person())
    entry = written("suspend", about="suspension 3", name="Closed: the whole site").number
    page = log(at_the_desk, by="machine")
    assert numbers(page) == [entry]
    assert "The machine suspended commenting: suspension 3, Closed: the whole site" in text_of(page)


def test_a_filter_is_kept_in_the_address_of_the_next_page(at_the_desk):
    for _ in range(60):
        written("reject", about="comment 7")
    written("approve")
    page = log(at_the_desk, act="reject", about="comment 7")
    following = re.search(r'href="([^"]+)" rel="next"', page.text)[1]
    older = at_the_desk.get(reverse("log") + unescape(following))
    assert (len(numbers(page)), len(numbers(older))) == (50, 10)


# What an entry says


def test_an_account_is_named_as_it_is_called_today(at_the_desk, reader, moderator):
    now = timezone.now()
    mute = Sanction(person=reader, kind="mute", reason="Rule 3.", ends_at=now + timedelta(days=1))
    sanctions.impose(mute, by=moderator, at=now)
    page = log(at_the_desk)
    assert f"Moritz Calm imposed a mute on Rita Reader (account {reader.pk})" in text_of(page)
    assert reverse("commenter", args=[reader.pk]) in page.text
    assert "Rita" not in str(LogEntry.objects.get().details)


def test_a_change_is_told_by_what_was_and_what_is(at_the_desk):
    changes = {
        "act": ["hold", "refuse"],
        "is_on": [True, False],
        "note": [None, "Seen often."],
        "ends_at": ["2026-03-04T05:06:07Z", None],
    }
    written("change", about="word 3", name="idiot", changes=changes)
    said = text_of(log(at_the_desk))
    assert "changed word 3, “idiot”" in said
    for told in ("act hold → refuse", "is on yes → no", "note Seen often.", "ends at 4 Mar 2026,"):
        assert told in said


def test_what_a_sweep_took_along_is_linked(at_the_desk):
    written("reject", about="102 comments", comments=list(range(1, 103)), reason="Rule 3.")
    page = log(at_the_desk)
    assert reverse("admin:comments_comment_change", args=[100]) in page.text
    assert reverse("admin:comments_comment_change", args=[101]) not in page.text
    assert "and 2 more" in text_of(page)


def test_nothing_that_was_typed_is_markup(at_the_desk):
    written("change", about="word 3", name="<b>x</b>", reason="<script>y</script>")
    page = log(at_the_desk)
    assert "<script>y" not in page.text
    assert "“&lt;b&gt;x&lt;/b&gt;”" in page.text


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
        written("sanction", by=a_person(), about=f"account {a_person().pk}")
    with django_assert_num_queries(13):
        log(at_the_desk)

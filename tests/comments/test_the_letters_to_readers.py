import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.template.loader import render_to_string

from comments import notices, switch
from comments.models import ClosingAge, CommentingHours, Mode, Scope, Suspension
from tests.builders import a_section, an_article

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
# What a person can give as a cause; the letter of an import has a test with the imports.
CAUSES = [cause for cause, _ in Suspension.CAUSES]
MODES = [Mode.PREMODERATED, Mode.CLOSED, Mode.HIDDEN]


@pytest.fixture
def scopes(article):
    return {
        "site": Scope(),
        "section": Scope(section=a_section(name="Harbour", slug="harbour")),
        "article": Scope(article=article),
    }


def suspended(scope=None, **fields):
    fields = {"mode": Mode.CLOSED, "cause": "abuse", "reason": "A flood of spam.", **fields}
    return switch.suspend(scope or Scope(), **fields)


def told(article, at=None):
    at = at or datetime.now(UTC) + timedelta(seconds=1)
    return notices.of(switch.state(article, at), article)


def test_nothing_is_said_where_commenting_is_open(article):
    assert told(article) is None


def test_every_cause_scope_and_mode_has_a_letter_of_its_own(scopes):
    letters = [
        notices.letter(scope, mode=mode, cause=cause)
        for scope, mode, cause in product(scopes.values(), MODES, CAUSES)
    ]
    assert len({letter.body for letter in letters}) == 3 * 3 * len(CAUSES)


@pytest.mark.parametrize(("mode", "cause"), list(product(MODES, CAUSES)))
def test_a_letter_names_its_scope_and_no_other(scopes, mode, cause):
    here = r"\b(this|one) (story|article|conversation)\b|\bhere are read\b"
    said = {
        kind: f"{letter.title} {letter.body}"
        for kind, scope in scopes.items()
        for letter in [notices.letter(scope, mode=mode, cause=cause)]
    }
    assert re.search(r"on (our|the whole) (site|pages)", said["site"])
    assert not re.search(here, said["site"])
    assert "Harbour" in said["section"]
    assert not re.search(here + "|whole site", said["section"])
    assert "this conversation" in said["article"]
    assert not re.search(r"our site|whole site|section", said["article"])


@pytest.mark.parametrize("cause", CAUSES)
def test_a_letter_says_what_becomes_of_what_was_written(scopes, cause):
    for scope in scopes.values():
        closed = notices.letter(scope, mode=Mode.CLOSED, cause=cause).body
        hidden = notices.letter(scope, mode=Mode.HIDDEN, cause=cause).body
        assert "stays" in closed
        assert "can be read as before" in closed
        assert "put away" in hidden
        assert "is lost" in hidden
        assert "can be read" not in hidden


@pytest.mark.parametrize(("mode", "cause"), list(product(MODES, CAUSES)))
def test_a_letter_says_that_the_end_is_not_known_only_where_it_is_not(mode, cause):
    unknown = notices.letter(Scope(), mode=mode, cause=cause)
    known = notices.letter(Scope(), mode=mode, cause=cause, ends_at=AT)
    assert "know yet" in unknown.body
    assert "know yet" not in known.body


def test_the_reader_is_told_when_commenting_opens_again(article):
    suspended(ends_at=datetime(2099, 3, 2, 8, 30, tzinfo=UTC))
    notice = told(article)
    assert notice.until_words == "Commenting opens again on Monday, 2 March 2099 at 8:30 a.m."
    assert "know yet" not in notice.body_html


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "Tuesday at 8 a.m."),
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), "Tuesday at noon"),
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), "Tuesday at 0:00"),
        (datetime(2026, 11, 30, 8, 0, tzinfo=UTC), "Monday, 30 November at 8 a.m."),
        (datetime(2027, 1, 4, 20, 15, tzinfo=UTC), "Monday, 4 January 2027 at 8:15 p.m."),
    ],
)
def test_a_time_to_come_is_said_as_a_newspaper_says_it(moment, words):
    assert notices.in_words(moment, AT) == words


def test_the_time_is_the_papers_own(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    assert notices.in_words(datetime(2026, 11, 24, 0, 0, tzinfo=UTC), AT) == "Tuesday at 9 a.m."


def test_what_a_person_wrote_stands_and_nothing_in_it_is_taken_for_html(article):
    suspended(notice_title="A pause <b>", notice_body="Dear *reader*,\n\n<script>alert(1)</script>")
    notice = told(article)
    assert notice.title == "A pause <b>"
    assert notice.body_html.startswith("<p>Dear <em>reader</em>,</p>")
    assert "<script" not in render_to_string("comments/_notice.html", {"notice": notice})


def test_the_letter_is_a_note_signed_by_the_paper(article):
    suspended()
    page = render_to_string(
        "comments/_notice.html", {"notice": told(article), "masthead": {"name": "The Courier"}}
    )
    assert '<aside class="commenting-notice" role="note"' in page
    assert '<p class="commenting-notice-signature">The Courier</p>' in page


def test_premoderation_is_a_line_and_no_letter(article):
    suspended(mode=Mode.PREMODERATED)
    notice = told(article)
    assert notice.is_brief
    assert notice.body_html.count("<p>") == 1
    assert "read by a moderator before it appears" in notice.body_html


def test_outside_the_hours_the_reader_is_told_when_they_begin(article):
    hours = CommentingHours.objects.create()
    hours.opening_times.create(weekday=0, opens="08:00", closes="18:00")
    notice = told(article, datetime(2026, 11, 21, 20, 0, tzinfo=UTC))
    assert notice.until_words == "Commenting opens again on Monday at 8 a.m."
    assert "know yet" not in notice.body_html


def test_hours_without_an_opening_promise_none(article):
    CommentingHours.objects.create()
    assert told(article).title == "There is no commenting here"
    assert told(article).until_words == ""


def test_an_old_conversation_is_told_to_have_come_to_its_end(db):
    ClosingAge.objects.create(days=14)
    old = an_article(published_at=AT - timedelta(days=15))
    notice = told(old, AT)
    assert notice.title == "This conversation has come to its end"
    assert "14 days" in notice.body_html

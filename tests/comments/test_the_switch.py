"""Where, when and how strictly commenting is suspended."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from comments import switch
from comments.models import ClosingAge, CommentingHours, Mode, Scope, Suspension
from tests.builders import a_section, an_article

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def suspend(scope=None, mode=Mode.CLOSED, **fields):
    return switch.suspend(
        scope or Scope(), mode=mode, **{"cause": "abuse", "reason": "A flood of spam.", **fields}
    )


def mode_of(article, at=None):
    return switch.state(article, at or timezone.now()).mode


def test_commenting_is_open_where_nothing_is_said(article):
    assert switch.state(article, AT) == switch.Commenting(Mode.OPEN, at=AT)


@pytest.mark.parametrize("mode", [Mode.PREMODERATED, Mode.CLOSED, Mode.HIDDEN])
def test_a_suspension_holds_for_its_scope_alone(article, mode):
    elsewhere = an_article(section=a_section(name="Sport"))
    neighbour = an_article(section=article.section)
    of_article = suspend(Scope(article=article), mode)
    assert [mode_of(each) for each in (article, neighbour)] == [mode, Mode.OPEN]
    switch.lift(of_article)
    suspend(Scope(section=article.section), mode)
    assert [mode_of(each) for each in (article, neighbour, elsewhere)] == [mode, mode, Mode.OPEN]
    suspend(mode=mode)
    assert mode_of(elsewhere) == mode


def test_the_strictest_in_force_wins(article):
    suspend(mode=Mode.PREMODERATED)
    hidden = suspend(Scope(section=article.section), Mode.HIDDEN)
    closed = suspend(Scope(article=article), Mode.CLOSED)
    assert switch.state(article, timezone.now()).rule == hidden
    switch.lift(hidden)
    assert switch.state(article, timezone.now()).rule == closed
    switch.lift(closed)
    assert mode_of(article) == Mode.PREMODERATED


def test_of_two_alike_the_later_speaks_and_a_persons_word_goes_before_a_timetable(article):
    CommentingHours.objects.create()
    suspend()
    later = suspend(Scope(article=article))
    assert switch.state(article, timezone.now()).rule == later


@pytest.mark.parametrize(
    ("mode", "accepts", "premoderated", "readable"),
    [
        (Mode.OPEN, True, False, True),
        (Mode.PREMODERATED, True, True, True),
        (Mode.CLOSED, False, False, True),
        (Mode.HIDDEN, False, False, False),
    ],
)
def test_what_a_mode_means(mode, accepts, premoderated, readable):
    commenting = switch.Commenting(mode, at=AT)
    assert commenting.accepts_comments == accepts
    assert commenting.premoderated == premoderated
    assert commenting.readable == readable


def test_a_suspension_begins_and_ends_at_its_times(article):
    begins, ends = timezone.now() + DAY, timezone.now() + 2 * DAY
    scheduled = suspend(starts_at=begins, ends_at=ends)
    before, within = switch.state(article, begins - DAY / 2), switch.state(article, begins)
    assert (before.mode, before.changes_at) == (Mode.OPEN, begins)
    assert (within.rule, within.reopens_at, within.changes_at) == (scheduled, ends, ends)
    assert mode_of(article, ends - timedelta(microseconds=1)) == Mode.CLOSED
    assert mode_of(article, ends) == Mode.OPEN


def test_a_scheduled_suspension_that_is_lifted_never_begins(article):
    begins = timezone.now() + DAY
    assert switch.lift(suspend(starts_at=begins))
    assert switch.state(article, begins + DAY) == switch.Commenting(Mode.OPEN, at=begins + DAY)


def test_what_was_thrown_at_once_holds_on_a_machine_whose_clock_is_behind(article):
    suspension = suspend()
    behind = suspension.set_at - timedelta(hours=3)
    assert mode_of(article, behind) == Mode.CLOSED
    assert list(Suspension.objects.in_force(behind)) == [suspension]
    assert not Suspension.objects.scheduled(behind)


def test_what_was_lifted_is_lifted_on_a_machine_whose_clock_is_behind(article):
    suspension = suspend()
    switch.lift(suspension)
    assert mode_of(article, suspension.set_at - timedelta(hours=3)) == Mode.OPEN


def test_a_start_in_the_past_is_now_so_that_history_stays_true(article):
    suspension = suspend(starts_at=timezone.now() - DAY)
    assert suspension.starts_at == suspension.set_at


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_at": AT - 900 * DAY},
        {"starts_at": AT + 900 * DAY, "ends_at": AT + 899 * DAY},
        {"reason": "  "},
        {"mode": Mode.OPEN},
        {"mode": "shut"},
        {"cause": "weather"},
    ],
)
def test_what_makes_no_sense_is_refused(article, fields):
    with pytest.raises(ValidationError):
        suspend(**fields)
    assert not Suspension.objects.exists()


def test_a_suspension_is_lifted_once_and_keeps_who_and_when(article, moderator, administrator):
    suspension = suspend(by=moderator)
    assert switch.lift(suspension, by=administrator)
    assert not switch.lift(suspension, by=moderator)
    suspension.refresh_from_db()
    assert (suspension.set_by, suspension.lifted_by) == (moderator, administrator)
    assert suspension.lifted_at >= suspension.set_at
    assert list(Suspension.objects.past(timezone.now())) == [suspension]


def test_what_is_over_by_itself_cannot_be_lifted(article):
    suspension = suspend(ends_at=timezone.now() + DAY)
    Suspension.objects.update(starts_at=timezone.now() - DAY, ends_at=timezone.now() - DAY / 2)
    assert not switch.lift(suspension)


def test_history_is_neither_deleted_nor_changed(article):
    suspension = suspend()
    for attempt in (suspension.delete, Suspension.objects.all().delete, suspension.save):
        with pytest.raises(ProtectedError):
            attempt()
    assert Suspension.objects.get() == suspension


def test_every_suspension_is_in_force_scheduled_or_past(article):
    now = timezone.now()
    in_force, scheduled, lifted = suspend(), suspend(starts_at=now + DAY), suspend()
    switch.lift(lifted)
    at = timezone.now()
    assert list(Suspension.objects.in_force(at)) == [in_force]
    assert list(Suspension.objects.scheduled(at)) == [scheduled]
    assert list(Suspension.objects.past(at)) == [lifted]


def test_the_switch_is_held_inside_a_transaction_alone(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        switch.hold(an_article())


# Old conversations


def test_a_conversation_closes_by_its_age(article):
    age = ClosingAge.objects.create(days=14)
    old = an_article(published_at=AT - 13 * DAY)
    today, tomorrow = switch.state(old, AT), switch.state(old, AT + DAY)
    assert (today.mode, today.changes_at) == (Mode.OPEN, AT + DAY)
    assert (tomorrow.mode, tomorrow.rule, tomorrow.reopens_at) == (Mode.CLOSED, age, None)


def test_a_section_has_its_own_age_or_none(db):
    ClosingAge.objects.create(days=14)
    quick, lasting = a_section(name="Sport"), a_section(name="Letters")
    ClosingAge.objects.create(section=quick, days=2)
    ClosingAge.objects.create(section=lasting, days=None)
    published_at = AT - 3 * DAY
    articles = [
        an_article(section=section, published_at=published_at)
        for section in (a_section(name="City"), quick, lasting)
    ]
    states = switch.states(articles, AT)
    assert [states[a.pk].mode for a in articles] == [Mode.OPEN, Mode.CLOSED, Mode.OPEN]
    assert switch.state(articles[2], AT + 900 * DAY).mode == Mode.OPEN


# When it opens again


def test_what_is_only_less_strict_is_no_reopening(article):
    now = timezone.now()
    suspend(mode=Mode.HIDDEN, ends_at=now + DAY)
    suspend(mode=Mode.CLOSED, ends_at=now + 3 * DAY)
    commenting = switch.state(article, now + timedelta(minutes=1))
    assert commenting.changes_at == now + DAY
    assert commenting.reopens_at == now + 3 * DAY


def test_premoderation_that_follows_is_a_reopening(article):
    now = timezone.now()
    suspend(mode=Mode.CLOSED, ends_at=now + DAY)
    suspend(mode=Mode.PREMODERATED)
    assert switch.state(article, now + timedelta(minutes=1)).reopens_at == now + DAY


def test_an_open_end_in_the_way_means_that_the_day_is_not_known(article):
    suspend(ends_at=timezone.now() + DAY)
    suspend(Scope(article=article))
    assert switch.state(article, timezone.now()).reopens_at is None


def test_a_scheduled_suspension_without_a_break_puts_the_reopening_off(article):
    now = timezone.now()
    suspend(ends_at=now + DAY)
    suspend(starts_at=now + DAY, ends_at=now + 2 * DAY)
    assert switch.state(article, now + timedelta(minutes=1)).reopens_at == now + 2 * DAY


def test_a_long_suspension_that_ends_in_the_night_opens_with_the_hours(article):
    hours = CommentingHours.objects.create()
    for weekday in range(7):
        hours.opening_times.create(weekday=weekday, opens="08:00", closes="20:00")
    suspend(ends_at=datetime(2099, 6, 1, 3, 0, tzinfo=UTC))
    commenting = switch.state(article, timezone.now())
    assert commenting.reopens_at == datetime(2099, 6, 1, 8, 0, tzinfo=UTC)
    assert commenting.changes_at == datetime(2099, 6, 1, 3, 0, tzinfo=UTC)


# What it costs


@pytest.mark.parametrize("number", [1, 3])
def test_the_state_of_any_number_of_articles_takes_one_query_on_a_calm_site(
    django_assert_num_queries, db, number
):
    articles = [an_article() for _ in range(number)]
    with django_assert_num_queries(1):
        switch.states(articles, timezone.now())
    for article in articles:
        suspend(Scope(article=article))
    # and one for the kind of rule that there is
    with django_assert_num_queries(2):
        states = switch.states(articles, timezone.now())
        assert {str(states[article.pk].rule.reach.article) for article in articles}
    with django_assert_num_queries(0):
        assert switch.states([], AT) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_commenting_hours_take_two_more(django_assert_num_queries, db, number):
    articles = [an_article() for _ in range(number)]
    for article in articles:
        hours = CommentingHours.objects.create(scope="article", article=article)
        hours.opening_times.create(weekday=0, opens="08:00", closes="20:00")
    with django_assert_num_queries(3):
        switch.states(articles, AT)

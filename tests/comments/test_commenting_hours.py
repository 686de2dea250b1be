"""Weekly hours in the paper's time zone, and the days on which the clocks change."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from comments import switch
from comments.models import CommentingHours, Mode, OpeningTime

MINUTE = timedelta(minutes=1)
MONDAY, SATURDAY, SUNDAY = 0, 5, 6


def hours_of(*times, **fields):
    hours = CommentingHours.objects.create(**fields)
    for weekday, opens, closes in times:
        hours.opening_times.create(weekday=weekday, opens=opens, closes=closes)
    return hours


@pytest.fixture
def paper_in(settings):
    def move(zone):
        settings.TIME_ZONE = zone
        return ZoneInfo(zone)

    return move


def open_stretches(hours, begin, end):
    """Wall times, in the paper's zone and with their offset, between which it is open."""
    edges, moment = [], begin
    while (turn := hours.turns(moment)) and turn < end:
        edges.append(turn.astimezone(begin.tzinfo).strftime("%d %H:%M%z"))
        moment = turn
    return edges


def test_hours_are_the_papers_own(article, paper_in):
    zone = paper_in("America/New_York")
    hours_of((MONDAY, "08:00", "18:00"))
    early = switch.state(article, datetime(2026, 11, 23, 7, 59, tzinfo=zone))
    assert early.mode == Mode.CLOSED
    assert early.reopens_at == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    within = switch.state(article, datetime(2026, 11, 23, 8, 0, tzinfo=zone))
    assert (within.mode, within.changes_at) == (
        Mode.OPEN,
        datetime(2026, 11, 23, 23, 0, tzinfo=UTC),
    )
    late = switch.state(article, datetime(2026, 11, 23, 18, 0, tzinfo=zone))
    assert late.reopens_at == datetime(2026, 11, 30, 13, 0, tzinfo=UTC)


def test_hours_may_run_over_midnight(article):
    hours_of((SATURDAY, "20:00", "02:00"))
    sunday = datetime(2026, 11, 22, 1, 59, tzinfo=UTC)
    assert switch.state(article, sunday).mode == Mode.OPEN
    assert switch.state(article, sunday).changes_at == sunday + MINUTE
    assert switch.state(article, sunday + MINUTE).mode == Mode.CLOSED


def test_a_day_may_have_several_periods_and_those_that_touch_are_one(article):
    hours_of((MONDAY, "08:00", "12:00"), (MONDAY, "12:00", "13:00"), (MONDAY, "15:00", "17:00"))
    state = switch.state(article, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert state.changes_at == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    state = switch.state(article, datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    assert state.reopens_at == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_whole_days_follow_one_another_without_a_break(article):
    hours_of(*((day, "00:00", "00:00") for day in range(5)))
    state = switch.state(article, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert state.changes_at == datetime(2026, 11, 28, 0, 0, tzinfo=UTC)


def test_a_week_of_whole_days_never_closes(article):
    hours_of(*((day, "00:00", "00:00") for day in range(7)))
    state = switch.state(article, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert (state.mode, state.changes_at) == (Mode.OPEN, None)


def test_hours_without_an_opening_never_open(article):
    hours = hours_of()
    state = switch.state(article, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert (state.mode, state.rule) == (Mode.CLOSED, hours)
    assert (state.reopens_at, state.changes_at) == (None, None)


def test_hours_not_in_use_do_not_count(article):
    hours_of(is_active=False)
    assert switch.state(article, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)).mode == Mode.OPEN


def test_outside_the_hours_comments_may_be_read_first_instead(article):
    hours_of((MONDAY, "08:00", "18:00"), mode=Mode.PREMODERATED)
    state = switch.state(article, datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    assert (state.mode, state.accepts_comments) == (Mode.PREMODERATED, True)
    assert state.reopens_at == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def test_two_timetables_are_open_where_both_are(article):
    hours_of((MONDAY, "08:00", "12:00"), (MONDAY, "14:00", "18:00"))
    hours_of((MONDAY, "10:00", "16:00"), scope="article", article=article)
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    assert switch.state(article, monday).reopens_at == monday + timedelta(hours=10)
    noon = switch.state(article, monday + timedelta(hours=12))
    assert noon.reopens_at == monday + timedelta(hours=14)


def test_two_timetables_that_never_meet_promise_no_opening(article):
    hours_of((MONDAY, "08:00", "12:00"))
    hours_of((MONDAY, "12:00", "16:00"), scope="article", article=article)
    assert switch.state(article, datetime(2026, 11, 23, tzinfo=UTC)).reopens_at is None


@pytest.mark.parametrize(
    ("zone", "day", "period", "stretches"),
    [
        # Spring: the clocks skip from 2:00 to 3:00.
        ("Europe/Lisbon", (2026, 3, 29), ("01:30", "04:00"), ["29 02:00+0100", "29 04:00+0100"]),
        ("Europe/Berlin", (2026, 3, 29), ("02:30", "04:00"), ["29 03:00+0200", "29 04:00+0200"]),
        ("Europe/Berlin", (2026, 3, 29), ("01:00", "02:30"), ["29 01:00+0100", "29 03:00+0200"]),
        ("Europe/Berlin", (2026, 3, 29), ("02:10", "02:50"), []),
        ("America/New_York", (2026, 3, 8), ("02:15", "06:00"), ["08 03:00-0400", "08 06:00-0400"]),
        # Autumn: they show an hour twice; the first time counts.
        ("Europe/Berlin", (2026, 10, 25), ("02:30", "04:00"), ["25 02:30+0200", "25 04:00+0100"]),
        ("Europe/Berlin", (2026, 10, 25), ("01:00", "02:30"), ["25 01:00+0200", "25 02:30+0200"]),
        ("America/New_York", (2026, 11, 1), ("01:30", "05:00"), ["01 01:30-0400", "01 05:00-0500"]),
        # Lord Howe Island moves by half an hour.
        ("Australia/Lord_Howe", (2026, 10, 4), ("02:10", "05:00"),
         ["04 02:30+1100", "04 05:00+1100"]),
        ("Australia/Lord_Howe", (2026, 4, 5), ("01:45", "05:00"),
         ["05 01:45+1100", "05 05:00+1030"]),
        # Havana changes at midnight: its Sunday in spring begins at 1:00.
        ("America/Havana", (2026, 3, 8), ("00:00", "00:00"), ["08 01:00-0400", "09 00:00-0400"]),
    ],
)  # fmt: skip
def test_hours_on_the_days_on_which_the_clocks_change(db, paper_in, zone, day, period, stretches):
    tz = paper_in(zone)
    hours = hours_of((SUNDAY, *period))
    midnight = datetime(*day, tzinfo=tz) - timedelta(hours=1)
    assert open_stretches(hours, midnight, midnight + timedelta(days=2)) == stretches


# Against an oracle that looks at the clock on the wall, minute by minute


def is_open_by_the_wall(periods, zone, instants):
    """Which of the instants, a minute apart, lie in a period: one begins when the wall first shows
    its opening or later, and ends when it first shows its closing or later."""
    walls = [instant.astimezone(zone).replace(tzinfo=None) for instant in instants]
    is_open = [False] * len(instants)
    for day in sorted({wall.date() for wall in walls}):
        for weekday, opens, closes in periods:
            if day.weekday() != weekday:
                continue
            begin = datetime.combine(day, opens)
            end = datetime.combine(day if closes > opens else day + timedelta(days=1), closes)
            first = next((i for i, wall in enumerate(walls) if wall >= begin), len(walls))
            last = next((i for i, wall in enumerate(walls) if wall >= end), len(walls))
            is_open[first:last] = [True] * max(0, last - first)
    return is_open


minutes = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
timetables = st.lists(st.tuples(st.integers(0, 6), minutes, minutes), max_size=6)
changes = st.sampled_from(
    [
        ("Europe/Lisbon", datetime(2026, 3, 29)),
        ("Europe/Berlin", datetime(2026, 10, 25)),
        ("America/New_York", datetime(2026, 3, 8)),
        ("America/St_Johns", datetime(2026, 11, 1)),
        ("America/Havana", datetime(2026, 11, 1)),
        ("Australia/Lord_Howe", datetime(2026, 4, 5)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4)),
        ("Asia/Kathmandu", datetime(2026, 6, 1)),
    ]
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(change=changes, periods=timetables)
@example(change=("Europe/Berlin", datetime(2026, 3, 29)), periods=[(6, time(2, 15), time(2, 45))])
@example(change=("Europe/Berlin", datetime(2026, 10, 25)), periods=[(6, time(2, 15), time(2, 45))])
def test_the_timetable_is_what_the_clock_on_the_wall_says(paper_in, change, periods):
    zone = paper_in(change[0])
    hours = CommentingHours(pk=1)
    hours._prefetched_objects_cache = {
        "opening_times": [OpeningTime(weekday=w, opens=o, closes=c) for w, o, c in periods]
    }
    begin = (change[1] - timedelta(days=3)).replace(tzinfo=zone).astimezone(UTC)
    instants = [begin + n * MINUTE for n in range(6 * 24 * 60)]
    expected = is_open_by_the_wall(periods, zone, instants)
    # The first two days only let what began before them run out.
    for n in range(2 * 24 * 60, len(instants), 5):
        assert hours.in_force(instants[n]) != expected[n], instants[n].astimezone(zone)
    check_turns(hours, instants[2 * 24 * 60 :], expected[2 * 24 * 60 :])


def check_turns(hours, instants, expected):
    steps = zip(instants[1:], pairwise(expected), strict=True)
    flips = [instant for instant, (was, now) in steps if was != now]
    moment, turns = instants[0], []
    while (turn := hours.turns(moment)) and turn <= instants[-1]:
        turns.append(turn)
        moment = turn
    assert turns == flips

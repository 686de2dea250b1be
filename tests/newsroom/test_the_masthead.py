"""The strip above the paper's name: the date, the weather, the clock, the traffic."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import masthead as strip_module
from newsroom.masthead import signed, weather_of
from newsroom.models import Masthead

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def a_masthead(**fields):
    known = {
        "weather_source": Masthead.Source.MANUAL,
        "temperature_low": 17,
        "temperature_high": 28,
        "sky": Masthead.Sky.THUNDERSTORMS,
        "weather_at": NOON,
    }
    return Masthead(**known | fields)


@pytest.fixture
def top_of_the_page(db):
    """The masthead as printed, its words with single spaces between them."""

    def printed(at=NOON, path="/", user=None, **fields):
        row = a_masthead(pk=Masthead.objects.get().pk, **fields)
        row.save()
        request = RequestFactory().get(path)
        request.user = user or AnonymousUser()
        shown = strip_module._strip(request, at)
        return render_to_string(
            "newsroom/_masthead.html", {"masthead": shown, "user": request.user}
        )

    return printed


@pytest.mark.parametrize(
    ("temperature", "printed"), [(17, "+17"), (0, "0"), (-3, "−3"), (-12, "−12")]
)
def test_a_temperature_has_its_sign(temperature, printed):
    assert signed(temperature) == printed


def test_a_reader_sees_date_weather_clock_and_traffic(top_of_the_page):
    page = top_of_the_page(traffic_label="Bridge: slow", traffic_url="https://roads.example/")
    for shown in (
        ">Monday, 23 November 2026</time>",
        ">Min +17 Max +28 °C</span>",
        ">Thunderstorms</span>",
        ">12:00</time>",
        '<a href="https://roads.example/" rel="noopener">Bridge: slow</a>',
    ):
        assert shown in page


def test_date_and_clock_are_those_of_the_papers_town(top_of_the_page, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        page = top_of_the_page()
    assert ">Tuesday, 24 November 2026</time>" in page
    assert 'data-clock="Pacific/Auckland">01:00</time>' in page


def test_what_is_not_known_leaves_no_gap(top_of_the_page):
    page = top_of_the_page(
        temperature_low=None, temperature_high=None, sky="", traffic_url="", tagline=""
    )
    for gone in ("masthead-weather", "masthead-traffic", "nameplate-tagline", "None"):
        assert gone not in page


def test_one_temperature_is_shown_without_the_other():
    assert weather_of(a_masthead(temperature_low=None), NOON).temperatures == "Max +28"


@pytest.mark.parametrize(
    ("source", "age", "shown"),
    [
        (Masthead.Source.OPEN_METEO, timedelta(hours=6), True),
        (Masthead.Source.OPEN_METEO, timedelta(hours=6, seconds=1), False),
        (Masthead.Source.MANUAL, timedelta(hours=11), True),
        (Masthead.Source.MANUAL, timedelta(hours=13), False),
        (Masthead.Source.NONE, timedelta(0), False),
    ],
)
def test_old_weather_is_not_shown(source, age, shown):
    """At eight in the evening: an editor's values of eleven hours ago are this morning's."""
    at = NOON + timedelta(hours=8)
    if source == Masthead.Source.MANUAL and not shown:
        at = NOON
    known = weather_of(a_masthead(weather_source=source, weather_at=at - age), at)
    assert (known is not None) is shown


def test_weather_given_late_in_the_evening_outlasts_midnight():
    given = NOON.replace(hour=23)
    known = a_masthead(weather_at=given)
    assert weather_of(known, given + timedelta(hours=5)) is not None
    assert weather_of(known, given + timedelta(hours=7)) is None


def test_a_stranger_may_sign_in_and_come_back(top_of_the_page):
    page = top_of_the_page(path="/2026/11/23/bridge/?page=2")
    assert 'href="/accounts/login/?next=%2F2026%2F11%2F23%2Fbridge%2F%3Fpage%3D2"' in page
    assert 'href="/accounts/login/">' in top_of_the_page(path="/accounts/signup/")


def test_a_reader_finds_the_account_and_staff_the_admin(top_of_the_page, reader, editor):
    assert ">Rita Reader</a>" in top_of_the_page(user=reader)
    assert ">Admin</a>" not in top_of_the_page(user=reader)
    assert ">Admin</a>" in top_of_the_page(user=editor)


def test_a_strangers_page_holds_nothing_of_ones_own(top_of_the_page):
    page = top_of_the_page()
    assert "csrf" not in page
    assert "<form" not in page


def test_however_many_templates_make_a_page_the_masthead_is_read_once(client, db):
    with CaptureQueriesContext(connection) as queries:
        client.get("/accounts/login/")
    assert len([q for q in queries if "newsroom_masthead" in q["sql"]]) == 1

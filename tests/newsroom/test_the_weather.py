"""The weather is asked for seldom, beside the request, and never in the way of a page."""

import json
import logging
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone

from newsroom import weather
from newsroom.management.commands import work
from newsroom.models import Masthead
from newsroom.weather import open_meteo

ALLARD = {"latitude": 50.25, "longitude": -5.1}


class Sky:
    """A provider on this machine: says what it is told to, and keeps what it was asked."""

    def __init__(self):
        self.asked, self.status, self.delay_seconds = [], 200, 0.0
        self.say(code=95, low=16.6, high=28.4)

    def say(self, *, code, low, high):
        self.answer = json.dumps(
            {
                "current": {"time": "2026-11-23T12:00", "weather_code": code},
                "daily": {"temperature_2m_min": [low], "temperature_2m_max": [high]},
            }
        )


@pytest.fixture
def sky(settings):
    sky = Sky()
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            sky.asked.append(parse_qs(urlsplit(self.path).query))
            over.wait(sky.delay_seconds)
            body = sky.answer.encode()
            self.send_response(sky.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        settings.OPEN_METEO_URL = f"http://127.0.0.1:{server.server_port}/v1/forecast"
        yield sky
        over.set()
        server.shutdown()


@pytest.fixture
def masthead(db):
    Masthead.objects.update(weather_source=Masthead.Source.OPEN_METEO, **ALLARD)
    return Masthead.objects.get()


def shown():
    row = Masthead.objects.get()
    return row.temperature_low, row.temperature_high, row.sky


@pytest.fixture
def at():
    return timezone.now()


def test_todays_temperatures_and_the_sky_are_kept(masthead, sky, at):
    assert weather.fetch(masthead, at)
    assert shown() == (17, 28, Masthead.Sky.THUNDERSTORMS)
    assert Masthead.objects.get().weather_at == at
    assert sky.asked == [
        {
            "latitude": ["50.25"],
            "longitude": ["-5.1"],
            "current": ["weather_code"],
            "daily": ["temperature_2m_min,temperature_2m_max"],
            "timezone": ["UTC"],
            "forecast_days": ["1"],
        }
    ]


def test_it_is_asked_once_in_ten_minutes(masthead, sky, at):
    for minutes in (0, 1, 9, 10, 11):
        weather.fetch(Masthead.objects.get(), at + timedelta(minutes=minutes))
    assert len(sky.asked) == 2


def test_of_many_processes_that_find_it_due_one_asks(masthead, sky, at):
    same = [Masthead.objects.get() for _ in range(5)]
    assert [weather.fetch(each, at) for each in same] == [True, False, False, False, False]
    assert len(sky.asked) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"weather_source": Masthead.Source.MANUAL},
        {"weather_source": Masthead.Source.NONE},
        {"latitude": None},
        {"longitude": None},
    ],
)
def test_it_is_not_asked_without_a_place_and_a_wish(masthead, sky, at, fields):
    Masthead.objects.update(**fields)
    assert not weather.fetch(Masthead.objects.get(), at)
    assert sky.asked == []


@pytest.mark.parametrize(
    "answer", ["", "no json", "[]", "{}", '"text"', '{"error": true}', '{"current": {}}', "\0"]
)
def test_an_answer_that_is_no_weather_changes_nothing(masthead, sky, at, answer):
    weather.fetch(masthead, at)
    sky.answer = answer
    assert not weather.fetch(Masthead.objects.get(), at + timedelta(hours=1))
    assert shown() == (17, 28, Masthead.Sky.THUNDERSTORMS)
    assert Masthead.objects.get().weather_at == at


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        (None, 1, 2),
        (4, 1, 2),
        ("3", 1, 2),
        (3, None, 2),
        (3, 9, 2),
        (3, float("nan"), 2),
        (3, -1e9, 2),
        (3, 1, float("inf")),
    ],
)
def test_weather_that_cannot_be_is_none(masthead, sky, at, code, low, high):
    sky.say(code=code, low=low, high=high)
    assert not weather.fetch(masthead, at)
    assert shown() == (None, None, "")


def test_a_provider_that_fails_is_reported_once_until_it_works_again(masthead, sky, at, caplog):
    def reports(*hours):
        caplog.clear()
        for hour in hours:
            weather.fetch(Masthead.objects.get(), at + timedelta(hours=hour))
        return [record.levelno for record in caplog.records]

    assert reports(0) == []
    sky.status = 503
    assert reports(1, 2, 3) == [logging.WARNING]
    sky.status = 200
    assert reports(4) == []
    sky.status = 429
    assert reports(5, 6) == [logging.WARNING]


def test_a_provider_that_never_worked_is_reported_once(masthead, sky, at, caplog):
    sky.status = 500
    for hour in range(3):
        weather.fetch(Masthead.objects.get(), at + timedelta(hours=hour))
    assert len(caplog.records) == 1


def test_a_slow_provider_is_given_up(masthead, sky, at, monkeypatch):
    assert open_meteo.TIMEOUT_SECONDS == 2
    monkeypatch.setattr(open_meteo, "TIMEOUT_SECONDS", 0.05)
    sky.delay_seconds = 5
    assert not weather.fetch(masthead, at)


def test_nobody_listening_is_no_error(masthead, settings, at):
    settings.OPEN_METEO_URL = "http://127.0.0.1:9/"
    assert not weather.fetch(masthead, at)


def test_a_wish_changed_meanwhile_wins(masthead, sky, at):
    Masthead.objects.update(weather_source=Masthead.Source.MANUAL, temperature_low=3)
    assert not weather.fetch(masthead, at)
    assert shown()[0] == 3


@pytest.mark.parametrize(
    ("code", "kind"),
    [(0, "clear"), (1, "fair"), (3, "cloudy"), (48, "fog"), (53, "drizzle"), (65, "rain"),
     (75, "snow"), (81, "rain"), (86, "snow"), (96, "thunderstorms")],
)  # fmt: skip
def test_every_code_of_the_sky_has_its_word(masthead, sky, at, code, kind):
    sky.say(code=code, low=-3.5, high=-0.4)
    weather.fetch(masthead, at)
    assert shown() == (-4, 0, kind)


def test_the_command_says_what_it_did(masthead, sky, capsys):
    call_command("fetch_weather")
    call_command("fetch_weather")
    Masthead.objects.update(weather_asked_at=None)
    sky.status = 500
    call_command("fetch_weather")
    assert capsys.readouterr().out.splitlines() == [
        "The weather is up to date.",
        "Not due.",
        "No weather could be had; the last stays.",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_page_does_not_wait_for_the_weather(client, sky, at):
    Masthead.objects.get_or_create()
    Masthead.objects.update(weather_source=Masthead.Source.OPEN_METEO, **ALLARD)
    sky.delay_seconds = 1.5
    assert client.get("/accounts/login/").status_code == 200
    [fetching] = [thread for thread in threading.enumerate() if thread.name == "weather"]
    client.get("/accounts/login/")
    sky.delay_seconds = 0
    fetching.join(timeout=10)
    assert shown() == (17, 28, Masthead.Sky.THUNDERSTORMS)
    assert len(sky.asked) == 1


def test_where_every_page_is_kept_the_worker_asks(client, masthead, sky, at):
    work._look()
    assert len(sky.asked) == 1
    assert "Min +17 Max +28" in client.get("/").text

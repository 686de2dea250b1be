"""https://open-meteo.com: a forecast for any place, without a key for small use."""

import json
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from newsroom.models import Masthead
from newsroom.weather.reading import NoReading, Reading

TIMEOUT_SECONDS = 2
ANSWER_BYTES_MAX = 100_000

# WMO code table 4677 as Open-Meteo uses it: the first and last code of each kind of weather.
SKIES = (
    (0, 0, Masthead.Sky.CLEAR),
    (1, 2, Masthead.Sky.FAIR),
    (3, 3, Masthead.Sky.CLOUDY),
    (45, 48, Masthead.Sky.FOG),
    (51, 57, Masthead.Sky.DRIZZLE),
    (61, 67, Masthead.Sky.RAIN),
    (71, 77, Masthead.Sky.SNOW),
    (80, 82, Masthead.Sky.RAIN),
    (85, 86, Masthead.Sky.SNOW),
    (95, 99, Masthead.Sky.THUNDERSTORMS),
)


def read(latitude: float, longitude: float) -> Reading:
    """The weather there, today by the paper's calendar. Raises NoReading."""
    query = urlencode(
        {
            "latitude": latitude,
            "longitude": longitude,
            "current": "weather_code",
            "daily": "temperature_2m_min,temperature_2m_max",
            "timezone": settings.TIME_ZONE,
            "forecast_days": 1,
        }
    )
    url = settings.OPEN_METEO_URL
    return _understood(_answer(f"{url}{'&' if '?' in url else '?'}{query}"))


def _answer(url: str) -> Any:
    if not url.startswith(("https://", "http://")):
        raise NoReading("OPEN_METEO_URL is no web address")
    request = Request(url, headers={"User-Agent": "Newsroom masthead"})  # noqa: S310 - checked above
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            return json.loads(response.read(ANSWER_BYTES_MAX))
    except URLError as failure:
        if hasattr(failure, "close"):  # an HTTP error is an open answer too
            failure.close()
        raise NoReading(str(failure)) from failure
    except (OSError, ValueError) as failure:
        raise NoReading(f"{type(failure).__name__}: {failure}") from failure


def _understood(answer: Any) -> Reading:
    try:
        low, high = (
            round(answer["daily"][f"temperature_2m_{which}"][0]) for which in ("min", "max")
        )
        code = answer["current"]["weather_code"]
        sky = next(sky for first, last, sky in SKIES if first <= code <= last)
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, StopIteration) as failure:
        raise NoReading("an answer that is no weather") from failure
    if not -100 <= low <= high <= 100:
        raise NoReading(f"temperatures from {low} to {high} °C")
    return Reading(low, high, sky)

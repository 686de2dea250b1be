"""The paper's name and the strip above it, once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsroom import weather
from newsroom.models import Masthead

# Weather older than this is none.
WEATHER_KEPT = timedelta(hours=6)


@dataclass(frozen=True)
class Weather:
    low: int | None
    high: int | None
    sky: str
    sky_name: str

    @property
    def temperatures(self) -> str:
        """As newspapers print them: "Min +17 Max +28"."""
        each = (("Min", self.low), ("Max", self.high))
        return " ".join(f"{label} {signed(t)}" for label, t in each if t is not None)


@dataclass(frozen=True)
class Strip:
    """What the top of every page shows."""

    name: str
    tagline: str
    now: datetime
    weather: Weather | None
    traffic_label: str
    traffic_url: str
    sign_in_url: str
    until: datetime
    """When it shows something else than the time of day: the next day, or no weather."""

    @property
    def clock(self) -> SafeString:
        return clock(self.now)


def clock(at: datetime) -> SafeString:
    """The time of day in the paper's zone, to the minute."""
    local = timezone.localtime(at).replace(second=0, microsecond=0)
    return format_html(
        '<time datetime="{}" data-clock="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        settings.TIME_ZONE,
        f"{local:%H:%M}",
    )


def of(request: HttpRequest) -> Strip | None:
    """The strip that the page of this request shows; none if it has none."""
    return getattr(request, "masthead", None)


def strip(request: HttpRequest) -> dict[str, Any]:
    """`masthead` for every template, read when the first of them shows it; allauth's pages are
    put together of many templates and would ask for each."""
    kept = getattr(request, "masthead", None)
    if kept is None:
        kept = SimpleLazyObject(lambda: _strip(request, timezone.now()))
        request.masthead = kept  # type: ignore[attr-defined]
    return {"masthead": kept}


def _strip(request: HttpRequest, at: datetime) -> Strip:
    masthead = Masthead.current()
    weather.fetch_aside(masthead, at)
    return Strip(
        name=masthead.name,
        tagline=masthead.tagline,
        now=timezone.localtime(at),
        weather=weather_of(masthead, at),
        traffic_label=masthead.traffic_label or "Traffic",
        traffic_url=masthead.traffic_url,
        sign_in_url=_sign_in_url(request),
        until=_until(masthead, at),
    )


def _until(masthead: Masthead, at: datetime) -> datetime:
    midnight = _midnight_after(at)
    if weather_of(masthead, at) is None or masthead.weather_at is None:
        return midnight
    stale_at = masthead.weather_at + WEATHER_KEPT
    if masthead.weather_source == Masthead.Source.MANUAL:
        stale_at = max(stale_at, _midnight_after(masthead.weather_at))
    return min(midnight, stale_at)


def _midnight_after(at: datetime) -> datetime:
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def weather_of(masthead: Masthead, at: datetime) -> Weather | None:
    """The weather to show. A provider's word is good for six hours; an editor's for the day on
    which it was given, and never for less than those six hours."""
    if masthead.weather_source == Masthead.Source.NONE or masthead.weather_at is None:
        return None
    fresh = at - masthead.weather_at <= WEATHER_KEPT
    by_hand = masthead.weather_source == Masthead.Source.MANUAL
    same_day = timezone.localdate(masthead.weather_at) == timezone.localdate(at)
    if not fresh and not (by_hand and same_day):
        return None
    shown = Weather(
        masthead.temperature_low,
        masthead.temperature_high,
        masthead.sky,
        masthead.get_sky_display() if masthead.sky else "",
    )
    return shown if shown.temperatures or shown.sky else None


def signed(temperature: int) -> str:
    """+17, 0, −3 with a real minus."""
    return f"{temperature:+d}".replace("-", "−") if temperature else "0"


def _sign_in_url(request: HttpRequest) -> str:
    """To the sign-in page and back, but not back to a page of signing in."""
    accounts = reverse("account_login")
    if request.path.startswith(accounts.removesuffix("login/")):
        return accounts
    return f"{accounts}?{urlencode({'next': request.get_full_path()})}"

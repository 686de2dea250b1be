"""Bring the weather of the masthead up to date: seldom, outside requests, one process at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock, Thread

from django.db import connection, transaction

from articles import edition
from newsroom.models import Masthead
from newsroom.weather import open_meteo
from newsroom.weather.reading import NoReading, Reading

__all__ = ["NoReading", "Reading", "fetch", "fetch_aside", "is_due"]

log = logging.getLogger(__name__)

# How a source is asked for the weather at a latitude and longitude. Raises NoReading.
PROVIDERS: dict[str, Callable[[float, float], Reading]] = {
    Masthead.Source.OPEN_METEO: open_meteo.read,
}
# Open-Meteo's models are renewed every hour or less often; its terms ask for restraint.
PAUSE = timedelta(minutes=10)

_one_thread = Lock()


def is_due(masthead: Masthead, at: datetime) -> bool:
    if masthead.weather_source not in PROVIDERS or masthead.latitude is None:
        return False
    if masthead.longitude is None:
        return False
    asked_at = masthead.weather_asked_at
    return asked_at is None or asked_at <= at - PAUSE


def fetch(masthead: Masthead, at: datetime) -> bool:
    """Ask for the weather and keep it, if it is due and no other process has just begun to.
    Whatever goes wrong, the last good values stay."""
    if not is_due(masthead, at) or not _claim(masthead, at):
        return False
    assert masthead.latitude is not None
    assert masthead.longitude is not None
    try:
        reading = PROVIDERS[masthead.weather_source](masthead.latitude, masthead.longitude)
    except NoReading as failure:
        # Only the first failure after a success is news: weather_at is when it last went well.
        if masthead.weather_asked_at in (None, masthead.weather_at):
            log.warning("No weather for the masthead, the last stays: %s", failure)
        return False
    with transaction.atomic():
        # Not if an editor has meanwhile chosen another source or place.
        kept = Masthead.objects.filter(
            pk=masthead.pk,
            weather_source=masthead.weather_source,
            latitude=masthead.latitude,
            longitude=masthead.longitude,
        ).update(
            temperature_low=reading.low,
            temperature_high=reading.high,
            sky=reading.sky,
            weather_at=at,
        )
        if kept:
            edition.bump()
    return bool(kept)


def _claim(masthead: Masthead, at: datetime) -> bool:
    """One conditional UPDATE decides between all processes who asks."""
    unasked = Masthead.objects.filter(pk=masthead.pk, weather_asked_at=masthead.weather_asked_at)
    return bool(unasked.update(weather_asked_at=at))


def fetch_aside(masthead: Masthead, at: datetime) -> Thread | None:
    """Begin `fetch` in a thread of its own, so that no reader waits for it."""
    if not is_due(masthead, at) or not _one_thread.acquire(blocking=False):
        return None

    def run() -> None:
        try:
            fetch(masthead, at)
        finally:
            connection.close()
            _one_thread.release()

    thread = Thread(target=run, name="weather", daemon=True)
    thread.start()
    return thread

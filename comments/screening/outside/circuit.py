"""A service that fails is left alone for a while: a reader must not wait for what will not come.

Its state is kept in the cache, so that all processes share it; while Redis is away each goes by
what it has tried itself (newsroom.redis_cache).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone

logger = logging.getLogger(__name__)

T = TypeVar("T")

FAILURES = 3
REST_SECONDS = 60
_KEPT_SECONDS = 24 * 3600
# RecursionError is what an answer of fifty thousand brackets within each other comes to.
_NO_ANSWER = (OSError, HTTPException, ValueError, KeyError, TypeError, RecursionError)


class Unavailable(Exception):  # noqa: N818 - a fact, told as such
    """No answer, or none that could be understood."""


@dataclass(frozen=True)
class Outage:
    service: str
    since: datetime
    failure: str
    """The name of what went wrong; never anything of the text."""


def through(service: str, ask: Callable[[], T]) -> T:
    """The answer of the service. Raises Unavailable if there is none, or if it failed so often
    that it rests; after the rest one question tries whether it is back."""
    failures = _get(service, "failures", 0)
    if failures >= FAILURES and not _may_try(service):
        raise Unavailable
    try:
        answer = ask()
    except _NO_ANSWER as failure:
        _failed(service, type(failure).__name__)
        raise Unavailable from failure
    if failures:
        _recovered(service)
    return answer


def outages(services: tuple[str, ...] = ("akismet", "classifier")) -> list[Outage]:
    """The services that have failed so often that they rest, for the desk."""
    with suppress(Exception):
        told = cache.get_many([_key(service, "outage") for service in services])
        return [
            Outage(service, *told[_key(service, "outage")])
            for service in services
            if _key(service, "outage") in told
        ]
    return []


def _may_try(service: str) -> bool:
    """Whether nobody has tried within the rest: true for one who asks, and for all without a
    cache."""
    try:
        return cache.add(_key(service, "tried"), 1, timeout=REST_SECONDS)
    except Exception:  # any back end's own
        return True


def _failed(service: str, failure: str) -> None:
    logger.warning("%s could not be asked: %s", service, failure)
    with suppress(Exception):
        cache.add(_key(service, "failures"), 0, timeout=_KEPT_SECONDS)
        if cache.incr(_key(service, "failures")) >= FAILURES:
            cache.set(_key(service, "tried"), 1, timeout=REST_SECONDS)
            cache.add(_key(service, "outage"), (timezone.now(), failure), timeout=_KEPT_SECONDS)


def _recovered(service: str) -> None:
    with suppress(Exception):
        cache.delete_many([_key(service, what) for what in ("failures", "tried", "outage")])


def _get(service: str, what: str, default: Any) -> Any:
    try:
        return cache.get(_key(service, what), default)
    except Exception:  # any back end's own
        return default


def _key(service: str, what: str) -> str:
    return f"outside:{service}:{what}"

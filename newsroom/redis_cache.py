"""The cache in Redis, or in the memory of each process for as long as Redis cannot be reached.

What it is used for are limits: how often somebody tries a password, sends a legal notice, asks a
service that fails. While it is away each process counts for itself. So a limit is laxer by as many
times as there are processes, but it is one: nobody is locked out, and nobody may try without end.
An error is what no reader gets for it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.core.cache.backends import redis
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# Redis answers within a millisecond. A host that is gone does not answer at all, and somebody
# waits meanwhile: once in each rest.
CONNECTS_WITHIN_SECONDS = 0.5
ANSWERS_WITHIN_SECONDS = 0.5
RESTS_SECONDS = 5
# Limits that push out each other are none.
ENTRIES_AT_MOST = 10_000


class _Absence:
    """Since when a server has been away, for the whole process: each thread has a cache of its
    own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.tries_at: float | None = None

    def is_rest(self) -> bool:
        """Whether it is not to be asked now. After a rest one is told to try, the others wait for
        what comes of it without waiting themselves."""
        if self.tries_at is None:
            return False
        with self._lock:
            if self.tries_at is None:
                return False
            now = time.monotonic()
            if now < self.tries_at:
                return True
            self.tries_at = now + RESTS_SECONDS
            return False

    def begins(self) -> bool:
        """Whether this is news."""
        with self._lock:
            is_news = self.tries_at is None
            self.tries_at = time.monotonic() + RESTS_SECONDS
            return is_news

    def ends(self) -> bool:
        """Whether this is news."""
        if self.tries_at is None:
            return False
        with self._lock:
            is_news, self.tries_at = self.tries_at is not None, None
            return is_news


_absences: dict[str, _Absence] = {}


def _or_in_memory(name: str) -> Callable[..., Any]:
    def either(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        if not self.absence.is_rest():
            try:
                found = getattr(redis.RedisCache, name)(self, *args, **kwargs)
            except (RedisError, OSError) as failure:
                self.is_away(failure)
            else:
                self.is_back()
                return found
        return getattr(self.memory, name)(*args, **kwargs)

    return either


class RedisCache(redis.RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_connect_timeout": CONNECTS_WITHIN_SECONDS,
            "socket_timeout": ANSWERS_WITHIN_SECONDS,
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self.absence = _absences.setdefault(str(server), _Absence())
        self.memory = LocMemCache(
            f"instead of {server}", {**params, "OPTIONS": {"MAX_ENTRIES": ENTRIES_AT_MOST}}
        )

    add = _or_in_memory("add")
    get = _or_in_memory("get")
    set = _or_in_memory("set")
    touch = _or_in_memory("touch")
    delete = _or_in_memory("delete")
    get_many = _or_in_memory("get_many")
    has_key = _or_in_memory("has_key")
    incr = _or_in_memory("incr")
    set_many = _or_in_memory("set_many")
    delete_many = _or_in_memory("delete_many")
    clear = _or_in_memory("clear")

    def is_reachable(self) -> bool:
        """For a supervisor. Waits no longer than anybody else."""
        self.has_key("reachable")
        return self.absence.tries_at is None

    def is_away(self, failure: Exception) -> None:
        if self.absence.begins():
            # What was remembered the last time is of another hour.
            self.memory.clear()
            logger.warning(
                "The cache cannot be reached: %s. Each process remembers for itself.",
                type(failure).__name__,
            )

    def is_back(self) -> None:
        if self.absence.ends():
            logger.warning("The cache is back.")

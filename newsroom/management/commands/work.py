from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone

from articles.models import Presence
from comments.models import AddressUse
from comments.moderation import alerts
from comments.moderation.scheduled_changes import announce_scheduled_changes
from newsroom import weather
from newsroom.edges import telling
from newsroom.models import Masthead

logger = logging.getLogger(__name__)

LOOKS_EVERY_SECONDS = 60
# Tasks that have been done are forgotten after two weeks, addresses when they are old, and who
# had an article open.
PRUNES_EVERY_SECONDS = 24 * 60 * 60
# A worker that dies at once is not started a hundred times a minute.
RESTARTS_AFTER_SECONDS = 5
STOPS_WITHIN_SECONDS = 15
# How long a task waits at most. SQLite has one writer at a time, and a worker that asks for tasks
# takes its place for some tenths of a millisecond: rarely enough to be in nobody's way.
ASKS_EVERY_SECONDS = {"sqlite": 5, "postgresql": 2}


class Command(BaseCommand):
    help = (
        "Do what was put off, with a db_worker that is started again if it dies; tell the caches "
        "in front what has changed; and look every minute whether cases wait too long, and "
        "whether a suspension has begun or ended by the clock. `serve` runs it beside the site."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="Stop when this parent process is gone."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: sys.exit(0))
        parent = options["beside"]
        telling.start()
        _try(telling.forget_others)
        worker, started = _worker(), time.monotonic()
        looks_at = prunes_at = started
        try:
            while parent is None or os.getppid() == parent:
                now = time.monotonic()
                if worker.poll() is not None and now - started >= RESTARTS_AFTER_SECONDS:
                    logger.warning("The worker ended with %s: another starts.", worker.returncode)
                    worker, started = _worker(), now
                if now >= looks_at:
                    _try(_look)
                    looks_at = now + LOOKS_EVERY_SECONDS
                if now >= prunes_at:
                    _try(_forget)
                    prunes_at = now + PRUNES_EVERY_SECONDS
                time.sleep(1)
        finally:
            _stop(worker)


def _look() -> None:
    at = timezone.now()
    alerts.of_the_queue(at)
    announce_scheduled_changes(at)
    alerts.resume(at)
    # Pages that are kept ask for no weather.
    weather.fetch(Masthead.current(), at)


def _forget() -> None:
    call_command("prune_db_task_results", verbosity=0)
    at = timezone.now()
    AddressUse.objects.forget_old(at)
    Presence.objects.forget_old(at)


def _try(act: Callable[[], Any]) -> None:
    """Whatever goes wrong, it is tried again at its next turn."""
    close_old_connections()
    try:
        act()
    except Exception:
        logger.exception("Could not do what is done from time to time.")
    connection.close()


def start_beside(parent: int) -> subprocess.Popen[bytes]:
    return _run("work", "--beside", str(parent))


def _worker() -> subprocess.Popen[bytes]:
    interval = ASKS_EVERY_SECONDS.get(connection.vendor, 5)
    return _run("db_worker", "--interval", str(interval), "--no-reload")


def _run(*command: str) -> subprocess.Popen[bytes]:
    manage = Path(settings.BASE_DIR) / "manage.py"
    return subprocess.Popen([sys.executable, str(manage), *command])  # noqa: S603 - our own


def _stop(worker: subprocess.Popen[bytes]) -> None:
    """A task that has begun may end."""
    worker.terminate()
    try:
        worker.wait(STOPS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()

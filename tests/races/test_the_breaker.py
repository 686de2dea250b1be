"""Many whose comments trip the breaker at the same moment: on real connections."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from comments.models import Alert, AlertChannel, Suspension, Thread, Trip
from comments.moderation import breaker
from tests.builders import a_comment, a_person, an_article

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("transactional_db")]

AT_ONCE = 8


def all_watch(threads: list[Thread]) -> list[Trip | None]:
    start = threading.Barrier(AT_ONCE)

    def watch(thread: Thread) -> Trip | None:
        try:
            connection.ensure_connection()
            start.wait()
            return breaker.watch(thread, timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as people:
        return [each.result(timeout=60) for each in [people.submit(watch, t) for t in threads]]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.parametrize("round_number", range(5))
def test_one_suspension_is_set_and_one_alert_sent_by_eight_who_trip_it_at_once(round_number):
    AlertChannel.objects.create(target="desk@example.org")
    article, crowd = an_article(), [a_person() for _ in range(4)]
    for number in range(12):
        a_comment(article=article, author=crowd[number % 4], status="spam")
    thread = Thread.objects.select_related("article").get()
    trips = [trip for trip in all_watch([thread] * AT_ONCE) if trip]
    assert len(trips) == Trip.objects.count() == 1
    assert Suspension.objects.get() == trips[0].suspension
    assert Alert.objects.count() == 1

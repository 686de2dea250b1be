"""Many whose comments trip the breaker at the same moment: on real connections."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from comments import posting
from comments.models import Alert, AlertChannel, Comment, Decision, Suspension, Thread, Trip
from comments.moderation import breaker, decisions
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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.parametrize("round_number", range(3))
def test_moderators_who_reject_while_readers_write_trip_it_once_and_wait_in_no_circle(round_number):
    """Who rejects holds threads and then asks the breaker, which takes the switch alone; who
    writes holds the switch and then takes the thread."""
    AlertChannel.objects.create(target="desk@example.org")
    articles, crowd = [an_article(), an_article()], [a_person() for _ in range(6)]
    written = [
        a_comment(article=articles[number % 2], author=crowd[number % 6]).pk for number in range(96)
    ]
    moderators = [a_person(group="Moderators") for _ in range(4)]
    start = threading.Barrier(8)

    def begun(act):
        try:
            connection.ensure_connection()
            start.wait()
            act()
        finally:
            connections.close_all()

    def reject(place):
        for first in range(place * 24, place * 24 + 24, 4):
            decisions.decide(
                Decision.Verb.REJECT, written[first : first + 4], by=moderators[place],
                at=timezone.now(), reason="Rule 3.",
            )  # fmt: skip

    def write(place):
        for number in range(12):
            submission = posting.Submission(
                articles[number % 2], crowd[place], f"So say I, {number}.", uuid.uuid4()
            )
            outcome = posting.submit(submission)
            if isinstance(outcome, posting.Taken):
                breaker.watch(outcome.comment.thread, timezone.now())

    acts = [lambda place=place: reject(place) for place in range(4)]
    acts += [lambda place=place: write(place) for place in range(4)]
    with ThreadPoolExecutor(8) as people:
        for each in [people.submit(begun, act) for act in acts]:
            each.result(timeout=60)
    assert Comment.objects.filter(status="rejected").count() == 96
    places = list(Trip.objects.values_list("thread", flat=True))
    assert places
    assert len(places) == len(set(places)) == Alert.objects.count()

"""Many who write to the log at the same moment: on real connections."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from comments.models import LogEntry
from comments.moderation import record
from tests.builders import a_person

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("transactional_db")]

WRITERS, ENTRIES_EACH = 8, 25


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_what_eight_write_at_once_is_one_chain_without_gaps():
    people = [a_person() for _ in range(WRITERS)]
    start = threading.Barrier(WRITERS)

    def write(person):
        try:
            connection.ensure_connection()
            start.wait()
            for number in range(ENTRIES_EACH):
                with transaction.atomic():
                    LogEntry.objects.write(
                        "approve", by=person, at=timezone.now(), about=f"comment {number}"
                    )
                    if number % 5 == 4:
                        # An act that fails after its entry takes the number back.
                        transaction.set_rollback(True)
                if number % 5 == 4:
                    with transaction.atomic():
                        LogEntry.objects.write("reject", by=person, at=timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as crew:
        for each in [crew.submit(write, person) for person in people]:
            each.result(timeout=60)

    numbers = LogEntry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, WRITERS * ENTRIES_EACH + 1))
    assert record.verify() is None
    assert {LogEntry.objects.filter(by=person).count() for person in people} == {ENTRIES_EACH}

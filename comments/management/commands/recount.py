from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from comments.models import counts
from comments.models.counts import Miscount
from comments.moderation import queue

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Rebuild the counters of threads and comments, and the cases of what waits, from the rows, "
        "and say what was wrong."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        threads, comments = counts.recount()
        self._tell("thread", threads)
        self._tell("comment", comments)
        opened = queue.open_missing()
        self.stdout.write(f"cases: {opened:,} opened" if opened else "cases: all there")
        moved = queue.put_in_place()
        self.stdout.write(f"queue: {moved:,} put in order" if moved else "queue: in order")

    def _tell(self, noun: str, wrong: list[Miscount]) -> None:
        for each in wrong[:SHOWN]:
            self.stdout.write(f"{noun} {each.pk}: said {each.stored}, has {each.right}")
        if len(wrong) > SHOWN:
            self.stdout.write(f"and {len(wrong) - SHOWN:,} more")
        self.stdout.write(f"{noun}s: {len(wrong):,} put right" if wrong else f"{noun}s: all right")

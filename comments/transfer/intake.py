"""Comments of another system, on their way in: thousands at a time, replies under their parents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from comments import markup
from comments.models import Comment, Thread, counts
from comments.models.comment import LEVELS_SHOWN
from comments.moderation import queue
from comments.transfer import numbers
from comments.transfer.places import Place, complete_parents, place_of, places_of

BATCH = 1_000


@dataclass(frozen=True)
class CommentRecord:
    """A comment as another system has it; all its references are keys of that system."""

    key: str
    article: str
    author: str
    text: str
    created_at: datetime
    status: str
    parent: str = ""
    edited_at: datetime | None = None


@dataclass(eq=False)
class Writer:
    """Who wrote a comment: `pk` is known once the person's row is written."""

    pk: int = 0
    is_named: bool = False
    """Whether a comment has named this writer."""


@dataclass(frozen=True)
class _Waiting:
    record: CommentRecord
    thread: int
    author: Writer


class Importer:
    """Keeps records as comments, each once, in batches. Articles come as primary keys; `write`
    gives the writers theirs. Expects the transaction of the whole import; `finish` writes the rest
    and counts."""

    def __init__(self, write: Callable[[Iterable[Writer]], None]) -> None:
        self.created = 0
        self.existing = 0
        self.orphans = 0
        """Replies whose parent is not here: they open a thread of their own."""
        self._write_people = write
        self._threads = dict(Thread.objects.values_list("article_id", "pk"))
        self._waiting: dict[str, _Waiting] = {}

    def comment(self, record: CommentRecord, *, article: int, author: Writer) -> None:
        author.is_named = True
        if record.key in self._waiting:
            self.existing += 1
            return
        self._waiting[record.key] = _Waiting(record, self._thread(article), author)
        if len(self._waiting) >= BATCH:
            self._write()

    def finish(self) -> None:
        self._write()
        counts.recount()
        queue.open_missing()

    def _thread(self, article: int) -> int:
        if article not in self._threads:
            self._threads[article] = Thread.objects.create(article_id=article).pk
        return self._threads[article]

    def _write(self) -> None:
        """Write the batch level by level: a comment is there before what answers it."""
        records = [each.record for each in self._waiting.values()]
        places = places_of({*self._waiting, *(each.parent for each in records if each.parent)})
        existing = [record for record in records if record.key in places]
        waiting = {key: each for key, each in self._waiting.items() if key not in places}
        self._waiting.clear()
        self.existing += len(existing)
        self._write_people(each.author for each in waiting.values())
        free = numbers.reserve({key: numbers.number_in(key) for key in waiting})
        while waiting:
            ready = {
                key: each for key, each in waiting.items() if each.record.parent not in waiting
            } or waiting  # replies that answer one another in a circle
            waiting = {key: each for key, each in waiting.items() if key not in ready}
            rows = [self._row(each, places, free.get(key)) for key, each in ready.items()]
            Comment.objects.bulk_create(rows)
            self.created += len(rows)
            places |= {row.imported_from or "": place_of(row) for row in rows}
        complete_parents({record.key: record.parent for record in existing}, places)

    def _row(self, waiting: _Waiting, places: dict[str, Place], number: int | None) -> Comment:
        record = waiting.record
        parent = places.get(record.parent)
        if parent and parent.thread != waiting.thread:
            parent = None
        self.orphans += bool(record.parent) and parent is None
        return Comment(
            pk=number,
            imported_from=record.key,
            thread_id=waiting.thread,
            author_id=waiting.author.pk,
            parent_id=parent.pk if parent else None,
            shown_under_id=parent.below if parent else None,
            level=min(parent.level + 1, LEVELS_SHOWN) if parent else 1,
            text=record.text,
            html=markup.render(record.text),
            status=record.status,
            created_at=record.created_at,
            edited_at=record.edited_at,
        )

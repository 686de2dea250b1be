"""Comments of another system, on their way in: thousands at a time, replies under their parents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from comments import markup
from comments.models import Comment, Thread, counts
from comments.models.comment import LEVELS_SHOWN
from comments.moderation import queue

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


@dataclass(frozen=True)
class _Place:
    """Where a comment stands in its tree: all that its replies need to know."""

    pk: int
    thread: int
    level: int
    shown_under: int | None

    @property
    def below(self) -> int:
        """The comment under which a reply to this one is shown, as in Comment.below."""
        return self.shown_under if self.level == LEVELS_SHOWN and self.shown_under else self.pk


class Intake:
    """Takes records in, each once, in batches. `article` and `author` come as primary keys.
    Expects the transaction of the whole import; `finish` writes the rest and counts."""

    def __init__(self) -> None:
        self.came = 0
        self.there_already = 0
        self.orphans = 0
        """Replies whose parent is not here: they open a thread of their own."""
        self._threads = dict(Thread.objects.values_list("article_id", "pk"))
        self._waiting: dict[str, tuple[CommentRecord, int, int]] = {}

    def comment(self, record: CommentRecord, *, article: int, author: int) -> None:
        self._waiting.setdefault(record.key, (record, self._thread(article), author))
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
        parents = {record.parent for record, _, _ in self._waiting.values() if record.parent}
        places = _places({*self._waiting, *parents})
        waiting = {key: each for key, each in self._waiting.items() if key not in places}
        self.there_already += len(self._waiting) - len(waiting)
        self._waiting.clear()
        while waiting:
            ready = {
                key: each for key, each in waiting.items() if each[0].parent not in waiting
            } or waiting  # replies that answer one another in a circle
            waiting = {key: each for key, each in waiting.items() if key not in ready}
            rows = [self._row(*each, places=places) for each in ready.values()]
            Comment.objects.bulk_create(rows)
            self.came += len(rows)
            places |= {row.imported_from or "": _place(row) for row in rows}

    def _row(
        self, record: CommentRecord, thread: int, author: int, *, places: dict[str, _Place]
    ) -> Comment:
        parent = places.get(record.parent)
        if parent and parent.thread != thread:
            parent = None
        self.orphans += bool(record.parent) and parent is None
        return Comment(
            imported_from=record.key,
            thread_id=thread,
            author_id=author,
            parent_id=parent.pk if parent else None,
            shown_under_id=parent.below if parent else None,
            level=min(parent.level + 1, LEVELS_SHOWN) if parent else 1,
            text=record.text,
            html=markup.render(record.text),
            status=record.status,
            created_at=record.created_at,
            edited_at=record.edited_at,
        )


def _places(keys: Iterable[str]) -> dict[str, _Place]:
    """What is here already of these."""
    found: dict[str, _Place] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), 500):
        rows = Comment.objects.filter(imported_from__in=wanted[start : start + 500])
        for row in rows.only("imported_from", "thread", "level", "shown_under"):
            found[row.imported_from or ""] = _place(row)
    return found


def _place(row: Comment) -> _Place:
    return _Place(row.pk, row.thread_id, row.level, row.shown_under_id)

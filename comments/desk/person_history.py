"""Everything that happened to a person or that they did, as one list by time: notes, earlier
names, networks, decisions, sanctions, reports, legal notices.

Each kind of row is one source. A page takes the next rows of each source behind its cursor and
merges them, so it costs the same number of queries however much there is and however far back it
lies.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from comments.models import AddressUse, Comment, Decision, LegalNotice, PersonNote, Report

PAGE = 25
# Decisions and legal notices are those about the newest comments: nobody is judged by older ones.
COMMENTS_LOOKED_AT = 1_000
OTHERS_SHOWN = 10

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Key = tuple[datetime, int, int]


@dataclass(frozen=True)
class Subject:
    """Whose history it is, who reads it, and the person's newest comments by primary key."""

    person: Any
    viewer: Any
    comments: list[int]


@dataclass(frozen=True)
class Source:
    kind: str
    label: Any
    time: str
    """The field by which its rows take their place."""
    rows: Callable[[Subject], QuerySet[Any]]

    def after(self, subject: Subject, rank: int, cursor: _Key | None) -> Iterator[Entry]:
        """The next rows behind the cursor, the latest first: one query."""
        rows = self.rows(subject).order_by(f"-{self.time}", "-pk")
        if cursor:
            moment, at_rank, pk = cursor
            earlier = Q(**{f"{self.time}__lt": moment})
            if rank < at_rank:
                earlier |= Q(**{self.time: moment})
            elif rank == at_rank:
                earlier |= Q(**{self.time: moment, "pk__lt": pk})
            # The first condition follows from the second; it is what an index can begin with.
            rows = rows.filter(Q(**{f"{self.time}__lte": moment}), earlier)
        for row in rows[: PAGE + 1]:
            yield Entry(self.kind, getattr(row, self.time), rank, row)


def _notes(subject: Subject) -> QuerySet[Any]:
    notes = PersonNote.objects.visible_to(subject.viewer).filter(person=subject.person)
    return notes.select_related("written_by", "struck_out_by")


def _decisions(subject: Subject) -> QuerySet[Any]:
    made = Decision.objects.filter(comment__in=subject.comments)
    related = ("comment", "made_by", "house_rule", "undone_by")
    return made.select_related(*related).defer("comment__html", "statement")


def _notices(subject: Subject) -> QuerySet[Any]:
    notices = LegalNotice.objects.filter(comment__in=subject.comments)
    return notices.select_related("comment").defer("comment__html")


def _reports(subject: Subject) -> QuerySet[Any]:
    made = Report.objects.filter(reporter=subject.person)
    return made.select_related("comment__author").defer("comment__html")


# A new kind of row takes its place here, and a template of its kind in desk/history/.
SOURCES = (
    Source("note", _("Notes"), "written_at", _notes),
    Source(
        "name",
        _("Earlier names"),
        "used_until",
        lambda subject: subject.person.earlier_names.select_related("ended_by", "undone_by"),
    ),
    Source("network", _("Networks"), "last_at", lambda subject: subject.person.addresses.all()),
    Source("decision", _("Decisions"), "made_at", _decisions),
    Source(
        "sanction",
        _("Sanctions"),
        "starts_at",
        lambda subject: subject.person.sanctions.select_related("set_by", "lifted_by"),
    ),
    Source("report", _("Reports they made"), "made_at", _reports),
    Source("notice", _("Legal notices"), "made_at", _notices),
)
KINDS = [(source.kind, source.label) for source in SOURCES]


@dataclass
class Entry:
    kind: str
    at: datetime
    rank: int
    row: Any
    others: list[Any] = field(default_factory=list)
    """Of a network: the other accounts that were seen there."""
    can_be_struck_out: bool = False

    @property
    def key(self) -> _Key:
        return self.at, self.rank, self.row.pk

    @property
    def template(self) -> str:
        return f"comments/desk/history/{self.kind}.html"


@dataclass(frozen=True)
class History:
    entries: list[Entry]
    next: str
    """The cursor of what lies before in time; empty where nothing does."""
    kind: str
    """To which kind it is narrowed; empty for all."""
    is_first_page: bool
    is_complete: bool
    """Whether all comments of the person were looked at for decisions and notices."""


def history(person: Any, viewer: Any, *, kind: str = "", cursor: str = "") -> History:
    """A page of a person's history as this viewer may see it. Nine queries for all kinds, three at
    most for one. A kind that is none and a cursor that is not ours narrow nothing."""
    kind = kind if kind in dict(KINDS) else ""
    edge = _read(cursor)
    written = Comment.objects.filter(author=person).order_by("-created_at")
    subject = Subject(
        person, viewer, list(written.values_list("pk", flat=True)[:COMMENTS_LOOKED_AT])
    )
    sources = [
        source.after(subject, rank, edge)
        for rank, source in enumerate(SOURCES)
        if kind in ("", source.kind)
    ]
    merged = heapq.merge(*sources, key=lambda entry: entry.key, reverse=True)
    found = list(islice(merged, PAGE + 1))
    entries = found[:PAGE]
    _add_others(entries, person)
    for entry in entries:
        if entry.kind == "note":
            entry.can_be_struck_out = entry.row.can_be_struck_out_by(viewer)
    return History(
        entries,
        next=_written(entries[-1].key) if len(found) > PAGE else "",
        kind=kind,
        is_first_page=edge is None,
        is_complete=len(subject.comments) < COMMENTS_LOOKED_AT,
    )


def _add_others(entries: list[Entry], person: Any) -> None:
    """The other accounts at each of the networks: one query, none for no network."""
    networks = {entry.row.address for entry in entries if entry.kind == "network"}
    if not networks:
        return
    uses = AddressUse.objects.filter(address__in=networks).exclude(person=person)
    others: dict[str, list[Any]] = defaultdict(list)
    for use in uses.select_related("person").order_by("-last_at")[: OTHERS_SHOWN * PAGE]:
        others[use.address].append(use.person)
    for entry in entries:
        if entry.kind == "network":
            entry.others = others[entry.row.address][:OTHERS_SHOWN]


def _written(key: _Key) -> str:
    moment, rank, pk = key
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}.{rank}.{pk}"


def _read(cursor: str) -> _Key | None:
    try:
        microseconds, rank, pk = (int(number[:18]) for number in cursor.split("."))
        return _EPOCH + timedelta(microseconds=microseconds), rank, pk
    except (ValueError, OverflowError):
        return None

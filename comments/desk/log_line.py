"""An entry of the log as a sentence, with what is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from comments.models import LogEntry

# Of each act what the filter calls it, and what stands between who did it and to what.
ACTS = {
    "approve": ("Approved", "approved"),
    "reject": ("Rejected", "rejected"),
    "spam": ("Marked as spam", "marked as spam"),
    "restore": ("Restored", "restored"),
    "open case": ("Case opened", "opened a case for"),
    "undo": ("Taken back", "took back the decision on"),
    "sanction": ("Sanction imposed", "imposed a sanction on"),
    "sanction lifted": ("Sanction lifted", "lifted the sanction of"),
    "note written": ("Note written", "wrote a note about"),
    "note struck out": ("Note struck out", "struck out a note about"),
    "account removal": ("Account removed", "banned, and removed the comments of"),
    "account removal undone": ("Account brought back", "took back the removal of"),
    "names marked": ("Names marked", "marked the names of readers:"),
    "name changed": ("Name changed", "changed the name of"),
    "name taken away": ("Name taken away", "took away the name of"),
    "name given back": ("Name given back", "gave the name back to"),
    "name approved": ("Name approved", "approved the name of"),
    "name refused": ("Name refused", "refused the name of"),
    "suspend": ("Commenting suspended", "suspended commenting:"),
    "lift": ("Suspension lifted", "lifted"),
    "keep": ("Kept what the breaker set", "kept what the breaker had set:"),
    "assign": ("Assigned", "assigned"),
    "assignment ended": ("Assignment ended", "ended the assignment of"),
    "hand over": ("Handed over", "handed over with"),
    "add": ("Added", "added"),
    "change": ("Changed", "changed"),
    "delete": ("Deleted", "deleted"),
    "import": ("Imported", "imported"),
    "claim": ("Earlier comments claimed", "claimed earlier comments for"),
    "export": ("Exported", "exported"),
    "remove demo": ("Demo removed", "removed the demo paper:"),
}

# Where each thing can be seen, and what one must be allowed for it.
PAGES = {
    "comment": ("admin:comments_comment_change", "comments.view_comment"),
    "case": ("case", "comments.moderate_comment"),
    "suspension": ("suspension", "comments.throw_switch"),
    "account": ("commenter", "comments.moderate_comment"),
}

# One act may be about ten thousand comments.
LINKED = 100


@dataclass(frozen=True)
class Line:
    entry: LogEntry
    does: str
    about: str
    address: str
    """Where what it is about can be seen; empty where nowhere."""
    details: list[tuple[str, str]]
    comments: list[tuple[int, str]]
    """Of an act on many: each with its address, the first LINKED."""
    further: int
    """How many more there were."""


def lines(entries: Iterable[LogEntry], *, reader: Any) -> list[Line]:
    """One query for the accounts that the entries name by number: the log has no reader's name,
    for what is in it stays. Things are linked that this reader may see."""
    entries = list(entries)
    pages = {noun: page for noun, (page, right) in PAGES.items() if reader.has_perm(right)}
    numbers = [pk for noun, pk in map(_thing, entries) if noun == "account"]
    people = get_user_model()._default_manager.filter(pk__in=numbers)
    names = {str(person.pk): str(person) for person in people.only("pk", "display_name")}
    return [_line(entry, names, pages) for entry in entries]


def _line(entry: LogEntry, names: dict[str, str], pages: dict[str, str]) -> Line:
    noun, pk = _thing(entry)
    about = entry.about
    if noun == "account" and pk in names:
        about = f"{names[pk]} ({about})"
    elif name := entry.details.get("name"):
        about = f"{about}, {name}" if noun in PAGES else f"{about}, “{name}”"
    comments = [] if noun == "comment" else _list(entry.details.get("comments"))
    return Line(
        entry,
        does=_does(entry),
        about=about,
        address=_page(noun, pk, pages),
        details=_details(entry.details),
        comments=[(each, _page("comment", each, pages)) for each in comments[:LINKED]],
        further=len(comments[LINKED:]),
    )


def _page(noun: str, pk: str | int, pages: dict[str, str]) -> str:
    return reverse(pages[noun], args=[pk]) if noun in pages else ""


def _thing(entry: LogEntry) -> tuple[str, str]:
    """The noun and the number of the one row that an entry is about; two empty texts if of none."""
    noun, _, pk = entry.about.rpartition(" ")
    return (noun, pk) if noun and pk.isdecimal() else ("", "")


def _does(entry: LogEntry) -> str:
    kind = entry.details.get("kind")
    if kind and entry.act == "sanction":
        return f"imposed a {kind} on"
    if kind and entry.act == "sanction lifted":
        return f"lifted the {kind} of"
    return ACTS.get(entry.act, ("", entry.act))[1]


def _details(details: dict[str, Any]) -> list[tuple[str, str]]:
    """What the sentence has not said, without what is empty."""
    told = []
    for name, value in details.items():
        if name == "changes" and isinstance(value, dict):
            told += [(_plain(field), _change(each)) for field, each in value.items()]
        elif name not in ("name", "comments") and value not in (None, "", []):
            told.append((_plain(name), _said(value)))
    return told


def _change(change: Any) -> str:
    if not isinstance(change, list) or len(change) != 2:
        return _said(change)
    old, new = change
    if old is None:
        return _said(new)
    return f"{_said(old)} → {_said(new)}"


def _said(value: Any) -> str:
    if value in (None, ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, dict):
        return "; ".join(f"{_plain(name)}: {_said(each)}" for name, each in value.items())
    moment = _moment(value) if isinstance(value, str) else None
    return date_format(timezone.localtime(moment), "j M Y, H:i") if moment else str(value)


def _moment(written: str) -> datetime | None:
    try:
        moment = parse_datetime(written)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _plain(name: str) -> str:
    return name.rpartition(".")[2].replace("_", " ")


def _list(value: Any) -> list[int]:
    return [each for each in value if isinstance(each, int)] if isinstance(value, list) else []

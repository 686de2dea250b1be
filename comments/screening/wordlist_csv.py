"""Word lists as files: a table with a line of column names, or a plain text of one entry a line."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from comments.screening.listed_words import complaint_about

COLUMNS = ("text", "kind", "act", "whole", "note", "is_on", "ends_at")
LONGEST_TEXT, LONGEST_NOTE = 200, 300
# A line for every word of every list that we know of, many times over.
MOST_LINES = 50_000

_KINDS = ("word", "phrase", "pattern")
_ACTS = {
    "hold": "hold", "suspect": "hold", "moderate": "hold",
    "refuse": "refuse", "banned": "refuse", "ban": "refuse", "reject": "refuse", "block": "refuse",
}  # fmt: skip
_YES, _NO = {"yes", "true", "1", "on", "y", "x"}, {"no", "false", "0", "off", "n"}
# What a spreadsheet would run as a formula is written with an apostrophe before it.
_FORMULA = ("=", "+", "-", "@", "\t")


class UnreadableError(ValueError):
    """The file is no text. Says in a sentence for people what to do."""


@dataclass(frozen=True)
class Row:
    """An entry, and what the file says of it; what it leaves open is not there."""

    line: int
    text: str
    kind: str
    said: dict[str, Any] = field(default_factory=dict)
    """Of act, whole, note, is_on and ends_at."""

    @property
    def key(self) -> tuple[str, str]:
        return key_of(self.kind, self.text)


@dataclass
class Reading:
    rows: list[Row] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Each names its line. The lines that nothing is wrong with are among the rows."""
    repeated: int = 0


def key_of(kind: str, text: str) -> tuple[str, str]:
    """What makes two entries one. Case is no difference, save in a pattern: \\S is not \\s."""
    return kind, text if kind == "pattern" else unicodedata.normalize("NFC", text).casefold()


def decoded(data: bytes) -> str:
    """A file as text. Raises UnreadableError."""
    for encoding, mark in (("utf-16", (b"\xff\xfe", b"\xfe\xff")), ("utf-8-sig", (b"",))):
        if data.startswith(mark):
            try:
                return data.decode(encoding).replace("\x00", "")
            except UnicodeDecodeError:
                break
    raise UnreadableError("This file is not in UTF-8: save it as “CSV UTF-8” and try again.")


def read(text: str) -> Reading:
    """All that can be read of a list. Of entries that are there twice the first counts."""
    reading = Reading()
    seen = set()
    text = text.removeprefix("\ufeff").replace("\x00", "")
    reading.complaints += [
        f"Line 1: “{name}” is no column and was passed over." for name in _unknown_columns(text)
    ]
    try:
        for line, cells in _lines(text):
            if line > MOST_LINES:
                reading.complaints.append(f"Only the first {MOST_LINES:,} lines were read.")
                break
            try:
                row = _row(line, cells)
            except ValueError as complaint:
                reading.complaints.append(f"Line {line}: {complaint}")
                continue
            if row.key in seen:
                reading.repeated += 1
                continue
            seen.add(row.key)
            reading.rows.append(row)
    except csv.Error as error:
        reading.complaints.append(f"The table cannot be read on: {error}.")
    return reading


def written(entries: Iterable[dict[str, Any]]) -> str:
    """A table that `read` reads back, of dictionaries with the columns as keys."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for entry in entries:
        table.writerow([_cell(entry[column]) for column in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat()
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells by the names of their columns. Empty lines are passed over."""
    separator, names = _header(text)
    if "text" not in names:
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.startswith("# "):
                yield number, {"text": line}
        return
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    next(table)
    for cells in table:
        if any(map(str.strip, cells)):
            yield table.line_num, dict(zip(names, map(_without_mark, cells), strict=False))


def _header(text: str) -> tuple[str, list[str]]:
    """What separates the cells, and the names in the first line, which are those of columns if
    `text` is among them."""
    first = text.partition("\n")[0].strip()
    separator = next((each for each in "\t;," if each in first), ",")
    return separator, [name.strip().strip('"').strip().lower() for name in first.split(separator)]


def _unknown_columns(text: str) -> list[str]:
    names = _header(text)[1]
    return [name for name in names if name not in {*COLUMNS, ""}] if "text" in names else []


def _without_mark(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


def _row(line: int, cells: dict[str, str]) -> Row:
    """Raises ValueError with a sentence for people."""
    text = cells.get("text", "").strip()
    kind = cells.get("kind", "").strip().lower() or ("phrase" if " " in text else "word")
    if kind not in _KINDS:
        raise ValueError(f"“{kind}” is no kind: write word, phrase or pattern.")
    said: dict[str, Any] = {}
    for name, meaning in _MEANINGS.items():
        if cell := cells.get(name, "").strip():
            said[name] = meaning(cell)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"An entry has at most {LONGEST_TEXT} characters.")
    if complaint := complaint_about(kind, text, whole=said.get("whole", True)):
        raise ValueError(complaint)
    return Row(line, text, kind, said)


def _act(cell: str) -> str:
    try:
        return _ACTS[cell.lower()]
    except KeyError:
        raise ValueError(f"“{cell}” is no act: write hold or refuse.") from None


def _yes_or_no(cell: str) -> bool:
    if cell.lower() not in _YES | _NO:
        raise ValueError(f"“{cell}” is neither yes nor no.")
    return cell.lower() in _YES


def _note(cell: str) -> str:
    if len(cell) > LONGEST_NOTE:
        raise ValueError(f"A note has at most {LONGEST_NOTE} characters.")
    return cell


def _moment(cell: str) -> datetime:
    """A day ends when it begins here, as in: in force until that day."""
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"“{cell}” is no time: write it as in 2030-01-31T18:00.") from None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


_MEANINGS: dict[str, Callable[[str], Any]] = {
    "act": _act,
    "whole": _yes_or_no,
    "note": _note,
    "is_on": _yes_or_no,
    "ends_at": _moment,
}

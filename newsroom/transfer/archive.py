"""The archive: one form to carry a paper in and out, JSON Lines (docs/archive.md)."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.utils import timezone
from markdown_it import MarkdownIt

from articles.transfer import (
    ArticleRecord,
    AuthorRecord,
    PictureRecord,
    SectionRecord,
    TextPictureRecord,
    TopicRecord,
)
from comments.models import Comment
from comments.transfer.intake import CommentRecord
from newsroom.foundation.clean_text import clean_text
from newsroom.foundation.visible_text import what_is_written
from newsroom.transfer.keys_in_a_file import WITHOUT_ONE, KeysInAFile
from newsroom.transfer.readers import ReaderRecord
from newsroom.transfer.records import (
    BrokenFileError,
    ClosedConversation,
    LeftOut,
    PaperRecord,
    Record,
)

FORMAT, VERSION = "newsroom", 1

# Keys that carry the system they come from already, so that a second journey changes nothing.
_TRAVELLED = re.compile(r"(archive|wordpress):.+:.+")
_SHORTCODE = re.compile(r"\{\{[<%].*?[>%]\}\}", re.S)
_markdown = MarkdownIt("commonmark", {"html": True, "typographer": True}).enable("table")

# The fields of each kind; others are kept out, with a count.
FIELDS = {
    "section": {"slug", "name", "description", "colour", "position"},
    "topic": {"slug", "name"},
    "author": {"slug", "name", "biography"},
    "article": {
        "id", "slug", "headline", "standfirst", "dateline", "body_html", "body_markdown",
        "section", "topics", "authors", "published_at", "language", "see_also",
        "state", "dated", "old_addresses", "picture", "guid",
        "comments_closed", "pictures",
    },
    "reader": {"id", "display_name", "email"},
    "comment": {
        "id", "article", "author", "parent", "text", "created_at", "status", "edited_at",
    },
}  # fmt: skip


def files_of(path: str) -> Path:
    """The folder beside an archive in which the pictures lie that it names."""
    return Path(f"{path.removesuffix('.gz').removesuffix('.jsonl')}.files")


@contextmanager
def opened(path: str, mode: str) -> Iterator[IO[str]]:
    """The archive as text; `-` is standard input or output, `.gz` is compressed."""
    if path == "-":
        yield sys.stdin if mode == "r" else sys.stdout
    elif mode == "r" and path.endswith(".gz"):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield file
    elif path.endswith(".gz"):
        # Without a name and a time inside, the same paper gives the same bytes.
        with (
            open(path, "wb") as raw,
            gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
            io.TextIOWrapper(packed, encoding="utf-8") as file,
        ):
            yield file
    else:
        with open(path, mode, encoding="utf-8") as file:
            yield file


def read(lines: IO[str], files: Path) -> Iterator[tuple[int, Record]]:
    """The records of an archive, one line at a time. Raises BrokenFileError, naming the line."""
    reader = _Reader(files)
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                for record in reader.records(line, first=number == 1):
                    yield number, record
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise BrokenFileError(f"it cannot be read as UTF-8 text ({error})", number + 1) from error
    except _WrongLineError as error:
        raise BrokenFileError(str(error), number) from error
    if number == 0:
        raise BrokenFileError("the file is empty")


class _WrongLineError(Exception):
    pass


class _Line:
    """The fields of one line, each asked for by its kind."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields
        self.kind = fields.get("kind")

    def text(self, name: str, default: str | None = None) -> str:
        value = self.fields.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise _WrongLineError(f"{self.kind}: “{name}” must be a text")
        return clean_text(value)

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.fields.get(name) or []
        if not isinstance(values, list) or not all(isinstance(v, str | int) for v in values):
            raise _WrongLineError(f"{self.kind}: “{name}” must be a list of texts")
        return tuple(clean_text(str(value)) for value in values)

    def number(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value is not None and (not isinstance(value, int) or not 0 <= value < 32_768):
            raise _WrongLineError(f"{self.kind}: “{name}” must be a number")
        return value

    def is_true(self, name: str) -> bool:
        value = self.fields.get(name)
        if value not in (None, True, False):
            raise _WrongLineError(f"{self.kind}: “{name}” must be true or false")
        return bool(value)

    def time(self, name: str) -> datetime | None:
        value = self._parsed(name, datetime.fromisoformat)
        return timezone.make_aware(value) if value and timezone.is_naive(value) else value

    def day(self, name: str) -> date | None:
        return self._parsed(name, date.fromisoformat)

    def _parsed(self, name: str, parse: Callable[[str], Any]) -> Any:
        value = self.fields.get(name)
        if value in (None, ""):
            return None
        try:
            return parse(value)
        except (TypeError, ValueError):
            said = f"{self.kind}: “{name}” is {value!r}, which is no ISO time"
            raise _WrongLineError(said) from None


class _Reader:
    def __init__(self, files: Path) -> None:
        self.files = files
        self.origin = ""
        self.language = ""
        self._keys = KeysInAFile()

    def records(self, text: str, *, first: bool) -> Iterator[Record]:
        try:
            fields = json.loads(text)
        except json.JSONDecodeError as error:
            raise _WrongLineError(f"no JSON ({error.msg})") from None
        if not isinstance(fields, dict) or not isinstance(fields.get("kind"), str):
            raise _WrongLineError("not an object with a “kind”")
        line = _Line(fields)
        if first:
            yield self._head(line)
        elif line.kind not in FIELDS:
            yield LeftOut(f"records of the kind “{line.kind}”")
        else:
            for name in sorted(set(fields) - FIELDS[line.kind] - {"kind"}):
                yield LeftOut(f"the field “{name}” of {line.kind} records")
            if line.kind in ("article", "comment"):
                key = f"{line.kind} {self._key(line.text('id'))}"
                if self._keys.is_of_another(key, text.strip()):
                    nouns = f"{line.kind}s"
                    yield LeftOut(WITHOUT_ONE.format(nouns), 1, nouns, line.text("id"))
                    return
            yield from getattr(self, f"_{line.kind}")(line)

    def _head(self, line: _Line) -> PaperRecord:
        known = line.kind == "archive" and line.fields.get("format") == FORMAT
        if not known or line.fields.get("version") != VERSION:
            raise _WrongLineError(
                'an archive begins with {"kind": "archive", "format": "newsroom", "version": 1}'
            )
        name = line.text("name", "")
        self.origin, self.language = f"archive:{name[:60]}", line.text("language", "")
        return PaperRecord(name, line.text("time_zone", ""))

    def _section(self, line: _Line) -> Iterator[Record]:
        yield SectionRecord(
            line.text("slug"),
            line.text("name"),
            line.text("description", ""),
            line.text("colour", ""),
            line.number("position"),
        )

    def _topic(self, line: _Line) -> Iterator[Record]:
        yield TopicRecord(line.text("slug"), line.text("name"))

    def _author(self, line: _Line) -> Iterator[Record]:
        yield AuthorRecord(line.text("slug"), line.text("name"), line.text("biography", ""))

    def _article(self, line: _Line) -> Iterator[Record]:
        key = self._key(line.text("id"))
        body = line.text("body_html", "")
        if not body:
            source, removed = _SHORTCODE.subn("", line.text("body_markdown", ""))
            body = _markdown.render(source)
            if removed:
                yield LeftOut("shortcodes in Markdown bodies", removed)
        published_at = line.time("published_at")
        yield ArticleRecord(
            key=key,
            slug=line.text("slug"),
            headline=" ".join(html.unescape(line.text("headline")).split()),
            section=line.text("section"),
            body_html=body,
            standfirst=html.unescape(line.text("standfirst", "")),
            dateline=line.text("dateline", ""),
            topics=line.texts("topics"),
            authors=line.texts("authors"),
            published_at=published_at,
            is_draft=line.text("state", "published") == "draft",
            dated=line.day("dated"),
            old_paths=line.texts("old_addresses"),
            language=line.text("language", self.language),
            see_also=tuple(self._key(key) for key in line.texts("see_also")),
            picture=self._picture(line.fields.get("picture")),
            guid=line.text("guid", ""),
            text_pictures=tuple(self._text_pictures(line.fields.get("pictures") or [])),
        )
        if line.is_true("comments_closed"):
            yield ClosedConversation(key)

    def _text_pictures(self, values: Any) -> Iterator[TextPictureRecord]:
        if not isinstance(values, list):
            raise _WrongLineError("article: “pictures” must be a list of objects")
        for fields in values:
            if picture := self._picture(fields):
                name = _Line({"kind": "picture", **fields}).text("shown_as")
                yield TextPictureRecord(name, picture)

    def _picture(self, fields: Any) -> PictureRecord | None:
        if not fields:
            return None
        if not isinstance(fields, dict):
            raise _WrongLineError("article: a picture must be an object")
        line = _Line({"kind": "picture", **fields})
        # Only a name: an archive opens no file but those that lie beside it.
        return PictureRecord(
            self.files / Path(line.text("file")).name,
            line.text("alt", ""),
            line.text("caption", ""),
            line.text("credit", ""),
            line.text("point_of_interest", "0.5x0.5"),
        )

    def _reader(self, line: _Line) -> Iterator[Record]:
        key = self._key(line.text("id"))
        yield ReaderRecord(key, line.text("display_name"), line.text("email", ""))

    def _comment(self, line: _Line) -> Iterator[Record]:
        status, created_at = line.text("status", "published"), line.time("created_at")
        if created_at is None:
            raise _WrongLineError("comment: “created_at” is missing")
        if status not in Comment.Status.values:
            yield LeftOut(f"the comment status “{status}”: such comments are held")
            status = Comment.Status.HELD
        text = what_is_written(line.text("text", ""))
        if not text:
            yield LeftOut("comments without a text")
            return
        yield CommentRecord(
            key=self._key(line.text("id")),
            article=self._key(line.text("article")),
            author=self._key(line.text("author")),
            text=text,
            created_at=created_at,
            status=status,
            parent=self._key(parent) if (parent := line.text("parent", "")) else "",
            edited_at=line.time("edited_at"),
        )

    def _key(self, name: str) -> str:
        return name[:200] if _TRAVELLED.fullmatch(name) else f"{self.origin}:{name}"[:200]

"""What a reader of a format finds goes in here: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from articles import edition
from articles import transfer as paper
from articles.models import Article
from articles.transfer import ArticleRecord, AuthorRecord, SectionRecord, TopicRecord
from comments.transfer import intake as conversation
from comments.transfer.intake import CommentRecord
from newsroom.models import Masthead
from newsroom.transfer import readers
from newsroom.transfer.readers import ReaderRecord


class BrokenFileError(Exception):
    """The file cannot be read on: what is wrong, and in which line if that is known."""

    def __init__(self, complaint: str, line: int = 0) -> None:
        super().__init__(f"Line {line}: {complaint}" if line else complaint)


@dataclass(frozen=True)
class PaperRecord:
    """The paper itself. Its name is taken only by a site that has none of its own yet."""

    name: str
    time_zone: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Something that a reader found and does not bring, and why."""

    what: str
    number: int = 1


Record = (
    PaperRecord
    | SectionRecord
    | TopicRecord
    | AuthorRecord
    | ArticleRecord
    | ReaderRecord
    | CommentRecord
    | LeftOut
)


@dataclass
class Summary:
    came: Counter[str] = field(default_factory=Counter)
    there_already: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    time_zone: str = ""
    """The other paper's, where the file says it."""


def take(records: Iterable[tuple[int, Record]], *, dry_run: bool = False) -> Summary:
    """Take the records in, each with the number of its line, in one transaction. Raises
    BrokenFileError, after which nothing of the file is here; a dry run leaves nothing either."""
    intake = _Intake(dry_run)
    try:
        with transaction.atomic():
            for line, record in records:
                try:
                    intake.take(record)
                except paper.UnknownNameError as error:
                    raise BrokenFileError(str(error), line) from error
            intake.finish()
            edition.bump()
            transaction.set_rollback(dry_run)
    except BaseException:
        intake.paper.discard()
        raise
    return intake.summary


class _Intake:
    def __init__(self, dry_run: bool) -> None:
        self.was_empty = not Article.objects.exists()
        self.paper = paper.Intake(with_pictures=not dry_run)
        self.readers = readers.Intake()
        self.conversation = conversation.Intake()
        self.summary = Summary()

    def take(self, record: Record) -> None:
        match record:
            case LeftOut(what, number):
                self.summary.left_out[what] += number
            case PaperRecord():
                self._name(record)
            case SectionRecord():
                self._count("sections", self.paper.section(record))
            case TopicRecord():
                self._count("topics", self.paper.topic(record))
            case AuthorRecord():
                self._count("authors", self.paper.author(record))
            case ArticleRecord():
                self._count("articles", self.paper.article(record))
            case ReaderRecord():
                self._count("readers", self.readers.reader(record))
            case CommentRecord():
                self.conversation.comment(
                    record,
                    article=_known(self.paper.articles, record.article, "article"),
                    author=_known(self.readers.people, record.author, "reader"),
                )

    def finish(self) -> None:
        if lost := self.paper.finish():
            self.summary.left_out["see-also links to articles that are not in the file"] += lost
        for said in self.paper.pictures_left_out:
            self.summary.left_out[f"picture {said}"] += 1
        self.conversation.finish()
        if orphans := self.conversation.orphans:
            what = "parents of replies, which now open threads of their own"
            self.summary.left_out[what] += orphans
        self.summary.came["comments"] += self.conversation.came
        self.summary.there_already["comments"] += self.conversation.there_already

    def _count(self, what: str, is_new: bool) -> None:
        (self.summary.came if is_new else self.summary.there_already)[what] += 1

    def _name(self, record: PaperRecord) -> None:
        self.summary.time_zone = record.time_zone
        masthead = Masthead.current()
        if self.was_empty and record.name and masthead.name == Masthead.UNNAMED:
            masthead.name = record.name[:80]
            masthead.save(update_fields=["name"])


def _known(rows: dict[str, int], name: str, kind: str) -> int:
    try:
        return rows[name]
    except KeyError:
        said = f"it names the {kind} “{name}”, which nothing before it has brought"
        raise paper.UnknownNameError(said) from None

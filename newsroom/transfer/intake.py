"""What a reader of a format finds goes in here: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from articles import edition
from articles import transfer as paper
from articles.models import Article
from articles.transfer import (
    ArticleRecord,
    AttachmentRecord,
    AuthorRecord,
    SectionRecord,
    TopicRecord,
)
from comments.models import LogEntry
from comments.transfer import authorship, closing, numbers
from comments.transfer import intake as conversation
from comments.transfer.intake import CommentRecord
from newsroom.accounts import bylines
from newsroom.models import Masthead
from newsroom.transfer import readers
from newsroom.transfer.readers import ReaderRecord
from newsroom.transfer.records import (
    BrokenFileError,
    Changed,
    ClosedConversation,
    LeftOut,
    PaperRecord,
    Record,
    UnmappedAccount,
)
from newsroom.transfer.summary import Summary

Row = TypeVar("Row")


def take(records: Iterable[tuple[int, Record]], *, dry_run: bool = False) -> Summary:
    """Take the records in, each with the number of its line, in one transaction. Raises
    BrokenFileError, after which nothing of the file is here; a dry run leaves nothing either.
    Then readers who have the name of an author are marked."""
    importer = _Importer(dry_run=dry_run)
    try:
        with transaction.atomic():
            for line, record in records:
                try:
                    importer.take(record)
                except paper.UnknownNameError as error:
                    raise BrokenFileError(str(error), line) from error
            importer.finish()
            if dry_run:
                importer.summary.marked = bylines.mark_readers(None, by=None, at=timezone.now())
            transaction.set_rollback(dry_run)
    except BaseException:
        importer.paper.discard()
        raise
    if dry_run:
        importer.paper.discard()
    else:  # apart from the import, which is long enough: nobody can sign up meanwhile
        importer.summary.marked = bylines.mark_readers(None, by=None, at=timezone.now())
    return importer.summary


class _Importer:
    def __init__(self, *, dry_run: bool) -> None:
        self.was_empty = not Article.objects.exists()
        self.summary = Summary()
        self.paper = paper.Importer(is_trial=dry_run)
        self.readers = readers.Importer()
        self.conversation = conversation.Importer(self.readers.write)
        self.closed: list[int] = []

    def take(self, record: Record) -> None:
        match record:
            case LeftOut():
                self.summary.leave_out(record.what, record.number, record.noun, record.where)
            case Changed():
                self.summary.change(record.what, record.number, record.where)
            case UnmappedAccount():
                self.summary.unmapped[record.login] += record.comments
            case PaperRecord():
                self._name(record)
            case SectionRecord():
                self.summary.count("sections", self.paper.section(record))
            case TopicRecord():
                self.summary.count("topics", self.paper.topic(record))
            case AuthorRecord():
                self.summary.count("authors", self.paper.author(record))
            case AttachmentRecord():
                self._attachment(record)
            case ArticleRecord():
                self.summary.count("articles", self.paper.article(record))
            case ReaderRecord():
                self.readers.reader(record)
            case CommentRecord():
                self.conversation.comment(
                    record,
                    article=_known(self.paper.articles, record.article, "article"),
                    author=_known(self.readers.people, record.author, "reader"),
                )
            case ClosedConversation():
                self.closed.append(_known(self.paper.articles, record.article, "article"))

    def finish(self) -> None:
        """Write what waited, and last what holds others up: the switch, the edition, the log."""
        if lost := self.paper.finish():
            self.summary.leave_out("see-also links to articles that are not in the file", lost)
        for headline in self.paper.drafts_without_content:
            self.summary.change("articles without any content, which are drafts here", 1, headline)
        for picture in self.paper.pictures_left_out:
            self.summary.leave_out(picture.why, where=picture.article)
        self.summary.created["pictures"] += self.paper.pictures_created
        self._finish_conversation()
        closed = closing.close_as_imported(self.closed)
        self.summary.created["closed threads"] += closed
        self.summary.existing["closed threads"] += len(self.closed) - closed
        edition.bump()
        LogEntry.objects.write(
            "import",
            by=None,
            at=timezone.now(),
            about="a paper",
            details={noun: number for noun, number in self.summary.created.items() if number},
        )

    def _finish_conversation(self) -> None:
        self.conversation.finish()
        self.readers.finish()
        for person, account in self.readers.accounts.items():
            authorship.give([person], account)
        if orphans := self.conversation.orphans:
            what = "parents of replies, which now open threads of their own"
            self.summary.leave_out(what, orphans)
        for noun, importer in (("readers", self.readers), ("comments", self.conversation)):
            self.summary.created[noun] += importer.created
            self.summary.existing[noun] += importer.existing

    def _attachment(self, record: AttachmentRecord) -> None:
        is_new = self.paper.attachment(record)
        if is_new is None:  # why stands with the pictures that were left out
            self.summary.left_out["attachments"] += 1
        else:
            self.summary.count("attachments", is_new)

    def _name(self, record: PaperRecord) -> None:
        self.summary.time_zone = record.time_zone
        numbers.reserve_up_to(record.highest_comment)
        masthead = Masthead.current()
        if self.was_empty and record.name and masthead.name == Masthead.UNNAMED:
            masthead.name = record.name[:80]
            masthead.save(update_fields=["name"])


def _known(rows: Mapping[str, Row], name: str, kind: str) -> Row:
    try:
        return rows[name]
    except KeyError:
        said = f"it names the {kind} “{name}”, which nothing before it has brought"
        raise paper.UnknownNameError(said) from None

"""What a reader of a format hands over, beside the records of articles, people and comments."""

from __future__ import annotations

from dataclasses import dataclass

from articles.transfer import (
    ArticleRecord,
    AttachmentRecord,
    AuthorRecord,
    SectionRecord,
    TopicRecord,
)
from comments.transfer.intake import CommentRecord
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
    highest_comment: int = 0
    """The highest number of a comment there, whether it comes or not."""


@dataclass(frozen=True)
class ClosedConversation:
    """An article under which nobody could write any more. `article` is its key."""

    article: str


@dataclass(frozen=True)
class LeftOut:
    """Something that a reader of a format found and does not bring, and why."""

    what: str
    number: int = 1
    noun: str = ""
    """Of what it is one, where those are counted: comments, articles, attachments, items."""
    where: str = ""
    """The headline of the article it is about."""


@dataclass(frozen=True)
class Changed:
    """Something that comes in another form than it had, and how."""

    what: str
    number: int = 1
    where: str = ""


@dataclass(frozen=True)
class UnmappedAccount:
    """An account of the other system whose words stay under the name they had."""

    login: str
    comments: int


Record = (
    PaperRecord
    | SectionRecord
    | TopicRecord
    | AuthorRecord
    | ArticleRecord
    | AttachmentRecord
    | ReaderRecord
    | CommentRecord
    | ClosedConversation
    | LeftOut
    | Changed
    | UnmappedAccount
)

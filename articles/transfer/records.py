"""Records of the paper, on their way in and out: what the formats have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True)
class SectionRecord:
    slug: str
    name: str
    description: str = ""
    colour: str = ""
    position: int | None = None


@dataclass(frozen=True)
class TopicRecord:
    slug: str
    name: str


@dataclass(frozen=True)
class AuthorRecord:
    slug: str
    name: str
    biography: str = ""
    account: int | None = None
    """The primary key of the account here that an administrator says this is."""


@dataclass(frozen=True)
class PictureRecord:
    """A picture, and its file if that is at hand."""

    file: Path | None
    alt: str = ""
    caption: str = ""
    credit: str = ""
    point_of_interest: str = "0.5x0.5"
    keys: tuple[str, ...] = ()
    """Its names in the other system, the same at every import, the best first."""


@dataclass(frozen=True)
class AttachmentRecord:
    """A picture of the other system's library."""

    picture: PictureRecord
    title: str = ""


@dataclass(frozen=True)
class FigureRecord:
    """A picture in a body, with what is said of it there."""

    picture: PictureRecord
    alt: str = ""
    caption_html: str = ""


@dataclass(frozen=True)
class TextPictureRecord:
    """A picture that a body shows under a name in the media storage it comes from."""

    name: str
    picture: PictureRecord


@dataclass(frozen=True)
class ArticleRecord:
    """An article as another system has it. `key` is its name there, the same at every import."""

    key: str
    slug: str
    headline: str
    section: str
    body_html: str = ""
    """Where `figures` stand, it has their marks (`articles.transfer.figures.mark`)."""
    standfirst: str = ""
    dateline: str = ""
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    """None leaves a draft."""
    is_draft: bool = False
    dated: date | None = None
    """The day in its address there; without it, that of `published_at` in the paper's zone."""
    old_paths: tuple[str, ...] = ()
    language: str = ""
    see_also: tuple[str, ...] = ()
    """Keys, also of articles that come later."""
    picture: PictureRecord | None = None
    guid: str = ""
    """By which readers' programs know the story from the feeds of the other system."""
    figures: tuple[FigureRecord, ...] = ()
    text_pictures: tuple[TextPictureRecord, ...] = ()
    """What its body shows by names of the paper's own media storage, each once."""


class UnknownNameError(LookupError):
    """A record names another that no record before it has brought."""

"""Records of the paper, on their way in and out. Readers of formats hand them over here; nobody
else writes articles that were not written here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone

from articles import body, picture_files, pictures
from articles.models import Article, Author, Byline, Image, Redirect, Section, SeeAlso, Topic

HEADLINE_LONGEST = 300
GUID_LONGEST = 2000


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


@dataclass(frozen=True)
class PictureRecord:
    """A picture whose file is at hand."""

    file: Path
    alt: str = ""
    caption: str = ""
    credit: str = ""
    point_of_interest: str = "0.5x0.5"


@dataclass(frozen=True)
class ArticleRecord:
    """An article as another system has it. `key` is its name there, the same at every import."""

    key: str
    slug: str
    headline: str
    section: str
    body_html: str = ""
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


class UnknownNameError(LookupError):
    """A record names another that no record before it has brought."""


class Intake:
    """Takes records in, each once: what is there already, by slug or key, is left as it is.
    Expects the transaction of the whole import; `discard` takes back what no transaction does."""

    def __init__(self, *, with_pictures: bool = True) -> None:
        self.with_pictures = with_pictures
        self.pictures_left_out: list[str] = []
        """Why each picture that did not come did not."""
        self._files: list[str] = []
        self.sections = _by_slug(Section)
        self.topics = _by_slug(Topic)
        self.authors = _by_slug(Author)
        self.articles: dict[str, int] = {
            key: pk
            for key, pk in Article.objects.filter(imported_from__isnull=False).values_list(
                "imported_from", "pk"
            )
            if key
        }
        self._addresses = set(
            Article.objects.filter(dated__isnull=False).values_list("dated", "slug")
        )
        self._see_also: list[tuple[int, tuple[str, ...]]] = []

    def section(self, record: SectionRecord) -> bool:
        """Whether it is new; so of all of these."""
        if record.slug in self.sections:
            return False
        colours = list(Section.Colour.values)
        number = len(self.sections)
        section = Section.objects.create(
            slug=record.slug,
            name=record.name[:80],
            description=record.description[:200],
            colour=record.colour if record.colour in colours else colours[number % len(colours)],
            position=number if record.position is None else record.position,
        )
        self.sections[record.slug] = section.pk
        return True

    def topic(self, record: TopicRecord) -> bool:
        if record.slug in self.topics:
            return False
        self.topics[record.slug] = Topic.objects.create(slug=record.slug, name=record.name[:120]).pk
        return True

    def author(self, record: AuthorRecord) -> bool:
        if record.slug in self.authors:
            return False
        self.authors[record.slug] = Author.objects.create(
            slug=record.slug, name=record.name[:120], biography=record.biography
        ).pk
        return True

    def article(self, record: ArticleRecord) -> bool:
        if record.key in self.articles:
            return False
        article = Article(
            imported_from=record.key,
            headline=record.headline[:HEADLINE_LONGEST],
            standfirst=record.standfirst,
            dateline=record.dateline[:80],
            body=body.sanitise(_in_our_terms(record.body_html)),
            section_id=_known(self.sections, record.section, "section"),
            state=Article.State.DRAFT
            if record.is_draft or record.published_at is None
            else Article.State.PUBLISHED,
            published_at=record.published_at,
            dated=self._day(record),
            lead_image=self._picture(record.picture),
        )
        if record.language:
            article.language = record.language[:20]
        if self._may_have(record.guid):
            article.guid = record.guid
        article.slug = self._free_slug(record.slug[:190] or "untitled", article.dated)
        article.save(force_insert=True)
        self.articles[record.key] = article.pk
        self._belongings(article, record)
        return True

    def _may_have(self, guid: str) -> bool:
        return 0 < len(guid) <= GUID_LONGEST and not Article.objects.filter(guid=guid).exists()

    def finish(self) -> int:
        """Relate the articles to one another; how many relations led to none of them."""
        rows, lost = [], 0
        for pk, keys in self._see_also:
            related = [self.articles[key] for key in dict.fromkeys(keys) if key in self.articles]
            lost += len(set(keys)) - len(related)
            rows += [
                SeeAlso(article_id=pk, related_id=other, position=position)
                for position, other in enumerate(related)
                if other != pk
            ]
        SeeAlso.objects.bulk_create(rows, batch_size=500)
        self._see_also.clear()
        return lost

    def _belongings(self, article: Article, record: ArticleRecord) -> None:
        article.topics.set(
            _known(self.topics, slug, "topic") for slug in dict.fromkeys(record.topics)
        )
        Byline.objects.bulk_create(
            Byline(
                article=article,
                author_id=_known(self.authors, slug, "author"),
                position=position,
            )
            for position, slug in enumerate(dict.fromkeys(record.authors))
        )
        for path in record.old_paths:
            if path and path != article.path:
                Redirect.objects.get_or_create(path=path[:500], defaults={"article": article})
        if record.see_also:
            self._see_also.append((article.pk, record.see_also))

    def discard(self) -> None:
        """Delete the files of pictures whose rows a rollback has taken back, in all sizes."""
        for original in self._files:
            picture_files.delete_unowned(
                picture_files.existing(original), picture_files.renditions_of(original)
            )

    def _picture(self, record: PictureRecord | None) -> Image | None:
        if record is None or not self.with_pictures:
            return None
        try:
            with record.file.open("rb") as file:
                kept = pictures.kept(file, record.file.name)
        except (OSError, ValidationError) as error:
            said = error.messages[0] if isinstance(error, ValidationError) else "no such file"
            self.pictures_left_out.append(f"{record.file.name}: {said}")
            return None
        image = Image.objects.create(
            picture=kept,
            alt=record.alt[:300],
            caption=record.caption[:400],
            credit=record.credit[:120],
            point_of_interest=record.point_of_interest,
        )
        self._files.append(image.picture.name)
        return image

    def _day(self, record: ArticleRecord) -> date | None:
        if record.dated or record.published_at is None or record.is_draft:
            return record.dated
        return timezone.localdate(record.published_at)

    def _free_slug(self, slug: str, day: date | None) -> str:
        """The slug, numbered if that day has it already."""
        wanted, number = slug, 2
        while day is not None and (day, slug) in self._addresses:
            slug, number = f"{wanted}-{number}", number + 1
        if day is not None:
            self._addresses.add((day, slug))
        return slug


_OURS = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em"}
_THEIRS = re.compile(rf"<(/?)({'|'.join(_OURS)})\b", re.I)


def _in_our_terms(html: str) -> str:
    """The headline is the page's one h1, and a body's headings are h2 to h4; stress has one
    element for each kind."""
    return _THEIRS.sub(lambda tag: f"<{tag[1]}{_OURS[tag[2].lower()]}", html)


def _by_slug(model: type[models.Model]) -> dict[str, int]:
    return dict(model._default_manager.values_list("slug", "pk"))


def _known(rows: dict[str, int], name: str, kind: str) -> int:
    try:
        return rows[name]
    except KeyError:
        said = f"it names the {kind} “{name}”, which nothing before it has brought"
        raise UnknownNameError(said) from None


# On the way out


def sections() -> Iterator[SectionRecord]:
    for row in Section.objects.order_by("pk"):
        yield SectionRecord(row.slug, row.name, row.description, row.colour, row.position)


def topics() -> Iterator[TopicRecord]:
    for row in Topic.objects.order_by("pk"):
        yield TopicRecord(row.slug, row.name)


def authors() -> Iterator[AuthorRecord]:
    for row in Author.objects.order_by("pk"):
        yield AuthorRecord(row.slug, row.name, row.biography)


def articles() -> Iterator[ArticleRecord]:
    """Every article, drafts too, in the order in which they came."""
    rows = (
        Article.objects.order_by("pk")
        .select_related("section", "lead_image")
        .prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("author")),
            Prefetch("see_also", SeeAlso.objects.select_related("related")),
            "topics",
            "old_addresses",
        )
    )
    for row in rows.iterator(chunk_size=200):
        yield ArticleRecord(
            key=key_of(row),
            slug=row.slug,
            headline=row.headline,
            section=row.section.slug,
            body_html=row.body,
            standfirst=row.standfirst,
            dateline=row.dateline,
            topics=tuple(topic.slug for topic in row.topics.all()),
            authors=tuple(byline.author.slug for byline in row.bylines.all()),
            published_at=row.published_at,
            is_draft=row.state == Article.State.DRAFT,
            dated=row.dated,
            old_paths=tuple(address.path for address in row.old_addresses.all()),
            language=row.language,
            see_also=tuple(key_of(choice.related) for choice in row.see_also.all()),
            picture=_picture_of(row.lead_image) if row.lead_image else None,
            guid=row.guid or "",
        )


def _picture_of(image: Image) -> PictureRecord:
    return PictureRecord(
        Path(image.picture.name), image.alt, image.caption, image.credit, image.point_of_interest
    )


def key_of(article: Any) -> str:
    """The article's name in an archive: the one it came with, or its number."""
    return article.imported_from or str(article.pk)

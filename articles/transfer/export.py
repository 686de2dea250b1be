"""The paper as records, on its way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from articles.models import Article, Author, Byline, Section, SeeAlso, Topic
from articles.transfer.records import (
    ArticleRecord,
    AuthorRecord,
    SectionRecord,
    TopicRecord,
)
from articles.transfer.text_pictures import picture_of, pictures_of


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
            picture=picture_of(row.lead_image) if row.lead_image else None,
            guid=row.guid or "",
            text_pictures=pictures_of(row.body),
        )


def key_of(article: Any) -> str:
    """The article's name in an archive: the one it came with, or its number."""
    return article.imported_from or str(article.pk)

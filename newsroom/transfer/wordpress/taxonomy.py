"""Categories, tags and authors of an export, yielded when they are first needed."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TypeVar
from xml.etree.ElementTree import Element

from django.utils.text import slugify

from articles.transfer import AuthorRecord, SectionRecord, TopicRecord
from newsroom.transfer.wordpress.names import named, text

AnyRecord = TypeVar("AnyRecord", SectionRecord, TopicRecord, AuthorRecord)

DEFAULT_SECTION = SectionRecord("news", "News")


class Taxonomy:
    def __init__(self) -> None:
        self._categories: dict[str, tuple[str, str]] = {}
        self._author_slugs: dict[str, str] = {}
        self._yielded: set[str] = set()

    def category(self, element: Element) -> None:
        slug = text(element, "wp:category_nicename")
        self._categories[slug] = (
            html.unescape(text(element, "wp:cat_name")),
            text(element, "wp:category_parent"),
        )

    def author(self, element: Element) -> Iterator[AuthorRecord]:
        login = text(element, "wp:author_login")
        yield from self._author(login, text(element, "wp:author_display_name") or login)

    def section_of(self, item: Element) -> tuple[str, list[SectionRecord]]:
        """The slug of the post's section, the top-most above its first category, and its record
        if it is new."""
        for slug, name in _terms(item, "category"):
            top, shown = slug, name
            for _ in self._categories:  # a circle of parents ends too
                known, parent = self._categories.get(top, (shown, ""))
                shown = known or shown
                if not parent or parent not in self._categories:
                    break
                top = parent
            return top, self._new(SectionRecord(top[:80], shown or top))
        return DEFAULT_SECTION.slug, self._new(DEFAULT_SECTION)

    def topics_of(self, item: Element) -> tuple[tuple[str, ...], list[TopicRecord]]:
        records = [TopicRecord(slug[:120], name or slug) for slug, name in _terms(item, "post_tag")]
        new = [each for record in records for each in self._new(record)]
        return tuple(record.slug for record in records), new

    def authors_of(self, item: Element) -> tuple[tuple[str, ...], list[AuthorRecord]]:
        creator = text(item, "dc:creator")
        if not creator:
            return (), []
        new = list(self._author(creator, creator))
        return (self._author_slugs[creator],), new

    def _author(self, login: str, name: str) -> Iterator[AuthorRecord]:
        if login and login not in self._author_slugs:
            slug = slugify(login, allow_unicode=True)[:120] or f"author-{len(self._author_slugs)}"
            self._author_slugs[login] = slug
            yield from self._new(AuthorRecord(slug, html.unescape(name)))

    def _new(self, record: AnyRecord) -> list[AnyRecord]:
        key = f"{type(record).__name__} {record.slug}"
        if key in self._yielded:
            return []
        self._yielded.add(key)
        return [record]


def _terms(item: Element, domain: str) -> Iterator[tuple[str, str]]:
    """Slug and name of each term of a post. Slugs come percent-encoded from other scripts."""
    for each in item:
        if named(each.tag) == "category" and each.get("domain") == domain:
            name = html.unescape(text(each))
            slug = slugify(name, allow_unicode=True) if "%" in (each.get("nicename") or "") else ""
            slug = slug or each.get("nicename") or slugify(name, allow_unicode=True)
            if slug:
                yield slug, name

"""Categories, tags and other terms of an export, yielded when they are first needed."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from typing import TypeVar
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.text import slugify

from articles.transfer import AuthorRecord, SectionRecord, TopicRecord
from newsroom.transfer.wordpress.names import children, text

AnyRecord = TypeVar("AnyRecord", SectionRecord, TopicRecord, AuthorRecord)

DEFAULT_SECTION = SectionRecord("news", "News")
KNOWN = {"category", "post_tag", "author", "byline"}


class Taxonomy:
    def __init__(self) -> None:
        self._categories: dict[str, tuple[str, str]] = {}
        self._yielded: set[str] = set()

    def category(self, element: Element) -> None:
        slug = text(element, "wp:category_nicename")
        self._categories[slug] = (
            html.unescape(text(element, "wp:cat_name")),
            text(element, "wp:category_parent"),
        )

    def section_of(self, item: Element) -> tuple[str, list[SectionRecord]]:
        """The slug of the post's section, the top-most above its first category, and its record
        if it is new."""
        for slug, name in terms(item, "category"):
            top, shown = slug, name
            for _ in self._categories:  # a circle of parents ends too
                known, parent = self._categories.get(top, (shown, ""))
                shown = known or shown
                if not parent or parent not in self._categories:
                    break
                top = parent
            return top[:80], self.new(SectionRecord(top[:80], shown or top))
        return DEFAULT_SECTION.slug, self.new(DEFAULT_SECTION)

    def topics_of(self, item: Element, section: str) -> tuple[tuple[str, ...], list[TopicRecord]]:
        """The tags of the post, and every category of it that is not its section."""
        named = [
            *terms(item, "post_tag"),
            *(term for term in terms(item, "category") if term[0] != section),
        ]
        records = {slug[:120]: TopicRecord(slug[:120], name or slug) for slug, name in named}
        new = [each for record in records.values() for each in self.new(record)]
        return tuple(records), new

    def others_of(self, item: Element) -> Counter[str]:
        """How many terms of other taxonomies the post has, by taxonomy."""
        domains = (each.get("domain") or "" for each in children(item, "category"))
        return Counter(domain for domain in domains if domain and domain not in KNOWN)

    def new(self, record: AnyRecord) -> list[AnyRecord]:
        """The record, the first time that it is asked for."""
        key = f"{type(record).__name__} {record.slug}"
        if key in self._yielded:
            return []
        self._yielded.add(key)
        return [record]


def terms(item: Element, domain: str) -> Iterator[tuple[str, str]]:
    """Slug and name of each term of a post. Slugs come percent-encoded from other scripts."""
    for each in children(item, "category"):
        if each.get("domain") == domain:
            name = " ".join(html.unescape(text(each)).split())
            nicename = unquote(each.get("nicename") or "")
            slug = slugify(nicename, allow_unicode=True) or slugify(name, allow_unicode=True)
            if slug:
                yield slug, name

"""Posts of an export as articles of the paper."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from django.utils.html import strip_tags
from django.utils.text import slugify

from articles.transfer import ArticleRecord, PictureRecord
from newsroom.transfer.intake import LeftOut, Record
from newsroom.transfer.wordpress.attachments import Attachments
from newsroom.transfer.wordpress.body import body_of
from newsroom.transfer.wordpress.names import moment, named, text
from newsroom.transfer.wordpress.taxonomy import Taxonomy

PUBLISHED, DRAFTS = {"publish", "future"}, {"draft", "pending", "private"}

_DATED_PATH = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/([^/]+)/?")


class Posts:
    def __init__(self, attachments: Attachments, taxonomy: Taxonomy) -> None:
        self.attachments = attachments
        self.taxonomy = taxonomy

    def are_brought(self, item: Element) -> bool:
        known = text(item, "wp:status") in PUBLISHED | DRAFTS
        return text(item, "wp:post_type") == "post" and known

    def records(self, item: Element, site: str) -> Iterator[Record]:
        """The post with what it names, or why it does not come."""
        kind, status = text(item, "wp:post_type"), text(item, "wp:status")
        if not self.are_brought(item):
            if kind == "post":
                yield LeftOut(f"posts with the status “{status}”")
            elif kind != "attachment":
                yield LeftOut(f"items of the type “{kind or 'none'}”, which are no posts")
            return
        section, sections = self.taxonomy.section_of(item)
        topics, new_topics = self.taxonomy.topics_of(item)
        authors, new_authors = self.taxonomy.authors_of(item)
        yield from sections
        yield from new_topics
        yield from new_authors
        body, left_out = body_of(text(item, "content:encoded"))
        yield from left_out
        picture, complaint = self._picture(item)
        yield from complaint
        yield from _said_of(item)
        title = html.unescape(strip_tags(text(item, "title"))).strip() or "Untitled"
        published_at = moment(item, "wp:post_date_gmt", "wp:post_date")
        dated, slug, old_path = _address(item, published_at, title)
        yield ArticleRecord(
            key=key(site, "post", number_of(item)),
            slug=slug,
            headline=title,
            section=section,
            body_html=body,
            standfirst=html.unescape(strip_tags(text(item, "excerpt:encoded"))),
            topics=topics,
            authors=authors,
            published_at=published_at,
            is_draft=status in DRAFTS or bool(text(item, "wp:post_password")),
            dated=None if status in DRAFTS else dated,
            old_paths=(old_path,) if old_path and status in PUBLISHED else (),
            picture=picture,
        )

    def _picture(self, item: Element) -> tuple[PictureRecord | None, list[LeftOut]]:
        number = next(
            (
                text(meta, "wp:meta_value")
                for meta in item
                if named(meta.tag) == "wp:postmeta" and text(meta, "wp:meta_key") == "_thumbnail_id"
            ),
            "",
        )
        picture = self.attachments.picture(number) if number else None
        missing = bool(number) and picture is None
        return picture, [LeftOut("featured pictures whose file is not at hand")] * missing


def key(site: str, kind: str, number: str) -> str:
    return f"wordpress:{site or 'unknown'}:{kind}:{number}"


def number_of(item: Element) -> str:
    """The number of a post; of one without, what names it for ever."""
    return text(item, "wp:post_id") or text(item, "guid") or text(item, "link")


def _said_of(item: Element) -> Iterator[LeftOut]:
    if text(item, "wp:post_password"):
        yield LeftOut("passwords of protected posts, which are drafts here")


def _address(
    item: Element, published_at: datetime | None, title: str
) -> tuple[date | None, str, str]:
    """Day and slug of the post's address here, and its old path where that is another one."""
    path = unquote(urlsplit(text(item, "link")).path)
    slug = unquote(text(item, "wp:post_name"))
    slug = slugify(slug, allow_unicode=True) or slugify(title, allow_unicode=True)
    slug = slug[:190] or "post"
    if match := _DATED_PATH.fullmatch(path):
        year, month, day, name = match.groups()
        try:
            return date(int(year), int(month), int(day)), name[:190], ""
        except ValueError:
            pass
    query = urlsplit(text(item, "link")).query
    old = f"/?{query}" if path in ("", "/") and query else path
    # The day in the old site's own clock, as its own addresses had it.
    local = text(item, "wp:post_date")[:10]
    try:
        dated: date | None = date.fromisoformat(local)
    except ValueError:
        dated = published_at.date() if published_at else None
    return dated, slug, old if old not in ("", "/") else ""

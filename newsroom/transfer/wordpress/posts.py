"""Posts of an export as articles of the paper."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import parse_qs, unquote
from xml.etree.ElementTree import Element

from django.utils.html import strip_tags
from django.utils.text import slugify

from articles.transfer import ArticleRecord
from newsroom.transfer.keys_in_a_file import KeysInAFile
from newsroom.transfer.records import Changed, ClosedConversation, LeftOut, Record
from newsroom.transfer.wordpress import elementor
from newsroom.transfer.wordpress.attachments import Attachments
from newsroom.transfer.wordpress.body import Body, body_of, text_alone
from newsroom.transfer.wordpress.bylines import Bylines
from newsroom.transfer.wordpress.names import (
    key,
    meta,
    meta_value,
    moment,
    number_of,
    split_url,
    text,
    title_of,
)
from newsroom.transfer.wordpress.taxonomy import Taxonomy, terms

PUBLISHED, DRAFTS = {"publish", "future"}, {"draft", "pending", "private"}

_DATED_PATH = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/([^/]+)/?")
# What WordPress itself keeps for its own use, and what is read here.
_ITS_OWN = (
    "_oembed_",
    "_edit_last",
    "_edit_lock",
    "_encloseme",
    "_pingme",
    "_thumbnail_id",
    "_wp_old_",
)


class Posts:
    def __init__(self, attachments: Attachments, taxonomy: Taxonomy, bylines: Bylines) -> None:
        self.attachments = attachments
        self.taxonomy = taxonomy
        self.bylines = bylines
        self._keys = KeysInAFile()

    def are_brought(self, item: Element) -> bool:
        known = text(item, "wp:status") in PUBLISHED | DRAFTS
        return text(item, "wp:post_type") == "post" and known

    def has_key_of_another(self, item: Element, site: str) -> bool:
        """Whether another post of the files has the number of this one, which would come."""
        names = ("title", "link", "wp:post_date_gmt", "wp:post_date")
        # WordPress never changes a guid, whatever else is edited between two exports.
        content = [text(item, "guid")] if text(item, "guid") else [text(item, n) for n in names]
        own = key(site, "post", number_of(item))
        return self.are_brought(item) and self._keys.is_of_another(own, *content)

    def records(self, item: Element, site: str) -> Iterator[Record]:
        """The post with what it names, or why it does not come."""
        kind, status = text(item, "wp:post_type"), text(item, "wp:status")
        if not self.are_brought(item):
            yield _left_out(kind, status, title_of(item))
            return
        section, sections = self.taxonomy.section_of(item)
        topics, new_topics = self.taxonomy.topics_of(item, section)
        byline = self.bylines.of(item)
        yield from sections
        yield from new_topics
        yield from byline.new
        body = self._body(item, site)
        published_at = moment(item, "wp:post_date_gmt", "pubDate", "wp:post_date")
        dated, slug, old_paths = _address(item, published_at)
        thumbnail = meta_value(item, "_thumbnail_id")
        yield ArticleRecord(
            key=key(site, "post", number_of(item)),
            slug=slug,
            headline=title_of(item),
            section=section,
            body_html=body.html,
            standfirst=self._standfirst(item),
            topics=topics,
            authors=byline.slugs,
            published_at=published_at,
            is_draft=status in DRAFTS or bool(text(item, "wp:post_password")),
            dated=None if status in DRAFTS else dated,
            old_paths=old_paths if status in PUBLISHED else (),
            picture=self.attachments.picture_numbered(site, thumbnail)
            if thumbnail.isdecimal() and int(thumbnail)
            else None,
            figures=body.figures,
            guid=text(item, "guid"),
        )
        if text(item, "wp:comment_status") == "closed":
            yield ClosedConversation(key(site, "post", number_of(item)))
        yield from self._said_of(item, body, byline.guessed)

    def _body(self, item: Element, site: str) -> Body:
        source = text(item, "content:encoded")
        if not source:
            source = elementor.source_of(meta_value(item, "_elementor_data")) or source
        return body_of(source, self.attachments, site, text(item, "wp:post_id"))

    def _standfirst(self, item: Element) -> str:
        excerpt = text_alone(text(item, "excerpt:encoded"), self.attachments)
        return html.unescape(strip_tags(excerpt)).strip()

    def _said_of(self, item: Element, body: Body, guessed: tuple[str, ...]) -> Iterator[Record]:
        """Whatever of the post does not come, or comes in another form."""
        title, status = title_of(item), text(item, "wp:status")
        for what, number in body.left_out.items():
            yield LeftOut(what, number, where=title)
        for what, number in body.changed.items():
            yield Changed(what, number, where=title)
        if text(item, "wp:post_password"):
            yield LeftOut("passwords of protected posts, which are drafts here", where=title)
        if status in DRAFTS - {"draft"}:
            yield Changed(f"posts with the status “{status}”, which are drafts here", where=title)
        if text(item, "wp:is_sticky") == "1":
            yield LeftOut("sticky marks: place such articles on the front page", where=title)
        for slug in guessed:
            yield Changed("co-authors whose name is not in the file, named after it", where=slug)
        if not any(terms(item, "category")):
            yield Changed("posts without a category, which are in News", where=title)
        for domain, number in self.taxonomy.others_of(item).items():
            yield LeftOut(f"terms of the taxonomy “{domain}”", number)
        fields = Counter(name for name, _ in meta(item) if not name.startswith(_ITS_OWN))
        for name, number in fields.items():
            yield LeftOut("fields that plugins and themes keep (post meta)", number, where=name)


def _left_out(kind: str, status: str, title: str) -> LeftOut:
    if kind == "post":
        what = f"posts with the status “{status}”"
        return LeftOut(what, noun="articles", where=title)
    return LeftOut(f"items of the type “{kind or 'none'}”, which are no posts", noun="items")


def _address(
    item: Element, published_at: datetime | None
) -> tuple[date | None, str, tuple[str, ...]]:
    """Day and slug of the post's address here, and its old paths."""
    link = split_url(text(item, "link"))
    path = unquote(link.path)
    slug = slugify(unquote(text(item, "wp:post_name")), allow_unicode=True)
    slug = (slug or slugify(title_of(item), allow_unicode=True))[:190] or "post"
    short = (*_short_path(item), *_earlier_paths(item, path))
    if match := _DATED_PATH.fullmatch(path):
        year, month, day, name = match.groups()
        try:
            return date(int(year), int(month), int(day)), name[:190], short
        except ValueError:
            pass
    old = f"/?{link.query}" if path in ("", "/") and link.query else path
    # The day in the old site's own clock, as its own addresses had it.
    local = text(item, "wp:post_date")[:10]
    try:
        dated: date | None = date.fromisoformat(local)
    except ValueError:
        dated = published_at.date() if published_at else None
    paths = [each for each in (old, *short) if each not in ("", "/")]
    return dated, slug, tuple(dict.fromkeys(paths))


def _earlier_paths(item: Element, path: str) -> Iterator[str]:
    """The addresses with the slugs that the post had before, from which WordPress leads on."""
    folder, slash, _ = path.rstrip("/").rpartition("/")
    for name, value in meta(item):
        if name == "_wp_old_slug" and value and slash:
            yield f"{folder}/{unquote(value)}{path[len(path.rstrip('/')) :]}"


def _short_path(item: Element) -> tuple[str, ...]:
    """`/?p=110`, under which WordPress shows every post."""
    number = parse_qs(split_url(text(item, "guid")).query).get("p", [""])[0]
    return (f"/?p={number}",) if number.isdecimal() else ()

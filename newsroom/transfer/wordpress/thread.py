"""What was said under a post of an export, and by whom."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from comments.models import Comment
from comments.transfer.intake import CommentRecord
from comments.transfer.wordpress import text_of
from newsroom.transfer.intake import LeftOut, Record
from newsroom.transfer.readers import ReaderRecord
from newsroom.transfer.wordpress.names import moment, named, text
from newsroom.transfer.wordpress.posts import key, number_of

STATUSES = {
    "1": Comment.Status.PUBLISHED,
    "0": Comment.Status.HELD,
    "spam": Comment.Status.SPAM,
    "trash": Comment.Status.DELETED,
    "post-trashed": Comment.Status.DELETED,
}
NOT_BY_PEOPLE = {"pingback", "trackback"}


class Commenters:
    """Readers, each told of once. Somebody is known by the address, or else by the name."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def records(self, item: Element, site: str, *, with_post: bool) -> Iterator[Record]:
        """The comments of a post, parents before their replies: numbers rise with time."""
        found = [each for each in item if named(each.tag) == "wp:comment"]
        if found and not with_post:
            yield LeftOut("comments under what does not come", len(found))
            return
        for comment in sorted(found, key=_number):
            kind = text(comment, "wp:comment_type")
            source = text_of(text(comment, "wp:comment_content"))
            if kind in NOT_BY_PEOPLE:
                yield LeftOut(f"{kind}s, which nobody wrote")
            elif not source:
                yield LeftOut("comments without a text")
            else:
                yield from self._comment(item, comment, source, site)

    def _comment(self, item: Element, comment: Element, source: str, site: str) -> Iterator[Record]:
        posted_at = moment(comment, "wp:comment_date_gmt", "wp:comment_date")
        if posted_at is None:
            yield LeftOut("comments without a time")
            return
        reader = _reader(comment, site)
        if reader.key not in self._told:
            self._told.add(reader.key)
            yield reader
        parent = text(comment, "wp:comment_parent")
        yield CommentRecord(
            key=key(site, "comment", text(comment, "wp:comment_id")),
            article=key(site, "post", number_of(item)),
            author=reader.key,
            text=source,
            created_at=posted_at,
            status=STATUSES.get(text(comment, "wp:comment_approved"), Comment.Status.HELD),
            parent=key(site, "comment", parent) if parent not in ("", "0") else "",
        )


def _reader(comment: Element, site: str) -> ReaderRecord:
    name = html.unescape(text(comment, "wp:comment_author")) or "Reader"
    address = text(comment, "wp:comment_author_email")
    address = address if "@" in address else ""
    # Keys are kept for ever and shown in exports: an address does not belong in one.
    known_by = hashlib.sha256((address or name).casefold().encode()).hexdigest()[:24]
    return ReaderRecord(key(site, "reader", known_by), name, address)


def _number(comment: Element) -> int:
    number = text(comment, "wp:comment_id")
    return int(number) if number.isdecimal() else 0

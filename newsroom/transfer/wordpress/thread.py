"""What was said under a post of an export, and by whom."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from django.utils.crypto import salted_hmac

from comments.models import Comment
from comments.transfer.intake import CommentRecord
from comments.transfer.wordpress import text_of
from newsroom.foundation.visible_text import what_is_written
from newsroom.transfer.keys_in_a_file import WITHOUT_ONE, KeysInAFile
from newsroom.transfer.readers import NAMELESS, ReaderRecord
from newsroom.transfer.records import LeftOut, Record
from newsroom.transfer.wordpress.names import children, key, moment, number_of, text, title_of

# All other types are notes, likes, orders, pings: no words of a reader.
TYPES = {"", "comment"}
STATUSES = {
    "1": Comment.Status.PUBLISHED,
    "approve": Comment.Status.PUBLISHED,
    "0": Comment.Status.HELD,
    "hold": Comment.Status.HELD,
    "spam": Comment.Status.SPAM,
    "trash": Comment.Status.DELETED,
    "post-trashed": Comment.Status.DELETED,
}


class Commenters:
    """Those who commented. The name belongs to the comment: one person is one address with one
    name, or one account of the export with one name; a name alone is nobody twice."""

    def __init__(self, logins: Mapping[str, str], staff: Mapping[str, int]) -> None:
        self.logins = logins
        """The logins of the export's accounts, by their number there."""
        self.staff = staff
        """The accounts here, by primary key, that stand for logins of the export."""
        self.unmapped: Counter[str] = Counter()
        """How many comments the accounts wrote that stand for nobody here, by login."""
        self._yielded: set[str] = set()
        self._keys = KeysInAFile()

    def records(self, item: Element, site: str, *, with_post: bool) -> Iterator[Record]:
        """The comments of a post, parents before their replies: numbers rise with time."""
        elements = children(item, "wp:comment")
        for comment in sorted(elements, key=_number):
            if why := _why_left_out(comment, with_post=with_post):
                yield LeftOut(why, noun="comments", where=title_of(item))
            elif self._has_key_of_another(item, comment, site):
                why = WITHOUT_ONE.format("comments")
                yield LeftOut(why, noun="comments", where=title_of(item))
            else:
                yield from self._comment(item, comment, site)

    def _has_key_of_another(self, item: Element, comment: Element, site: str) -> bool:
        names = ("author", "author_email", "date_gmt", "date", "content")
        content = (text(comment, f"wp:comment_{name}") for name in names)
        own = key(site, "comment", text(comment, "wp:comment_id"))
        return self._keys.is_of_another(own, number_of(item), *content)

    def _comment(self, item: Element, comment: Element, site: str) -> Iterator[Record]:
        posted_at = moment(comment, "wp:comment_date_gmt", "wp:comment_date")
        assert posted_at is not None
        reader = self._reader(comment, site)
        if reader.key not in self._yielded:
            self._yielded.add(reader.key)
            yield reader
        parent = text(comment, "wp:comment_parent")
        yield CommentRecord(
            key=key(site, "comment", text(comment, "wp:comment_id")),
            article=key(site, "post", number_of(item)),
            author=reader.key,
            text=what_is_written(text_of(text(comment, "wp:comment_content"))),
            created_at=posted_at,
            status=STATUSES[text(comment, "wp:comment_approved")],
            parent=key(site, "comment", parent) if parent not in ("", "0") else "",
        )
        if meta := sum(1 for _ in children(comment, "wp:commentmeta")):
            yield LeftOut("fields of comments (comment meta)", meta)

    def _reader(self, comment: Element, site: str) -> ReaderRecord:
        name = html.unescape(text(comment, "wp:comment_author")) or NAMELESS
        email, account = text(comment, "wp:comment_author_email"), None
        if (number := text(comment, "wp:comment_user_id")) not in ("", "0"):
            known_by = f"account {number}"
            login = self.logins.get(number, "")
            account = self.staff.get(login)
            if login and account is None:
                self.unmapped[login] += 1
        elif "@" in email:
            known_by = f"email {email.casefold()}"
        else:
            known_by = f"comment {text(comment, 'wp:comment_id')}"
        # Keys are kept and exported: nobody shall find an address by trying hashes of addresses.
        digest = salted_hmac("newsroom.imported-reader", f"{known_by}\n{name}", algorithm="sha256")
        return ReaderRecord(
            key(site, "reader", digest.hexdigest()[:32]), name, email, account=account
        )


def _why_left_out(comment: Element, *, with_post: bool) -> str:
    """Why a comment does not come; empty for one that does."""
    kind, status = text(comment, "wp:comment_type"), text(comment, "wp:comment_approved")
    if kind not in TYPES:
        return f"comments of the type “{kind}”"
    if not with_post:
        return "comments under what does not come"
    if status not in STATUSES:
        return f"comments with the status “{status}”"
    if not what_is_written(text_of(text(comment, "wp:comment_content"))):
        return "comments without a text"
    if moment(comment, "wp:comment_date_gmt", "wp:comment_date") is None:
        return "comments without a time"
    return ""


def _number(comment: Element) -> int:
    number = text(comment, "wp:comment_id")
    return int(number) if number.isdecimal() else 0

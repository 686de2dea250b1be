"""Exports of WordPress (WXR), read as records: posts, who wrote them, and what was said under them.

The files are read twice, streaming: once for what posts may name before it comes, such as
pictures and co-authors, and once for all else. Memory does not grow with the comments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from articles.transfer import AttachmentRecord
from newsroom.transfer.keys_in_a_file import WITHOUT_ONE
from newsroom.transfer.records import (
    BrokenFileError,
    Changed,
    LeftOut,
    PaperRecord,
    Record,
    UnmappedAccount,
)
from newsroom.transfer.wordpress.attachments import Attachments
from newsroom.transfer.wordpress.bylines import GUESTS, Bylines, People
from newsroom.transfer.wordpress.media import Media
from newsroom.transfer.wordpress.names import children, split_url, text, title_of
from newsroom.transfer.wordpress.posts import Posts
from newsroom.transfer.wordpress.stream import Part, parts
from newsroom.transfer.wordpress.taxonomy import Taxonomy
from newsroom.transfer.wordpress.thread import Commenters


@dataclass
class Survey:
    """What is known of the exports before any of them is read for good."""

    attachments: Attachments
    people: People = field(default_factory=People)
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    highest_comment: int = 0


def read(
    paths: Sequence[str], *, media: Path | None = None, staff: Mapping[str, int] | None = None
) -> Iterator[tuple[int, Record]]:
    """The records of the exports, which are parts of one paper. `media` is the folder with their
    pictures; `staff` has the accounts here, by primary key, that stand for logins there. Raises
    BrokenFileError, with the line where it is known, and OSError if a file is not there."""
    survey = _survey(paths, media)
    staff = staff or {}
    if unknown := sorted(set(staff) - set(survey.people.names)):
        known = ", ".join(sorted(survey.people.names)) or "none"
        raise BrokenFileError(f"there is no account “{unknown[0]}” in it; there are: {known}")
    bylines = Bylines(survey.people, survey.taxonomy, staff)
    posts = Posts(survey.attachments, survey.taxonomy, bylines)
    commenters = Commenters(survey.people.logins, staff)
    for path in paths:
        for record in _records(path, survey, posts, commenters):
            yield 0, record
    for login, number in commenters.unmapped.items():
        yield 0, UnmappedAccount(login, number)


def _survey(paths: Sequence[str], media: Path | None) -> Survey:
    survey = Survey(Attachments(Media(media)))
    for path in paths:
        for part, site in _placed(path):
            kind = text(part.element, "wp:post_type")
            if part.name == "wp:author":
                survey.people.account(part.element)
            elif part.name == "wp:category":
                survey.taxonomy.category(part.element)
            elif part.name == "wp:term" and text(part.element, "wp:term_taxonomy") == "author":
                survey.people.term(part.element)
            elif part.name == "item" and kind == "attachment":
                survey.attachments.add(part.element, site)
            elif part.name == "item" and kind == GUESTS:
                survey.people.guest(part.element)
            elif part.name == "item" and kind == "wp_block":
                number = text(part.element, "wp:post_id")
                survey.attachments.patterns[site, number] = text(part.element, "content:encoded")
            survey.highest_comment = max(survey.highest_comment, _highest(part.element))
    return survey


def _records(path: str, survey: Survey, posts: Posts, commenters: Commenters) -> Iterator[Record]:
    for part, site in _placed(path):
        match part.name:
            case "title":
                yield PaperRecord(text(part.element), highest_comment=survey.highest_comment)
            case "wp:author":
                yield from posts.bylines.accounts()
            case "item" if text(part.element, "wp:post_type") == "attachment":
                yield _attachment(part.element, survey.attachments, site)
                yield from commenters.records(part.element, site, with_post=False)
            case "item" if posts.has_key_of_another(part.element, site):
                why = WITHOUT_ONE.format("posts")
                yield LeftOut(why, noun="articles", where=title_of(part.element))
                yield from commenters.records(part.element, site, with_post=False)
            case "item":
                yield from posts.records(part.element, site)
                is_brought = posts.are_brought(part.element)
                yield from commenters.records(part.element, site, with_post=is_brought)
        where = title_of(part.element) if part.name == "item" else ""
        for what, number in part.mended.items():
            yield Changed(what, number, where=where)


def _attachment(item: Element, attachments: Attachments, site: str) -> Record:
    attachment = attachments.numbered(site, text(item, "wp:post_id"))
    title = title_of(item)
    if attachment is None or not attachment.is_picture:
        return LeftOut("attachments that are no pictures", noun="attachments", where=title)
    return AttachmentRecord(attachments.picture(attachment), title)


def _placed(path: str) -> Iterator[tuple[Part, str]]:
    """The parts of one export, each with the host of the paper it comes from."""
    site = ""
    for part in parts(path):
        if part.name in ("link", "wp:base_blog_url"):
            site = split_url(text(part.element)).netloc or site
        elif part.name == "item":
            site = site or split_url(text(part.element, "link")).netloc
        yield part, site


def _highest(element: Element) -> int:
    numbers = (text(each, "wp:comment_id") for each in children(element, "wp:comment"))
    return max((int(each) for each in numbers if each.isdecimal() and len(each) < 12), default=0)

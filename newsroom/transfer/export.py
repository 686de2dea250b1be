"""The whole paper as an archive, on its way out."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage

from articles import body
from articles import transfer as paper
from articles.transfer import NOT_CARRIED, ArticleRecord, PictureRecord
from comments.models import Comment
from comments.transfer import closing
from comments.transfer import export as conversation
from newsroom.models import Masthead, User
from newsroom.transfer.archive import FORMAT, VERSION


def write(to: IO[str], *, files: Path | None, with_addresses: bool = False) -> Counter[str]:
    """Write the archive, line by line, and the pictures into the folder `files`, if there is one;
    how many of each kind. Mail addresses only for an administrator who asks for them."""
    written: Counter[str] = Counter()
    for record in _records(files, with_addresses=with_addresses):
        to.write(json.dumps(record, ensure_ascii=False) + "\n")
        written[record["kind"]] += 1
        if record["kind"] == "article":
            shown = set(body.picture_names(record["body_html"]))
            written[NOT_CARRIED] += len(shown) - len(record.get("pictures", []))
    return written


def _records(files: Path | None, *, with_addresses: bool) -> Iterator[dict[str, Any]]:
    yield {
        "kind": "archive",
        "format": FORMAT,
        "version": VERSION,
        "name": Masthead.current().name,
        "language": settings.LANGUAGE_CODE,
        "time_zone": settings.TIME_ZONE,
    }
    for section in paper.sections():
        yield {"kind": "section", **vars(section)}
    for topic in paper.topics():
        yield {"kind": "topic", **vars(topic)}
    for author in paper.authors():
        record = {"kind": "author", **vars(author)}
        del record["account"]  # an archive has no staff
        yield record
    closed = closing.keys_of_closed_articles()
    for article in paper.articles():
        record = _article(article, files)
        if article.key in closed:
            record["comments_closed"] = True
        yield record
    commenters = User.objects.filter(pk__in=Comment.objects.values("author")).order_by("pk")
    for person in commenters.iterator(chunk_size=1_000):
        yield {
            "kind": "reader",
            "id": person.imported_from or str(person.pk),
            "display_name": person.display_name,
            **({"email": person.email} if with_addresses and person.email else {}),
        }
    for comment in conversation.comments():
        yield {
            "kind": "comment",
            "id": comment.key,
            "article": comment.article,
            "author": comment.author,
            "parent": comment.parent or None,
            "text": comment.text,
            "created_at": _iso(comment.created_at),
            "status": comment.status,
            **({"edited_at": _iso(comment.edited_at)} if comment.edited_at else {}),
        }


def _article(article: ArticleRecord, files: Path | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "kind": "article",
        "id": article.key,
        "slug": article.slug,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "dateline": article.dateline,
        "body_html": article.body_html,
        "section": article.section,
        "topics": article.topics,
        "authors": article.authors,
        "published_at": _iso(article.published_at),
        "language": article.language,
        "see_also": article.see_also,
        "state": "draft" if article.is_draft else "published",
        "dated": _iso(article.dated),
        "guid": article.guid,
    }
    if article.old_paths:
        record["old_addresses"] = article.old_paths
    if article.picture and (picture := _picture(article.picture, files)):
        record["picture"] = picture
    in_text = ((each.name, _picture(each.picture, files)) for each in article.text_pictures)
    if pictures := [{"shown_as": name, **picture} for name, picture in in_text if picture]:
        record["pictures"] = pictures
    return record


def _picture(picture: PictureRecord, files: Path | None) -> dict[str, Any] | None:
    """What is said of the picture, if its file could be copied."""
    if not (picture.file and files and _copied(str(picture.file), files)):
        return None
    fields = {**vars(picture), "file": picture.file.name}
    del fields["keys"]
    return fields


def _copied(name: str, files: Path) -> bool:
    """Whether the picture's file was there to be copied."""
    if not default_storage.exists(name):
        return False
    files.mkdir(parents=True, exist_ok=True)
    with default_storage.open(name) as source, (files / Path(name).name).open("wb") as copy:
        shutil.copyfileobj(source, copy)
    return True


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None

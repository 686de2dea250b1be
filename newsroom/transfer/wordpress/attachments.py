"""The pictures of an export, by number, by address and by the post they were uploaded to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from articles.transfer import PictureRecord
from newsroom.transfer.wordpress.media import Media, original_name
from newsroom.transfer.wordpress.names import key, meta_value, split_url, text

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")


@dataclass(frozen=True)
class Attachment:
    site: str
    number: str
    url: str
    alt: str
    caption: str

    @property
    def is_picture(self) -> bool:
        return is_picture(self.url)


class Attachments:
    def __init__(self, media: Media) -> None:
        self.media = media
        self._by_number: dict[tuple[str, str], Attachment] = {}
        self._by_path: dict[tuple[str, str], Attachment] = {}
        self.patterns: dict[tuple[str, str], str] = {}
        """The texts that posts show by number, wherever they stand (blocks `wp:block`)."""
        self._by_post: dict[tuple[str, str], list[Attachment]] = defaultdict(list)

    def add(self, item: Element, site: str) -> Attachment:
        attachment = Attachment(
            site,
            text(item, "wp:post_id"),
            text(item, "wp:attachment_url") or text(item, "guid"),
            meta_value(item, "_wp_attachment_image_alt"),
            text(item, "excerpt:encoded"),
        )
        self._by_number[site, attachment.number] = attachment
        self._by_path[site, path_of(attachment.url)] = attachment
        if (parent := text(item, "wp:post_parent")) not in ("", "0") and attachment.is_picture:
            self._by_post[site, parent].append(attachment)
        return attachment

    def numbered(self, site: str, number: str) -> Attachment | None:
        return self._by_number.get((site, number))

    def at(self, site: str, url: str) -> Attachment | None:
        """The attachment at this URL, or of which the picture there is one of the sizes."""
        return self._by_path.get((site, path_of(url)))

    def of_post(self, site: str, number: str) -> list[Attachment]:
        return self._by_post.get((site, number), [])

    def picture(self, attachment: Attachment, url: str = "") -> PictureRecord:
        """The picture of an attachment, with its file if that is at hand."""
        file = self.media.file(attachment.url) or (self.media.file(url) if url else None)
        numbered = key(attachment.site, "attachment", attachment.number)
        keys = (numbered, key(attachment.site, "file", path_of(attachment.url)))
        return PictureRecord(file, attachment.alt, attachment.caption, keys=keys)

    def picture_numbered(self, site: str, number: str) -> PictureRecord:
        """The picture of that number, though no file of the export may say which it is."""
        if attachment := self.numbered(site, number):
            return self.picture(attachment)
        return PictureRecord(None, keys=(key(site, "attachment", number),))

    def picture_at(self, site: str, url: str, number: str = "") -> PictureRecord:
        """The picture at a URL; the number in its markup counts where nothing else is known."""
        attachment = self.at(site, url)
        if attachment is None and number and self.media.file(url) is None:
            attachment = self.numbered(site, number)
        if attachment:
            return self.picture(attachment, url)
        return PictureRecord(self.media.file(url), keys=(key(site, "file", path_of(url)),))


def is_picture(url: str) -> bool:
    return split_url(url).path.lower().endswith(PICTURES)


def path_of(url: str) -> str:
    """What names an uploaded file, whichever host or size it is asked for in."""
    path = PurePosixPath(unquote(split_url(url).path))
    whole = path.as_posix()
    inside = whole.rpartition("/uploads/")[2] if "/uploads/" in whole else whole
    inside = inside.rpartition("/files/")[2] if "/files/" in inside else inside
    folder = PurePosixPath(inside.lstrip("/")).parent.as_posix()
    return f"{folder}/{original_name(path.name)}".lower()

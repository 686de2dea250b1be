"""The pictures of an export: their files lie elsewhere, or in a folder beside it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from articles.transfer import PictureRecord
from newsroom.transfer.wordpress.names import named, text

FOLDERS = ("", "uploads", "wp-content/uploads")


class Attachments:
    def __init__(self, beside: Path) -> None:
        self.beside = beside.resolve()
        self._known: dict[str, tuple[str, str, str]] = {}

    def add(self, item: Element) -> None:
        alt = next(
            (
                text(meta, "wp:meta_value")
                for meta in item
                if named(meta.tag) == "wp:postmeta"
                and text(meta, "wp:meta_key") == "_wp_attachment_image_alt"
            ),
            "",
        )
        address = text(item, "wp:attachment_url")
        self._known[text(item, "wp:post_id")] = (address, alt, text(item, "excerpt:encoded"))

    def picture(self, number: str) -> PictureRecord | None:
        """The picture of that number, if its file is at hand."""
        address, alt, caption = self._known.get(number, ("", "", ""))
        path = PurePosixPath(unquote(urlsplit(address).path))
        inside = path.as_posix().partition("/uploads/")[2]
        for folder in FOLDERS:
            for name in (inside, path.name):
                file = (self.beside / folder / name).resolve() if name else self.beside
                # The address is the file's word: it opens nothing outside the folder.
                if file.is_relative_to(self.beside) and file.is_file():
                    return PictureRecord(file, alt, caption)
        return None

"""The files that an export speaks of, in a folder that was copied from the old server.

The folder may be `uploads` itself or one above it, as WordPress.com or a network of sites lays it
out. A file is known by its name and by as much of its path as both have; the name may be that of
one of the sizes that WordPress makes.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from newsroom.transfer.wordpress.names import split_url

# photo-300x200.jpg, photo-scaled.jpg, photo-rotated.jpg, photo-e1557000000000.jpg
_SIZE = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled|rotated|e\d{9,14})(?=\.\w+$)")
_YEAR_AND_MONTH = re.compile(r"\d{4}/\d{2}")


class Media:
    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._files: dict[str, list[tuple[str, Path]]] | None = None
        """By their plain names: each with its plain path below the folder."""

    def file(self, url: str) -> Path | None:
        """The file at hand that was at this URL; None if it is not there."""
        path = PurePosixPath(unquote(split_url(url).path))
        for name in _names(path.name):
            for inside, file in self._index().get(name, []):
                if _is_same_place(path.parent.as_posix(), inside):
                    return file
        return None

    def _index(self) -> dict[str, list[tuple[str, Path]]]:
        """Made at first use. Nothing outside the folder is in it, whatever links say."""
        if self._files is None:
            self._files = {}
            for file in self._walk():
                inside = file.parent.relative_to(self.folder or file.parent)
                self._files.setdefault(plain(file.name), []).append((inside.as_posix(), file))
            for places in self._files.values():
                places.sort(key=lambda place: (-len(place[0]), place))
        return self._files

    def _walk(self) -> Iterator[Path]:
        if self.folder is None:
            return
        for parent, folders, names in os.walk(self.folder):
            folders.sort()
            for name in sorted(names):
                file = Path(parent, name)
                if file.is_file() and not file.is_symlink():
                    yield file


def original_name(name: str) -> str:
    """The name of the picture of which this is one of the sizes that WordPress makes."""
    return _SIZE.sub("", name)


def plain(name: str) -> str:
    """A file's name without what is lost on its way between machines: case, and how a letter is
    composed; WordPress writes hyphens for spaces."""
    name = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[\s_-]+", "-", name)


def _names(name: str) -> list[str]:
    """The names to look for, the largest picture first."""
    stem, dot, ending = original_name(name).rpartition(".")
    large = [f"{stem}{dot}{ending}", f"{stem}-scaled{dot}{ending}"]
    return list(dict.fromkeys(plain(each) for each in (*large, name)))


def _is_same_place(asked: str, inside: str) -> bool:
    """Whether a folder below ours may be the one of a URL: where both name a month, the same."""
    month, there = _YEAR_AND_MONTH.search(asked), _YEAR_AND_MONTH.search(inside)
    return month is None or there is None or month[0] == there[0]

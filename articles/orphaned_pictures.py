"""Files among the pictures that no picture of the library has: left behind by what was deleted or
replaced before files went with their pictures, and by uploads that failed half-way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from articles import body, picture_files
from articles.models import Article, Image, RemovedPicture

ORIGINALS_FOLDER = "pictures"


@dataclass
class Orphans:
    names: list[str] = field(default_factory=list)
    """Files that nobody has and nothing shows."""
    in_texts: dict[str, list[Article]] = field(default_factory=dict)
    """Files that nobody has and that articles still show, with those articles."""
    too_new: int = 0
    """How many are left alone, as somebody may be at work on them."""


def find(before: datetime) -> Orphans:
    """The files that no picture has now and that were last written before this moment, or belong
    to a picture that was removed. An outdated size of a picture of the library is one as well,
    unless an article shows it."""
    orphans, owned, shown = Orphans(), _owned(), _shown()
    for name in _files():
        if name in owned:
            continue
        if not _may_go(name, before):
            orphans.too_new += 1
        elif name not in shown:
            orphans.names.append(name)
        elif picture_files.owner_of(name) is None:
            orphans.in_texts[name] = shown[name]
    return orphans


def remove(names: Iterable[str], before: datetime) -> list[str]:
    """Delete those of these files that are orphans still; their names. Where nothing is left of a
    picture, it is remembered as removed: its addresses answer 410."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if picture_files.storage().exists(name) and _may_go(name, before):
            groups[picture_files.renditions_at(name) or name].append(name)
    deleted: list[str] = []
    for renditions, group in groups.items():
        deleted += picture_files.delete_unowned(group, renditions)
        if not picture_files.owners(renditions):
            _remember(renditions, group)
    return deleted


def _may_go(name: str, before: datetime) -> bool:
    """Whether nobody can be at work on it: a picture is stored before its row is to be seen."""
    if picture_files.storage().get_modified_time(name) < before:
        return True
    return RemovedPicture.objects.at(name, picture_files.renditions_at(name)).exists()


def _remember(renditions: str, group: list[str]) -> None:
    if RemovedPicture.objects.filter(renditions=renditions).exists():
        return
    # By its original; where that is gone already, by what is known of its name.
    originals = (each for each in group if not each.startswith(picture_files.RENDITIONS_FOLDER))
    RemovedPicture.objects.create(
        name=next(originals, renditions), renditions=renditions, reason="An orphaned file."
    )


def _owned() -> set[str]:
    """The names of all files that the pictures of the library have now."""
    owned: set[str] = set()
    for image in Image.objects.iterator():
        owned |= picture_files.current(image)
    return owned


def _shown() -> dict[str, list[Article]]:
    """By the name of a file, the articles that show it."""
    shown: dict[str, list[Article]] = defaultdict(list)
    for article in Article.objects.filter(body__contains="<img").iterator():
        for name in set(body.picture_names(article.body)):
            shown[name].append(article)
    return shown


def _files() -> Iterator[str]:
    """The names of all files of pictures, folder by folder."""
    folders = [ORIGINALS_FOLDER, picture_files.RENDITIONS_FOLDER]
    while folders:
        folder = folders.pop()
        try:
            inner, names = picture_files.storage().listdir(folder)
        except FileNotFoundError:
            continue
        folders += [f"{folder}/{each}" for each in inner]
        yield from (f"{folder}/{each}" for each in sorted(names))

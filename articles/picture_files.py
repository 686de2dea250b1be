"""The files of a picture in the media storage: its original, and the renditions that
django-imagefield has made of it, for its point of interest of now and of before."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from django.core.files.storage import Storage
from django.db import transaction

from articles.models import Image

log = logging.getLogger(__name__)

RENDITIONS_FOLDER = "__processed__"
_RENDITION = re.compile(
    rf"(?P<begin>{RENDITIONS_FOLDER}/[0-9a-f]{{3}}/[0-9a-f]{{3}}/(?P<stem>[^/]+)-)[0-9a-f]{{12}}\.\w+"
)


def storage() -> Storage:
    return Image._meta.get_field("picture").storage


def renditions_of(original: str) -> str:
    """What the names of all renditions of this original begin with."""
    base = Image().picture._process_base(original)
    return f"{base.path}/{base.basename}"


def renditions_at(name: str) -> str:
    """What this name of a rendition begins with, or of the renditions of this original."""
    if rendition := _RENDITION.fullmatch(name):
        return rendition["begin"]
    return "" if name.startswith(RENDITIONS_FOLDER) else renditions_of(name)


def owners(renditions: str) -> list[Image]:
    """The pictures whose renditions' names begin so, by primary key: as a rule one, and several
    where they share a file."""
    stem = PurePosixPath(renditions).name.removesuffix("-")
    alike = Image.objects.filter(picture__contains=f"/{stem}.").order_by("pk")
    return [image for image in alike if renditions_of(image.picture.name) == renditions]


def owner_of(name: str) -> Image | None:
    """The picture of the library that this file belongs to: its original or a rendition, also one
    that is outdated."""
    renditions = renditions_at(name)
    if not renditions:
        return None
    is_rendition = name.startswith(renditions)
    found = owners(renditions)
    return next((each for each in found if is_rendition or each.picture.name == name), None)


def by_format(image: Image) -> dict[str, str]:
    """The name of each of its renditions of now, by format."""
    picture = image.picture
    return {
        each: picture._process_context(steps).name for each, steps in picture.field.formats.items()
    }


def current(image: Image) -> set[str]:
    """The names of its original and its renditions of now."""
    return {image.picture.name, *by_format(image).values()}


def existing(original: str) -> set[str]:
    """The names of the files that are there: the original and any rendition of it."""
    names = {original} if storage().exists(original) else set()
    folder, _, begin = renditions_of(original).rpartition("/")
    try:
        _, files = storage().listdir(folder)
    except FileNotFoundError:
        return names
    return names | {f"{folder}/{each}" for each in files if each.startswith(begin)}


def delete_unowned(names: Iterable[str], renditions: str) -> list[str]:
    """Delete those of these files, all of the pictures whose renditions' names begin so, that no
    picture of the library has now; their names. Holds the rows of those pictures meanwhile, so
    that none of them is given a file back that is about to go."""
    with transaction.atomic():
        pks = [each.pk for each in owners(renditions)]
        list(Image.objects.select_for_update().filter(pk__in=pks))
        owned = set[str]().union(*(current(each) for each in owners(renditions)))
        deleted = [name for name in sorted(names) if name not in owned]
        for name in deleted:
            storage().delete(name)
    return deleted


def delete_after_commit(original: str, *, keep: Iterable[str] = ()) -> None:
    """Once this transaction has committed, delete the files of this original that no picture has
    then, but for those to `keep`; nothing if it is rolled back. A file that cannot be deleted is
    found again by `remove_orphaned_pictures`."""
    kept = set(keep)

    def delete() -> None:
        try:
            delete_unowned(existing(original) - kept, renditions_of(original))
        except OSError:
            log.exception("Files of a picture could not be deleted: run remove_orphaned_pictures")

    transaction.on_commit(delete)

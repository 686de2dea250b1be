"""Pictures that a body shows from the paper's own media storage, on their way out and in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from articles import body, picture_files
from articles.models import Image
from articles.transfer.figures import RENDITION
from articles.transfer.records import PictureRecord, TextPictureRecord

NOT_CARRIED = "pictures in texts, which do not come along"


def pictures_of(html: str) -> tuple[TextPictureRecord, ...]:
    """The pictures of the library that the body shows, each once. `file` is their original."""
    names = dict.fromkeys(body.picture_names(html))
    owners = ((name, picture_files.owner_of(name)) for name in names)
    return tuple(TextPictureRecord(name, picture_of(image)) for name, image in owners if image)


def picture_of(image: Image) -> PictureRecord:
    return PictureRecord(
        Path(image.picture.name), image.alt, image.caption, image.credit, image.point_of_interest
    )


def with_pictures_of_here(
    html: str,
    pictures: Iterable[TextPictureRecord],
    keep: Callable[[PictureRecord], Image | None],
) -> str:
    """The body with the pictures as they are in this library; one that cannot be kept goes."""
    urls = {}
    for each in pictures:
        image = keep(each.picture)
        urls[each.name] = getattr(image.picture, RENDITION) if image else ""
    return body.with_pictures(html, urls) if urls else html


def number_missing(html: str, pictures: Iterable[TextPictureRecord]) -> int:
    """How many pictures the body shows that are not among these, and whose files are not here."""
    names = set(body.picture_names(html)) - {each.name for each in pictures}
    return sum(not picture_files.storage().exists(name) for name in names)

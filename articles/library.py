"""The library of pictures: where each is used, and the verbs that save and remove one with its
files. Where a file that was removed had an address, that answers 410 from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles import body, edition, picture_files
from articles.models import Article, Author, Image, RemovedPicture
from newsroom.foundation import edge

# What a text shows where it cannot be said in which size it showed the picture before.
IN_A_TEXT = "w768"


@dataclass(frozen=True)
class Usage:
    leads: list[Article]
    """Articles that have it as their lead image."""
    texts: list[Article]
    """Articles whose body shows it."""
    portraits: list[Author]

    def __bool__(self) -> bool:
        return bool(self.leads or self.texts or self.portraits)


def usage(image: Image) -> Usage:
    """Where the picture is used. Reads the bodies of all articles."""
    articles = Article.objects.latest_first()
    return Usage(
        leads=list(articles.filter(lead_image=image)),
        texts=[article for article, names in _showing(image.picture.name) if names],
        portraits=list(Author.objects.filter(portrait=image)),
    )


def shares_its_file(image: Image) -> bool:
    """Whether another picture of the library has the same file, which therefore stays."""
    return Image.objects.filter(picture=image.picture.name).exclude(pk=image.pk).exists()


@transaction.atomic
def save(image: Image, *, by: Any = None) -> None:
    """Save a picture, new or changed. If its file was replaced, the bodies that showed the old one
    show the new, and the old one is gone with all its renditions once this has committed; if its
    point of interest was moved, the renditions that are outdated are, but for those in bodies."""
    before = Image.objects.select_for_update().filter(pk=image.pk).first() if image.pk else None
    image.save(force_insert=before is None, force_update=before is not None)
    edition.bump()
    if before is None or not before.picture:
        return
    original = before.picture.name
    if original != image.picture.name:
        _take_down(
            original, by, _("A new file took its place."), lambda: _successors(before, image)
        )
    elif before.point_of_interest != image.point_of_interest:
        shown = {name for _, names in _showing(original) for name in names}
        picture_files.delete_after_commit(original, keep=shown)


@transaction.atomic
def remove(images: Iterable[Image], *, by: Any = None, reason: str = "") -> None:
    """Remove pictures: from articles and authors that have them, from the bodies that show them
    (the figure goes with its caption), and with this commit their files, unless another picture
    shares them. Their addresses answer 410."""
    pks = [image.pk for image in images]
    for image in Image.objects.select_for_update().filter(pk__in=pks).order_by("pk"):
        original = image.picture.name
        image.delete()
        if original:
            _take_down(original, by, reason, dict)
    edition.bump()


@transaction.atomic
def take_out_of_texts(names: Iterable[str]) -> None:
    """Take the pictures with these files out of all bodies, each with its figure and caption."""
    gone = dict.fromkeys(names, "")
    for article in Article.objects.select_for_update().filter(body__contains="<img").order_by("pk"):
        if gone.keys() & set(body.picture_names(article.body)):
            article.body = body.with_pictures(article.body, gone)
            article.save(update_fields=["body", "changed_at"])
    edition.bump()


def is_removed(name: str) -> bool:
    """Whether a file of this name in the media storage was one of a picture that was removed."""
    return RemovedPicture.objects.at(name, picture_files.renditions_at(name)).exists()


def is_in_the_library(name: str) -> bool:
    return picture_files.owner_of(name) is not None


def current_url(name: str) -> str:
    """The URL of the picture whose outdated rendition had this name, or nothing."""
    image = picture_files.owner_of(name) if name.startswith("__") else None
    if image is None:
        return ""
    each = f"{IN_A_TEXT}_webp" if name.endswith(".webp") else IN_A_TEXT
    found = picture_files.by_format(image)[each]
    # A size of now that is not there would lead to itself.
    return "" if found == name else picture_files.storage().url(found)


def _take_down(original: str, by: Any, reason: str, urls: Callable[[], dict[str, str]]) -> None:
    """What no picture has any more: out of the bodies, or exchanged for what stands under its name
    in `urls`; remembered as removed; and its files gone after the commit."""
    if not Image.objects.filter(picture=original).exists():
        RemovedPicture.objects.get_or_create(
            name=original,
            defaults={
                "renditions": picture_files.renditions_of(original),
                "removed_by": by,
                "reason": reason[:300],
            },
        )
        successors = urls()
        for article, names in _showing(original, lock=True):
            shown = {name: successors.get(name, successors.get("", "")) for name in names}
            article.body = body.with_pictures(article.body, shown)
            article.save(update_fields=["body", "changed_at"])
        edge.changed(edge.PICTURES)
    picture_files.delete_after_commit(original)


def _successors(before: Image, image: Image) -> dict[str, str]:
    """By the name of each file of before the URL of the new one in that size; under "" that for
    any other."""
    url = picture_files.storage().url
    names = picture_files.by_format(image)
    found = {name: url(names[each]) for each, name in picture_files.by_format(before).items()}
    return found | {before.picture.name: url(image.picture.name), "": url(names[IN_A_TEXT])}


def _showing(original: str, *, lock: bool = False) -> list[tuple[Article, set[str]]]:
    """The articles whose body shows a file of this original, with the names of those files."""
    begin = picture_files.renditions_of(original)
    folder = begin.rpartition("/")[0]
    articles = Article.objects.filter(
        Q(body__contains=f"{folder}/") | Q(body__contains=f"{settings.MEDIA_URL}{quote(original)}")
    ).order_by("pk")
    if lock:
        articles = articles.select_for_update()
    found = []
    for article in articles:
        shown = set(body.picture_names(article.body))
        names = {name for name in shown if name == original or name.startswith(begin)}
        if names:
            found.append((article, names))
    return found

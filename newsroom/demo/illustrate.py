"""The demo paper's pictures, drawn and brought to every size on all the machine's cores."""

from __future__ import annotations

import io
import multiprocessing
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor

from django.core.files.base import ContentFile

from articles.models import Image
from newsroom.demo import pictures

PORTRAIT = "portrait:"
# Large enough for the lead on a dense screen, small enough that a first start stays short.
PICTURE_PX, PORTRAIT_PX = (1280, 853), 480


def draw_all(names: Iterable[str]) -> dict[str, Image]:
    """An unsaved Image for each scene, and for each `portrait:SEED`, its files in the storage."""
    names = sorted(set(names))
    # Fork keeps the settings and the apps as they are; no connection is used in the children.
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        return dict(zip(names, map(_image, pool.map(_drawn, names)), strict=True))


def _drawn(name: str) -> tuple[str, int, int]:
    if name.startswith(PORTRAIT):
        drawing = pictures.portrait(name.removeprefix(PORTRAIT), PORTRAIT_PX)
    else:
        drawing = pictures.draw(name, *PICTURE_PX)
    file = io.BytesIO()
    drawing.save(file, "JPEG", quality=86, optimize=True, progressive=True)
    image = Image()
    image.picture.save(f"{name.replace(':', '-')}.jpg", ContentFile(file.getvalue()), save=False)
    for each in image.picture.field.formats:
        image.picture.process(each)
    return image.picture.name, drawing.width, drawing.height


def _image(drawn: tuple[str, int, int]) -> Image:
    name, width, height = drawn
    image = Image(picture=name, width=width, height=height)
    image._skip_generate_files = True  # type: ignore[attr-defined]
    return image

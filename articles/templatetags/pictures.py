"""A picture in as many sizes as it has, WebP beside its own format."""

from __future__ import annotations

from typing import Any

from django import template

from articles.models import Image
from articles.models.image import WIDTHS_PX

register = template.Library()

# The formats of articles/models/image.py: name of the shape, its widths, height by width.
_CROPPED: dict[str, tuple[tuple[int, ...], float]] = {
    "card": ((320, 640, 960), 2 / 3),
    "square": ((96, 240), 1),
}


@register.inclusion_tag("articles/_picture.html")
def picture(
    image: Image | None, shape: str, sizes: str, *, first: bool = False, alt: str | None = None
) -> dict[str, Any]:
    """`shape` is `whole`, `card` or `square`; `first` is the picture one sees at once, which is
    loaded before others and not only when it comes into view. `alt=""` says that the picture
    repeats what stands beside it."""
    if not image or not image.picture or not image.width or not image.height:
        return {}
    prefix, offered_px, ratio = _sizes_of(image, shape)
    widths_px = [px for px in offered_px if px <= image.width] or [offered_px[0]]
    largest = widths_px[-1]
    # A picture narrower than its smallest size is kept as it is when whole, enlarged when cropped.
    shown_px = min(largest, image.width) if shape == "whole" else largest
    return {
        "image": image,
        "alt": image.alt if alt is None else alt,
        "source": getattr(image.picture, f"{prefix}{largest}"),
        "srcset": _srcset(image, prefix, widths_px, ""),
        "srcset_webp": _srcset(image, prefix, widths_px, "_webp"),
        "sizes": sizes,
        "width": shown_px,
        "height": round(shown_px * ratio),
        "first": first,
    }


def _sizes_of(image: Image, shape: str) -> tuple[str, tuple[int, ...], float]:
    """What the shape's formats begin with, their widths, and height by width."""
    if shape == "whole":
        return "w", WIDTHS_PX, (image.height or 1) / (image.width or 1)
    widths_px, ratio = _CROPPED[shape]
    return shape, widths_px, ratio


def _srcset(image: Image, prefix: str, widths_px: list[int], suffix: str) -> str:
    return ", ".join(f"{getattr(image.picture, f'{prefix}{px}{suffix}')} {px}w" for px in widths_px)

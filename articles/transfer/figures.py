"""Pictures inside a body that is imported: marks in the text until the pictures have addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles.models import Image
from articles.transfer.records import FigureRecord, PictureRecord

# The width that the longest column of text asks for.
RENDITION, WIDTH_PX = "w1200", 1200

# Two characters that no text has: they are taken out of whatever is read.
_MARK = re.compile("\x02(\\d+)\x03")


def mark(number: int) -> str:
    """What stands in a body in place of its figure with this number."""
    return f"\x02{number}\x03"


def with_figures(
    html: str,
    figures: Sequence[FigureRecord],
    keep: Callable[[PictureRecord], Image | None],
) -> str:
    """The body with its figures in place of their marks. Of a picture that cannot be kept, what
    was said beneath it stays, as a paragraph."""

    def put_in(match: re.Match[str]) -> str:
        number = int(match[1])
        if number >= len(figures):
            return ""
        figure = figures[number]
        image = keep(figure.picture)
        return _figure(image, figure) if image else caption_alone(figure.caption_html)

    return _MARK.sub(put_in, html)


def caption_alone(caption_html: str) -> str:
    return f"<p><em>{caption_html}</em></p>" if caption_html else ""


def _figure(image: Image, figure: FigureRecord) -> str:
    width, height = image.width or WIDTH_PX, image.height or WIDTH_PX
    shown = min(width, WIDTH_PX)
    picture = format_html(
        '<img src="{}" alt="{}" width="{}" height="{}">',
        getattr(image.picture, RENDITION),
        figure.alt or image.alt,
        shown,
        round(height * shown / width),
    )
    caption = figure.caption_html
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{mark_safe(picture)}{said}</figure>"

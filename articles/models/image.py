from collections.abc import Callable
from os.path import splitext
from typing import Any

from django.db import models
from django.utils.crypto import get_random_string
from imagefield.backend_base import calculate_crop_box
from imagefield.fields import ImageField, PPOIField
from imagefield.processing import register
from PIL import Image as Pillow

from newsroom.foundation.model_fields import CleanNameField

WIDTHS_PX = (320, 480, 768, 1200, 1600)
# Half the bytes of a JPEG at the quality that imagefield gives one, and none can tell them apart.
WEBP_QUALITY = 78
# Of 32 letters and digits each: 50 bits.
TOKEN_LENGTH = 10


@register
def filled(get_image: Callable, size: tuple[int, int]) -> Callable:
    """Cropped around the point of interest to the shape of `size`, and made no larger than it
    came: a small picture is not blown up."""

    def processor(image: Pillow.Image, context: Any) -> Pillow.Image:
        image = get_image(image, context)
        box = calculate_crop_box(*image.size, *size, context.ppoi)
        edges = (box.left, box.top, box.left + box.width, box.top + box.height)
        if box.width <= size[0]:
            return image.crop(tuple(round(edge) for edge in edges))
        return image.resize(size, Pillow.Resampling.LANCZOS, box=edges)

    return processor


@register
def as_webp(get_image: Callable) -> Callable:
    def processor(image: Pillow.Image, context: Any) -> Pillow.Image:
        context.save_kwargs["format"] = "WEBP"
        image = get_image(image, context)
        context.save_kwargs |= {"quality": WEBP_QUALITY, "method": 4}
        return image

    return processor


def _webp(steps: list) -> Callable:
    def spec(file: Any, context: Any) -> None:
        context.extension = ".webp"
        context.processors = ["as_webp", *steps]

    return spec


def _formats() -> dict[str, Any]:
    """Each width in the picture's own format and in WebP; `card*` and `square*` are cropped
    around the point of interest for cards and portraits."""
    shapes: dict[str, list] = {
        f"w{width}": ["default", ("thumbnail", (width, 4000))] for width in WIDTHS_PX
    }
    shapes |= {
        f"card{width}": ["default", ("filled", (width, width * 2 // 3))]
        for width in (320, 640, 960)
    }
    shapes |= {f"square{width}": ["default", ("filled", (width, width))] for width in (96, 240)}
    return shapes | {f"{name}_webp": _webp(steps) for name, steps in shapes.items()}


class PictureField(ImageField):
    """A picture whose file gets a name that no other ever had or will have: the address of one
    that was removed must not show another picture, in a cache or on somebody else's page."""

    def generate_filename(self, instance: models.Model | None, filename: str) -> str:
        stem, ending = splitext(filename)
        return super().generate_filename(instance, f"{stem}-{_token()}{ending}")


def _token() -> str:
    return get_random_string(TOKEN_LENGTH, "abcdefghijkmnpqrstuvwxyz23456789")


class Image(models.Model):
    """A picture with what must be said of it. What is uploaded or imported goes through
    `articles.pictures.kept` first."""

    picture = PictureField(
        upload_to="pictures/%Y/%m/",
        width_field="width",
        height_field="height",
        ppoi_field="point_of_interest",
        formats=_formats(),
    )
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    point_of_interest = PPOIField(
        "point of interest", help_text="What a crop must not lose: click on it in the preview."
    )
    alt = CleanNameField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for those who do not see it. "
        "Empty only if it is mere decoration.",
    )
    caption = CleanNameField(max_length=400, blank=True)
    credit = CleanNameField(max_length=120, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return self.caption or self.alt or self.picture.name

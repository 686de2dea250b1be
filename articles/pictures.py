"""What a picture must be to be kept: looked at before it is decoded, and written anew.

Writing it anew leaves behind whatever is not picture: the place where it was taken, the camera's
number, a thumbnail of what was cropped away, code hidden after its end.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import slugify
from PIL import Image, ImageCms, ImageOps

# What is read, and how it is kept. Of an animation the first frame is kept: a picture in a
# newspaper stands still, and a palette does not survive being made smaller.
KEPT_AS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG"}
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
HOW: dict[str, dict[str, int | bool]] = {
    "JPEG": {"quality": 90, "progressive": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 90, "method": 4},
}
MAX_BYTES = 30 * 1024 * 1024
# The widest shown is 1600 px; what is beyond twice the largest column serves nobody and is
# decoded anew for every derivative.
LONGEST_SIDE_PX = 2560
# Anything narrower would vanish where a column makes it smaller.
MAX_RATIO = 50

_SRGB = ImageCms.createProfile("sRGB")


def kept(file: IO[bytes], name: str = "") -> ContentFile:
    """The picture as it is to be stored: upright, in sRGB, without metadata, its name ending as
    its content asks. Raises ValidationError, worded for the person at the form, for what is no
    picture, is broken, or would be too large. Nothing is decoded before its size is known."""
    _check_bytes(file)
    try:
        with Image.open(file, formats=list(KEPT_AS)) as image:
            _check_pixels(image)
            form = KEPT_AS[image.format or ""]
            picture = _prepared(image, form)
        written = BytesIO()
        picture.save(written, format=form, **HOW[form])
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except Image.UnidentifiedImageError:
        raise ValidationError(
            "This is not a picture that can be used. Choose a JPEG, PNG, WebP or GIF file.",
            code="no_picture",
        ) from None
    except MemoryError:
        raise _too_large() from None
    except Exception as broken:  # a decoder fed by a stranger may raise nearly anything
        raise ValidationError(
            "This picture is damaged or incomplete. Save it anew, or choose another file.",
            code="broken",
        ) from broken
    return ContentFile(written.getvalue(), name=_name(name or getattr(file, "name", ""), form))


def _check_bytes(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size is not None and size > MAX_BYTES:
        raise ValidationError(
            f"This file has {size / 2**20:.0f} MB. Choose one of up to {MAX_BYTES >> 20} MB.",
            code="too_large",
        )


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > settings.IMAGE_MAX_PIXELS:
        raise _too_large(f"{image.width} × {image.height}")
    if max(image.size) > MAX_RATIO * min(image.size):
        raise ValidationError(
            f"This picture is too narrow: one side is over {MAX_RATIO} times the other.",
            code="too_narrow",
        )


def _too_large(size: str = "") -> ValidationError:
    most = settings.IMAGE_MAX_PIXELS // 1_000_000
    said = f"This picture is {size} pixels large." if size else "This picture is too large."
    return ValidationError(
        f"{said} Make it smaller than {most} megapixels first.", code="too_large"
    )


def _prepared(image: Image.Image, form: str) -> Image.Image:
    """Made smaller first, a JPEG while it is read, so that what follows costs little."""
    limit = (LONGEST_SIDE_PX, LONGEST_SIDE_PX)
    image.draft(None, limit)
    image.load()
    mode = "RGBA" if form != "JPEG" and image.has_transparency_data else "RGB"
    smooth = image if image.mode in ("RGB", "RGBA", "L", "CMYK") else _eight_bits(image, mode)
    smooth.thumbnail(limit, Image.Resampling.LANCZOS)
    picture = _in_srgb(_upright(smooth), mode)
    bare = Image.new(mode, picture.size)
    bare.paste(picture)
    return bare


def _eight_bits(image: Image.Image, mode: str) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits of grey: the upper eight of them.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert(mode)


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera was held, if what it says of that can be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # metadata that is damaged says nothing of the picture itself
        return picture


def _in_srgb(picture: Image.Image, mode: str) -> Image.Image:
    """In the one colour space that every screen takes for granted. A profile that does not fit
    its picture is not worth a refusal."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted.convert(mode)
    return picture.convert(mode)


def _name(name: str, form: str) -> str:
    stem = slugify(PurePath(name.replace("\\", "/")).stem)[:60] or "picture"
    return stem + ENDINGS[form]

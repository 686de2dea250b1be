"""What a picture must be to be kept: looked at before it is decoded, and written anew.

Writing it anew leaves behind whatever is not picture: the place where it was taken, the camera's
number, a thumbnail of what was cropped away, code hidden after its end.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

# What is read, and how it is kept. Of several frames the first is kept: a picture in a newspaper
# stands still, and a palette does not survive being made smaller. MPO is a JPEG with further ones
# behind it, as many cameras and telephones write: a preview, a map of depth or of brightness.
KEPT_AS = {
    "JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "AVIF": "WEBP", "GIF": "PNG",
}  # fmt: skip
# MPO is found by the reader of JPEG and has none of its own.
READ = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]
ANIMATED = {"PNG", "WEBP", "AVIF", "GIF"}
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
_END_OF_JPEG = b"\xff\xd9"
# The bits of a picture end in no more zeros than the codes of one plain block have.
_MAX_ZEROS_AT_THE_END = 2
# More than the six blocks of 16 × 16 pixels can use up: some of it changes a pixel that is missing.
_FURTHER_BITS = b"\x55" * 4096


class KeptPicture(ContentFile):
    """A picture as it is to be stored."""

    was_animated = False
    """Whether it had further frames that were shown one after the other."""


def kept(file: IO[bytes], name: str = "") -> KeptPicture:
    """The picture as it is to be stored: upright, in sRGB, without metadata, its name ending as
    its content asks. Raises ValidationError, worded for the person at the form, for what is no
    picture, is broken, or would be too large. Nothing is decoded before its size is known."""
    _check_bytes(file)
    try:
        with _opened(file) as image:
            _check_pixels(image)
            form, was_animated = KEPT_AS[image.format or ""], _is_animated(image)
            picture = _prepared(image, form)
        written = BytesIO()
        picture.save(written, format=form, **HOW[form])
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except Image.UnidentifiedImageError:
        raise ValidationError(
            _("This is not a picture that can be used. Choose a JPEG, PNG, WebP or GIF file."),
            code="no_picture",
        ) from None
    except MemoryError:
        raise _too_large() from None
    except ValueError as error:
        raise _with_too_much_metadata() if "MAX_TEXT" in str(error) else _broken() from error
    except Exception as error:  # a decoder fed by a stranger may raise nearly anything
        raise _broken() from error
    stored = KeptPicture(written.getvalue(), _name(name or getattr(file, "name", ""), form))
    stored.was_animated = was_animated
    return stored


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[Image.Image]:
    """The picture in this file, not decoded; of a JPEG that lacks its end mark alone, with one.
    What Pillow warns of, such as damaged metadata, says nothing of the picture itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(file, formats=READ) as image:
            is_jpeg = KEPT_AS[image.format or ""] == "JPEG"
            if not is_jpeg or not (ended := _with_its_end(file, image)):
                yield image
                return
        with Image.open(ended, formats=READ) as image:
            yield image


def _with_its_end(file: IO[bytes], image: Image.Image) -> BytesIO | None:
    """The JPEG with the end mark that it lacks, if nothing else is missing: then whatever stands
    between the last of it and that mark changes no pixel."""
    place = file.tell()
    file.seek(0)
    data = file.read()
    file.seek(place)
    if _END_OF_JPEG in data[data.rfind(b"\xff\xda") :]:
        return None
    _check_pixels(image)
    # Zeros may fill up a file that was cut off, or be the last of the picture: 0xff is written as
    # 0xff 0x00, and a plain surface ends in zeros.
    bare = data.rstrip(b"\0")
    for zeros in range(min(len(data) - len(bare), _MAX_ZEROS_AT_THE_END) + 1):
        candidate = bare + b"\0" * zeros if zeros else bare.removesuffix(b"\xff")
        ended = BytesIO(candidate + _END_OF_JPEG)
        padded = BytesIO(candidate + _FURTHER_BITS + _END_OF_JPEG)
        if _pixels(ended) == _pixels(padded):
            return ended
    return None


def _pixels(file: BytesIO) -> bytes:
    with Image.open(file, formats=READ) as image:
        image.draft(None, (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
        return image.tobytes()


def _is_animated(image: Image.Image) -> bool:
    """Whether there are further frames to be seen, as far as that can be read."""
    with suppress(Exception):  # as above: a decoder; the first frame is what counts
        return image.format in ANIMATED and bool(getattr(image, "is_animated", False))
    return False


def _check_bytes(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size is not None and size > MAX_BYTES:
        raise ValidationError(
            gettext("This file has %(size)d MB. Choose one of up to %(most)d MB.")
            % {"size": round(size / 2**20), "most": MAX_BYTES >> 20},
            code="too_large",
        )


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > settings.IMAGE_MAX_PIXELS:
        raise _too_large(f"{image.width} × {image.height}")
    if max(image.size) > MAX_RATIO * min(image.size):
        raise ValidationError(
            gettext("This picture is too narrow: one side is over %(times)d times the other.")
            % {"times": MAX_RATIO},
            code="too_narrow",
        )


def _broken() -> ValidationError:
    return ValidationError(
        _("This picture is damaged or incomplete. Save it again, or choose another file."),
        code="broken",
    )


def _with_too_much_metadata() -> ValidationError:
    """Pillow reads no more than a megabyte of compressed text in a PNG."""
    return ValidationError(
        _("This file carries more text beside its picture than can be read. Save it without that."),
        code="metadata",
    )


def _too_large(size: str = "") -> ValidationError:
    most = settings.IMAGE_MAX_PIXELS // 1_000_000
    if size:
        said = gettext(
            "This picture is %(size)s pixels large. Make it smaller than %(most)d megapixels first."
        )
    else:
        said = gettext("This picture is too large. Make it smaller than %(most)d megapixels first.")
    return ValidationError(said % {"size": size, "most": most}, code="too_large")


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
        except Exception:  # what it says is as little to be trusted as the rest of the metadata
            converted = None
        if converted is not None:
            return converted.convert(mode)
    return picture.convert(mode)


def _name(name: str, form: str) -> str:
    stem = slugify(PurePath(name.replace("\\", "/")).stem)[:60] or "picture"
    return stem + ENDINGS[form]

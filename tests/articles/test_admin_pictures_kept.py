"""What becomes of a picture that somebody uploads or an import brings."""

import resource
import subprocess
import sys
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, PngImagePlugin

from articles import pictures

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "attack" / "images"

hostile = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile pictures are not here")


def a_picture(size=(300, 200), mode="RGB", form="JPEG", colour=None, **how) -> BytesIO:
    file = BytesIO()
    Image.new(mode, size, colour).save(file, form, **how)
    file.seek(0)
    return file


def opened(file) -> Image.Image:
    return Image.open(BytesIO(file.read()))


def complaint_about(file) -> str:
    with pytest.raises(ValidationError) as refused:
        pictures.kept(file)
    return refused.value.message


@pytest.mark.parametrize(
    ("form", "mode", "kept_as", "ending"),
    [
        ("JPEG", "RGB", "JPEG", ".jpg"),
        ("JPEG", "L", "JPEG", ".jpg"),
        ("JPEG", "CMYK", "JPEG", ".jpg"),
        ("PNG", "RGBA", "PNG", ".png"),
        ("PNG", "P", "PNG", ".png"),
        ("PNG", "LA", "PNG", ".png"),
        ("PNG", "1", "PNG", ".png"),
        ("PNG", "I;16", "PNG", ".png"),
        ("WEBP", "RGB", "WEBP", ".webp"),
        ("GIF", "P", "PNG", ".png"),
    ],
)
def test_a_sound_picture_is_kept_under_the_ending_of_what_it_is(form, mode, kept_as, ending):
    kept = pictures.kept(a_picture(mode=mode, form=form), "C:\\My pictures\\Harbour view.exe")
    assert kept.name == "harbour-view" + ending
    assert opened(kept).format == kept_as


def test_nothing_is_kept_beside_the_picture_itself():
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    file = a_picture(exif=exif, comment=b"written by nobody")
    file.seek(0, 2)
    file.write(b"<?php hidden();")
    kept = pictures.kept(file)
    assert b"hidden" not in kept.read()
    kept.seek(0)
    assert not opened(kept).getexif()
    assert "comment" not in Image.open(kept).info


def test_a_picture_in_another_colour_space_keeps_its_look_without_its_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = opened(pictures.kept(a_picture(colour="teal", icc_profile=profile)))
    assert "icc_profile" not in kept.info
    assert all(abs(a - b) < 4 for a, b in zip(kept.getpixel((9, 9)), (0, 128, 128), strict=True))


def test_transparency_is_kept():
    kept = opened(pictures.kept(a_picture(mode="RGBA", form="PNG", colour=(9, 9, 9, 0))))
    assert kept.getpixel((5, 5))[3] == 0


def test_what_no_column_shows_is_not_kept():
    assert opened(pictures.kept(a_picture((5000, 2000)))).size == (2560, 1024)


def test_of_an_animation_the_first_frame_is_kept():
    file = BytesIO()
    first, second = Image.new("RGB", (40, 40), "red"), Image.new("RGB", (40, 40), "blue")
    first.save(file, "GIF", save_all=True, append_images=[second])
    kept = opened(pictures.kept(file))
    assert getattr(kept, "n_frames", 1) == 1
    assert kept.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize(
    "what", [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%!PS-Adobe"]
)
def test_what_is_no_picture_is_refused_and_told_what_would_do(what):
    assert complaint_about(BytesIO(what)) == (
        "This is not a picture that can be used. Choose a JPEG, PNG, WebP or GIF file."
    )


@pytest.mark.parametrize("form", ["TIFF", "BMP", "PPM", "ICO"])
def test_formats_that_browsers_do_not_all_show_are_refused(form):
    assert "Choose a JPEG, PNG, WebP or GIF" in complaint_about(a_picture(form=form))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_ends_too_early_is_refused(form):
    noise = BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(noise, form)
    half = BytesIO(noise.getvalue()[: len(noise.getvalue()) // 2])
    assert complaint_about(half).startswith("This picture is damaged or incomplete.")


def test_a_picture_over_forty_megapixels_is_refused_before_it_is_decoded():
    assert complaint_about(a_picture((8200, 5000), mode="1", form="PNG")) == (
        "This picture is 8200 × 5000 pixels large. Make it smaller than 40 megapixels first."
    )


def test_a_picture_of_a_line_is_refused():
    assert "too narrow" in complaint_about(a_picture((2000, 10)))


@hostile
def test_the_place_where_a_picture_was_taken_is_forgotten():
    with Image.open(HOSTILE / "exif_gps.jpg") as before:
        assert before.getexif().get_ifd(0x8825)
    with (HOSTILE / "exif_gps.jpg").open("rb") as file:
        kept = opened(pictures.kept(file))
    assert not kept.getexif().get_ifd(0x8825)


@hostile
@pytest.mark.parametrize(
    "name",
    [f"hopper_orientation_{way}.jpg" for way in (2, 3, 6, 8)] + ["hopper_orientation_6.webp"],
)
def test_a_picture_stands_upright(name):
    with (HOSTILE / name).open("rb") as file:
        kept = opened(pictures.kept(file)).convert("L").resize((8, 8))
    with Image.open(HOSTILE / "hopper.jpg") as upright:
        wanted = upright.convert("L").resize((8, 8))
    pairs = list(zip(kept.tobytes(), wanted.tobytes(), strict=True))
    assert sum(abs(a - b) for a, b in pairs) / len(pairs) < 12


IN_LIMITS = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from django.core.exceptions import ValidationError
from articles import pictures
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        try:
            print(pictures.kept(file, path).name)
        except ValidationError as refused:
            print(refused.code)
"""


def in_limits(*paths: Path) -> list[str]:
    """What becomes of files, each read by a process of little memory and time."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IN_LIMITS, *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=limit,
        cwd=Path(__file__).resolve().parents[2],
    )
    return done.stdout.split()


@hostile
def test_every_hostile_picture_is_kept_or_refused_within_a_gigabyte_and_seconds():
    files = sorted(path for path in HOSTILE.iterdir() if path.is_file())
    said = dict(zip((path.name for path in files), in_limits(*files), strict=True))
    refused = {name for name, word in said.items() if "." not in word}
    assert refused == {
        "16_bit_noise.tif",
        "PILLOW-LICENSE",
        "broken.png",
        "broken_data_stream.png",
        "crash-754d9c7ec485ffb76a90eeaab191ef69a2a3a3cd.sgi",
        "decompression_bomb.gif",
        "hopper.ppm",
        "png_decompression_dos.png",
        "pngtest_bad.png.bin",
        "truncated_end_chunk.png",
        "truncated_image.png",
    }
    assert said["decompression_bomb.gif"] == "too_large"


# What cameras and telephones write


def noise(size=(300, 200), mode="RGB") -> Image.Image:
    return Image.effect_noise(size, 90).convert(mode)


def coloured_noise(size=(300, 200)) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 90) for _ in "RGB"])


def encoded(image: Image.Image, form: str, **how) -> bytes:
    file = BytesIO()
    image.save(file, form, **how)
    return file.getvalue()


def with_a_second_frame(size=(300, 200), **how) -> bytes:
    """As Nikon, Samsung and an iPhone's portrait mode write a JPEG."""
    return encoded(
        Image.new("RGB", size, "teal"), "MPO", save_all=True, append_images=[noise()], **how
    )


@pytest.mark.parametrize("size", [(300, 200), (3000, 2000)])
def test_of_a_jpeg_with_further_frames_the_first_is_kept(size):
    kept = pictures.kept(BytesIO(with_a_second_frame(size)), "DSC_0042.JPG")
    assert kept.name == "dsc_0042.jpg"
    assert not kept.was_animated
    picture = opened(kept)
    assert (picture.format, picture.size[0]) == ("JPEG", min(size[0], 2560))
    assert all(abs(a - b) < 4 for a, b in zip(picture.getpixel((9, 9)), (0, 128, 128), strict=True))


def test_a_jpeg_with_further_frames_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(pictures.kept(BytesIO(with_a_second_frame(exif=exif)))).size == (200, 300)


def damaged_beside_the_picture() -> dict[str, bytes]:
    """Files of which everything but the picture is damaged, cut off or odd."""
    two, jpeg = with_a_second_frame(), encoded(noise(), "JPEG")
    table = two.index(b"MPF\0")
    return {
        "the table of frames": two[: table + 12] + b"\xff" * 60 + two[table + 72 :],
        "the second frame": two[:-2000],
        "what follows the end": jpeg + jpeg[:5000],
        "the end mark": jpeg[:-2],
        "half of the end mark": jpeg[:-1],
        "the end mark of a progressive one": encoded(noise(), "JPEG", progressive=True)[:-2],
        "EXIF": encoded(noise(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f"),
        "much EXIF": encoded(noise(), "JPEG", exif=b"Exif\0\0" + b"\x9f\x02" * 30_000),
        "the colour profile": encoded(noise(), "JPEG", icc_profile=b"\x07" * 3_000_000),
        "the profile of a WebP": encoded(noise(), "WEBP", icc_profile=b"x", exif=b"Exif\0\0x"),
        "the end of a PNG": encoded(noise(), "PNG")[:-12],
    }


@pytest.mark.parametrize("what", damaged_beside_the_picture())
def test_what_is_damaged_beside_the_picture_itself_is_no_matter(what):
    assert opened(pictures.kept(BytesIO(damaged_beside_the_picture()[what]))).size == (300, 200)


@pytest.mark.parametrize("last_bytes", [b"\xff\x00", b"\x00"])
@pytest.mark.parametrize("fill", [b"", b"\x00" * 512])
def test_a_picture_that_ends_in_zeros_may_lack_its_end_mark(last_bytes, fill):
    pictures_tried = chain(
        (Image.new("RGB", (8, 8), (shade, shade, 90)) for shade in range(256)),
        (coloured_noise((16, 16)) for _ in range(20_000)),
    )
    cuts = (encoded(each, "JPEG", quality=75)[:-2] for each in pictures_tried)
    cut = next(cut for cut in cuts if cut.endswith(last_bytes))
    assert pictures.kept(BytesIO(cut + fill)).size


@pytest.mark.parametrize("how", [{}, {"progressive": True}])
@pytest.mark.parametrize("missing_bytes", [40, 2_000, 9_000])
def test_a_jpeg_of_which_a_part_is_missing_is_refused(how, missing_bytes):
    cut = encoded(noise(), "JPEG", **how)[:-missing_bytes]
    assert complaint_about(BytesIO(cut)).startswith("This picture is damaged or incomplete.")


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_an_animation_it_is_said_that_it_was_one(form):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    moving = encoded(frames[0], form, save_all=True, append_images=frames[1:])
    kept = pictures.kept(BytesIO(moving))
    assert kept.was_animated
    red, green, blue = opened(kept).convert("RGB").getpixel((5, 5))
    assert red > 240 > 20 > max(green, blue)
    assert not pictures.kept(BytesIO(encoded(frames[0], form))).was_animated


def test_a_picture_in_avif_is_kept_in_a_format_that_every_browser_shows():
    kept = pictures.kept(BytesIO(encoded(noise(mode="RGBA"), "AVIF")), "harbour.avif")
    assert kept.name == "harbour.webp"
    assert opened(kept).format == "WEBP"


def test_a_png_with_too_much_text_beside_it_is_not_called_damaged():
    info = PngImagePlugin.PngInfo()
    info.add_text("XML:com.adobe.xmp", "a" * 2_000_000, zip=True)
    said = complaint_about(BytesIO(encoded(noise(), "PNG", pnginfo=info)))
    assert said == (
        "This file carries more text beside its picture than can be read. Save it without that."
    )

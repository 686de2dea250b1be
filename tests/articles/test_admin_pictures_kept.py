"""What becomes of a picture that somebody uploads or an import brings."""

import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

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

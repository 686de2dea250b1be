"""What was left on the disk by pictures that are long gone can be found, and taken away."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from PIL import Image as Pillow

from articles import orphaned_pictures
from articles.models import Article, Image
from tests.builders import an_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def a_real_picture(name: str = "bridge.jpg") -> Image:
    file = BytesIO()
    Pillow.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return Image.objects.create(picture=ContentFile(file.getvalue(), name), alt="A bridge")


def an_orphan(name: str = "gone.jpg") -> Image:
    """Deleted as it was before files went with their pictures."""
    image = a_real_picture(name)
    Image.objects.filter(pk=image.pk).delete()
    return image


def grow_old(settings, days: float = 3) -> None:
    """As if all files had been there for so long."""
    then = time.time() - days * 86_400
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        os.utime(path, (then, then))


def files(settings) -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("remove_orphaned_pictures", *arguments, stdout=said)
    return said.getvalue()


def test_what_no_picture_has_is_removed_and_its_addresses_answer_410(settings):
    picture = a_real_picture()
    before = files(settings)
    orphan = an_orphan()
    grow_old(settings)
    said = run()
    assert said.endswith("21 removed, 0 left in articles (--in-texts), 0 too new to say.\n")
    assert files(settings) == before
    for url in (orphan.picture.url, orphan.picture.w768, orphan.picture.card320_webp):
        assert Client().get(url).status_code == 410
    assert Client().get(picture.picture.w768).status_code == 200
    assert run().startswith("0 removed")


def test_a_dry_run_lists_and_removes_nothing(settings):
    orphan = an_orphan()
    grow_old(settings)
    before = files(settings)
    assert f"would remove {orphan.picture.name}\n" in run("--dry-run")
    assert files(settings) == before


def test_what_was_written_today_is_left_alone(settings):
    an_orphan()
    assert run().endswith("0 removed, 0 left in articles (--in-texts), 21 too new to say.\n")
    assert len(files(settings)) == 21
    run("--older-than", "0")
    assert files(settings) == set()


def test_what_an_article_shows_is_left_to_it_and_said(settings):
    orphan = an_orphan()
    an_article(headline="Trams return", body=f'<p>A.</p><img src="{orphan.picture.w768}" alt="">')
    grow_old(settings)
    said = run()
    assert "which is shown by: Trams return\n" in said
    assert "20 removed, 1 left in articles" in said
    assert Client().get(orphan.picture.w768).status_code == 200


def test_it_goes_from_the_articles_as_well_if_that_is_asked_for(settings):
    orphan = an_orphan()
    figure = f'<figure><img src="{orphan.picture.w768}"><figcaption>It.</figcaption></figure>'
    text = an_article(body=f"<p>A.</p>{figure}")
    grow_old(settings)
    run("--in-texts")
    assert files(settings) == set()
    assert Article.objects.get(pk=text.pk).body == "<p>A.</p>"
    assert Client().get(orphan.picture.w768).status_code == 410


def test_outdated_sizes_go_and_those_that_articles_show_stay(settings):
    image = a_real_picture()
    shown = image.picture.w768
    Image.objects.filter(pk=image.pk).update(point_of_interest="0.1x0.1")
    Image.objects.get(pk=image.pk).save()
    an_article(body=f'<img src="{shown}" alt="">')
    grow_old(settings)
    assert "19 removed, 0 left in articles" in run()
    assert len(files(settings)) == 22
    assert Client().get(shown).status_code == 200
    assert Client().get(image.picture.w320).status_code == 302


def test_a_file_that_got_a_picture_after_it_was_listed_stays(settings):
    orphan = an_orphan()
    grow_old(settings)
    before = timezone.now()
    found = orphaned_pictures.find(before)
    assert len(found.names) == 21
    Image(picture=orphan.picture.name, alt="The same again").save()
    assert orphaned_pictures.remove(found.names, before) == []
    assert len(files(settings)) == 21


def test_a_file_that_was_written_anew_after_it_was_listed_stays(settings):
    an_orphan()
    grow_old(settings, days=3)
    before = timezone.now() - timedelta(days=1)
    found = orphaned_pictures.find(before)
    for path in Path(settings.MEDIA_ROOT).rglob("*.*"):
        path.touch()
    assert orphaned_pictures.remove(found.names, before) == []
    assert len(files(settings)) == 21


def test_files_that_are_no_pictures_are_none_of_its_business(settings):
    (Path(settings.MEDIA_ROOT) / "letters").mkdir(parents=True)
    (Path(settings.MEDIA_ROOT) / "letters" / "a.pdf").write_bytes(b"x")
    grow_old(settings)
    assert run().startswith("0 removed")
    assert files(settings) == {"letters/a.pdf"}


def test_a_time_that_lies_ahead_is_refused():
    with pytest.raises(CommandError, match="0 or more"):
        run("--older-than", "-1")

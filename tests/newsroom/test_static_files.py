"""Static files are asked for once in ten years, and come compressed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client

STYLE = ".byline { font-style: italic; }\n" * 100


@pytest.fixture
def collected(settings, tmp_path: Path) -> Path:
    """One style sheet, as `serve` collects it."""
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "byline.css").write_text(STYLE, encoding="utf-8")
    settings.STATICFILES_DIRS = [tmp_path / "from"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.WHITENOISE_AUTOREFRESH = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path / "static"


def test_a_file_with_its_hash_in_its_name_is_kept_for_ever(db, collected):
    path = staticfiles_storage.url("byline.css")
    assert re.fullmatch(r"/static/byline\.[0-9a-f]{12}\.css", path)
    sheet = Client().get(path)
    assert sheet.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert b"".join(sheet.streaming_content).decode() == STYLE
    plain = Client().get("/static/byline.css")
    assert plain.headers["Cache-Control"] == "max-age=3600, public"
    plain.close()


@pytest.mark.parametrize(("accepted", "ending"), [("gzip", "gz"), ("gzip, br", "br")])
def test_it_was_compressed_beforehand(db, collected, accepted, ending):
    path = staticfiles_storage.url("byline.css")
    sheet = Client().get(path, headers={"Accept-Encoding": accepted})
    packed = collected / f"{Path(path).name}.{ending}"
    assert b"".join(sheet.streaming_content) == packed.read_bytes()
    assert sheet.headers["Vary"] == "Accept-Encoding"
    assert len(packed.read_bytes()) < len(STYLE) / 10


def test_whoever_has_it_is_not_sent_it_again(db, collected):
    path = staticfiles_storage.url("byline.css")
    sheet = Client().get(path)
    sheet.close()
    again = Client().get(path, headers={"If-None-Match": sheet.headers["ETag"]})
    assert again.status_code == 304

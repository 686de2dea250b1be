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
    """A style sheet and two modules, as `serve` collects them."""
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "byline.css").write_text(STYLE, encoding="utf-8")
    (tmp_path / "from" / "shared.js").write_text("export const shared = 1;\n", encoding="utf-8")
    (tmp_path / "from" / "page.js").write_text(
        'import { shared } from "./shared.js";\nimport { Editor } from "an-editor/core";\n',
        encoding="utf-8",
    )
    settings.STATICFILES_DIRS = [tmp_path / "from"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.WHITENOISE_AUTOREFRESH = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "newsroom.static_storage.StaticFilesStorage"},
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


def test_a_module_is_imported_under_the_name_by_which_pages_name_it(db, collected):
    page = Client().get(staticfiles_storage.url("page.js"))
    shared = Path(staticfiles_storage.url("shared.js")).name
    assert re.fullmatch(r"shared\.[0-9a-f]{12}\.js", shared)
    assert b"".join(page.streaming_content).decode() == (
        f'import {{ shared }} from "./{shared}";\nimport {{ Editor }} from "an-editor/core";\n'
    )

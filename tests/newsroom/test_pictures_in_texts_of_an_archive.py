"""A picture in the text of an article travels with the archive, or the summary counts it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from articles import body, library
from articles.models import Article, Image, ImportedPicture
from tests.builders import an_article
from tests.exports import a_photograph, a_post, an_export, brought_in

pytestmark = pytest.mark.django_db
LEFT_BEHIND = "pictures in texts, which do not come along"


@pytest.fixture
def paper(tmp_path):
    """A paper with one article, whose text shows a picture."""
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    url = "https://old.example/wp-content/uploads/2019/05/tram.jpg"
    shown = f'<figure><img src="{url}" alt="A tram"><figcaption>At last.</figcaption></figure>'
    brought_in(an_export(tmp_path, a_post(body=shown)), media=str(tmp_path / "uploads"))
    return Article.objects.get()


def carried_out(to: Path) -> str:
    said = StringIO()
    call_command("export_archive", str(to), stderr=said)
    return said.getvalue()


def taken_in(path: Path, **options) -> str:
    said = StringIO()
    call_command("import_archive", str(path), stdout=said, **options)
    return said.getvalue()


def files_shown_by(article: Article) -> list[str]:
    return body.picture_names(article.body)


def test_a_picture_in_a_text_travels(paper, tmp_path, django_capture_on_commit_callbacks):
    before = files_shown_by(paper)
    assert LEFT_BEHIND not in carried_out(tmp_path / "paper.jsonl")
    lines = (tmp_path / "paper.jsonl").read_text(encoding="utf-8")
    # An archive of another paper, of which no picture is known here.
    (tmp_path / "other.jsonl").write_text(lines.replace("old.example", "new.example"))
    (tmp_path / "paper.files").rename(tmp_path / "other.files")
    with django_capture_on_commit_callbacks(execute=True):
        Article.objects.all().delete()
        library.remove(Image.objects.all())
    ImportedPicture.objects.all().delete()
    assert not default_storage.exists(before[0])
    for _ in range(2):
        said = taken_in(tmp_path / "other.jsonl")
        assert LEFT_BEHIND not in said
        article = Article.objects.get()
        [shown] = files_shown_by(article)
        assert shown != before[0]
        assert default_storage.exists(shown)
        assert 'alt="A tram"' in article.body
        assert "At last." in article.body
        assert Image.objects.count() == 1


def test_a_picture_without_a_file_is_counted_on_the_way_out(tmp_path):
    an_article(body='<p>Hi</p><figure><img src="/media/pictures/gone.jpg" alt=""></figure>')
    assert f"1 {LEFT_BEHIND}" in carried_out(tmp_path / "paper.jsonl")
    assert f"1 {LEFT_BEHIND}" in carried_out(Path("-"))


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_picture_without_a_file_is_counted_on_the_way_in(tmp_path, dry_run):
    story = {"id": "1", "slug": "x", "headline": "The bridge", "section": "city"}
    text = '<p>x</p><figure><img src="/media/pictures/gone.jpg" alt="Gone"></figure>'
    records = [
        {"kind": "archive", "format": "newsroom", "version": 1, "name": "A"},
        {"kind": "section", "slug": "city", "name": "City"},
        {"kind": "article", **story, "body_html": text},
    ]
    path = tmp_path / "paper.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in records), encoding="utf-8")
    assert f"1  {LEFT_BEHIND}: “The bridge”" in taken_in(path, dry_run=dry_run)

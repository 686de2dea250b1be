"""A second import completes what was missing at the first, and undoes nothing."""

from __future__ import annotations

import pytest
from django.utils import timezone

from articles.models import Article, Byline, Image
from comments.models import Comment
from tests.builders import a_comment, an_author
from tests.exports import (
    CASES,
    a_field,
    a_photograph,
    a_picture_item,
    a_post,
    a_word,
    an_export,
    brought_in,
)

pytestmark = pytest.mark.django_db
TRAM = "https://old.example/wp-content/uploads/2019/05/tram.jpg"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def halves(tmp_path):
    """A post in one file, and its featured picture in another."""
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    post = a_post(inside=a_field("_thumbnail_id", "9"), body=f'A<img src="{TRAM}">')
    return (
        an_export(tmp_path, post, name="one.xml"),
        an_export(tmp_path, a_picture_item(9), name="two.xml"),
    )


@pytest.mark.parametrize("order", [1, -1])
def test_several_files_come_in_one_command(halves, order):
    brought_in(*halves[::order])
    assert Article.objects.get().lead_image == Image.objects.get()


@pytest.mark.parametrize("order", [1, -1])
def test_several_files_come_one_after_another(halves, order):
    for file in halves[::order]:
        brought_in(file)
    assert Article.objects.get().lead_image == Image.objects.get()


def test_the_pictures_may_come_later(tmp_path):
    body = f'A\n\n<img src="{TRAM}" alt="A tram">'
    items = [a_post(body=body, inside=a_field("_thumbnail_id", "9")), a_picture_item(9)]
    export = an_export(tmp_path, *items)
    brought_in(export)
    assert Article.objects.get().body == "<p>A</p>"
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    brought_in(export)
    article = Article.objects.get()
    assert article.lead_image == Image.objects.get()
    assert 'alt="A tram"' in article.body
    (tmp_path / "uploads/2019/05/tram.jpg").unlink()
    brought_in(export)
    assert Article.objects.get().body == article.body
    assert Image.objects.count() == 1


def test_a_text_that_an_editor_has_changed_is_left_alone(tmp_path):
    body = f'A\n\n<img src="{TRAM}">'
    export = an_export(tmp_path, a_post(body=body))
    brought_in(export)
    Article.objects.update(body="<p>Better.</p>", headline="Better")
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    brought_in(export)
    article = Article.objects.get()
    assert (article.body, article.headline) == ("<p>Better.</p>", "Better")


def test_no_lead_picture_and_another_byline_are_left_alone(halves):
    brought_in(halves[0])
    article = Article.objects.get()
    brought_in(halves[1])
    Article.objects.update(lead_image=None)
    Byline.objects.all().delete()
    Byline.objects.create(article=article, author=an_author(name="Mara Lind"))
    brought_in(*halves)
    article.refresh_from_db()
    assert article.lead_image is None
    assert [byline.author.name for byline in article.bylines.all()] == ["Mara Lind"]


def test_a_picture_that_was_deleted_here_does_not_come_back(tmp_path, halves):
    brought_in(*halves)
    Image.objects.all().delete()
    said = brought_in(*halves)
    assert not Image.objects.exists()
    assert "pictures that were deleted here" in said
    assert Article.objects.get().lead_image is None


def test_a_byline_that_was_missing_comes_later(tmp_path):
    anonymous = a_post().replace("<dc:creator>ida</dc:creator>", "")
    brought_in(an_export(tmp_path, anonymous))
    assert not Byline.objects.exists()
    brought_in(an_export(tmp_path, a_post()))
    assert Byline.objects.get().author.name == "Ida Rook"


def test_a_reply_finds_its_parent_when_that_comes_later(tmp_path):
    later = a_word(2, parent=1) + a_word(3, parent=2) + a_word(4, parent=3)
    brought_in(an_export(tmp_path, a_post(inside=later)))
    second = Comment.objects.get(imported_from__endswith=":2")
    answer = a_comment(article=second.thread.article, parent=second)
    brought_in(an_export(tmp_path, a_post(inside=a_word(1) + later)))
    first, second, third, fourth = Comment.objects.filter(imported_from__isnull=False).order_by(
        "imported_from"
    )
    assert (second.parent, second.shown_under, second.level) == (first, first, 2)
    assert (third.parent, third.shown_under, third.level) == (second, second, 3)
    assert (fourth.parent, fourth.shown_under, fourth.level) == (third, second, 3)
    answer.refresh_from_db()
    assert (answer.level, answer.shown_under) == (3, second)
    assert first.reply_count == 4


def test_comments_written_here_stay_where_they_are(tmp_path, reader):
    export = an_export(tmp_path, a_post(inside=a_word(1)))
    brought_in(export)
    own = a_comment(article=Article.objects.get(), author=reader, at=timezone.now())
    brought_in(export)
    own.refresh_from_db()
    assert (own.author, own.level, Comment.objects.count()) == (reader, 1, 2)


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not at hand")
@pytest.mark.parametrize("together", [True, False])
def test_the_case_of_two_files(together):
    files = [CASES / "two-files-1.xml", CASES / "two-files-2.xml"]
    for some in [files] if together else [[each] for each in files]:
        brought_in(*some)
    article = Article.objects.get()
    assert article.lead_image
    for file in files:
        brought_in(file)
    article.refresh_from_db()
    assert article.lead_image == Image.objects.get()

"""Nothing of an export is dropped without being counted, and nothing private becomes public."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from articles.models import Article, Image, Topic
from comments.models import Comment, LogEntry
from tests.exports import (
    CASES,
    REAL,
    a_field,
    a_photograph,
    a_picture_item,
    a_post,
    a_word,
    an_export,
    brought_in,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "kind",
    ["note", "like", "repost", "order_note", "pingback", "trackback", "review", "action_log",
     "editorial-comment", "webmention", "COMMENT"],
)  # fmt: skip
def test_only_readers_comments_come(tmp_path, kind):
    words = a_word(1) + a_word(2, kind="comment") + a_word(3, kind=kind, text="INTERNAL")
    said = brought_in(an_export(tmp_path, a_post(inside=words)))
    assert sorted(Comment.objects.values_list("text", flat=True)) == ["Good.", "Good."]
    assert f"1  comments of the type “{kind}”: “The tram returns”" in said


def test_a_comment_of_a_status_that_nobody_knows_does_not_come(tmp_path):
    words = a_word(1, approved="editorial-comment", text="INTERNAL")
    said = brought_in(an_export(tmp_path, a_post(inside=words)))
    assert not Comment.objects.exists()
    assert "1  comments with the status “editorial-comment”" in said


@pytest.mark.parametrize("status", ["draft", "pending", "private"])
def test_what_was_not_public_there_is_a_draft_here(tmp_path, client, status):
    link = "https://old.example/?p=7"
    brought_in(an_export(tmp_path, a_post(status=status, link=link)))
    article = Article.objects.get()
    assert article.state == Article.State.DRAFT
    assert client.get(article.get_absolute_url()).status_code == 302
    assert client.get("/?p=7").status_code == 200


@pytest.mark.parametrize("status", ["publish", "future", "private"])
def test_a_protected_post_is_not_public_and_its_password_not_kept(tmp_path, client, status):
    secret = "<wp:post_password>xyzzy</wp:post_password>"
    said = brought_in(an_export(tmp_path, a_post(status=status, inside=secret)))
    article = Article.objects.get()
    assert article.state == Article.State.DRAFT
    assert client.get("/2019/05/06/the-tram-returns/").status_code == 404
    assert "1  passwords of protected posts, which are drafts here: “The tram returns”" in said


@pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit", "wc-pending"])
def test_a_post_of_any_other_status_stays_behind_with_its_comments(tmp_path, status):
    said = brought_in(an_export(tmp_path, a_post(status=status, inside=a_word(1))))
    assert not Article.objects.exists()
    assert f"1  posts with the status “{status}”: “The tram returns”" in said
    assert "1  comments under what does not come" in said


def test_a_post_of_which_nothing_can_be_shown_is_not_published(tmp_path, client):
    item = a_post(body="[contact-form-7 id='1']").replace("It rings again.", "")
    said = brought_in(an_export(tmp_path, item))
    assert Article.objects.get().state == Article.State.DRAFT
    assert "articles without any content, which are drafts here: “The tram returns”" in said


def test_further_categories_are_topics(tmp_path):
    categories = "".join(
        f'<category domain="category" nicename="{slug}">{slug.title()}</category>'
        for slug in ("town", "harbour", "money")
    )
    brought_in(an_export(tmp_path, a_post(categories=categories)))
    article = Article.objects.get()
    assert article.section.name == "Town & Country"
    assert sorted(topic.name for topic in article.topics.all()) == ["Harbour", "Line 4", "Money"]


def test_a_tag_and_a_category_of_one_name_are_one_topic(tmp_path):
    category = '<category domain="category" nicename="line-4">Line 4</category>'
    brought_in(an_export(tmp_path, a_post(categories=category.join(["", ""]) + category)))
    brought_in(an_export(tmp_path, a_post(8, categories=a_category("town") + category)))
    assert Topic.objects.get().slug == "line-4"


def a_category(slug: str) -> str:
    return f'<category domain="category" nicename="{slug}">{slug}</category>'


def test_what_has_no_place_here_is_counted(tmp_path):
    inside = (
        a_field("_yoast_wpseo_title", "T") + a_field("subtitle", "x") + a_field("_edit_last", "1")
        + "<wp:is_sticky>1</wp:is_sticky>"
        + '<category domain="post_format" nicename="post-format-link">Link</category>'
    )  # fmt: skip
    said = brought_in(an_export(tmp_path, a_post(categories="", inside=inside)))
    assert "2  fields that plugins and themes keep (post meta): “_yoast_wpseo_title”, “subt" in said
    assert "1  sticky marks" in said
    assert "1  terms of the taxonomy “post_format”" in said
    assert "1  posts without a category, which are in News: “The tram returns”" in said


def test_an_import_is_written_into_the_log(tmp_path):
    brought_in(an_export(tmp_path, a_post(inside=a_word(1))))
    entry = LogEntry.objects.get()
    assert (entry.act, entry.details["articles"], entry.details["comments"]) == ("import", 1, 1)
    assert "Bo" not in str(entry.details)


def test_a_dry_run_says_what_the_run_says(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    (tmp_path / "uploads/2019/05/broken.jpg").write_bytes(b"no picture")
    body = "".join(
        f'<img src="https://old.example/wp-content/uploads/2019/05/{name}.jpg">'
        for name in ("tram", "broken", "missing")
    )
    closed = "<wp:comment_status>closed</wp:comment_status>"
    words = a_word(1) + a_word(2, parent=1) + a_word(3, kind="note")
    items = [a_post(body=body, inside=closed + words), a_picture_item(), a_post(8, kind="page")]
    export = an_export(tmp_path, *items)
    tried = brought_in(export, dry_run=True)
    assert not Image.objects.exists()
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert tried.removesuffix("A dry run: nothing was kept.\n") == brought_in(export)


# Every item and every comment: new, there already, or left out


def rows(said: str) -> dict[str, list[int]]:
    """The table at the head of the summary: of each noun new, there already and left out."""
    table = re.findall(r"^([a-z ]+?) +([\d,]+) +([\d,]+)(?: +([\d,]+))?$", said, re.M)
    return {noun: [int((n or "0").replace(",", "")) for n in numbers] for noun, *numbers in table}


def in_the_file(path: Path) -> Counter[str]:
    root = ElementTree.parse(path).getroot()
    counts: Counter[str] = Counter()
    for item in root.iter("item"):
        kind = next((e.text for e in item if e.tag.endswith("}post_type")), None) or "none"
        noun = {"post": "articles", "attachment": "attachments"}.get(kind, "items")
        counts[noun] += 1
        counts["comments"] += sum(e.tag.endswith("}comment") and "export" in e.tag for e in item)
    return counts


def files() -> list[Path]:
    parsed = [*CASES.glob("*.xml"), *REAL.glob("*.xml")]
    broken = ("control", "entity", "qtranslate", "unicode")
    return sorted(path for path in parsed if not any(word in path.name for word in broken))


@pytest.mark.skipif(not files(), reason="the exports are not at hand")
@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_every_item_and_every_comment_of_a_file_is_accounted_for(path):
    for _ in range(2):
        table = rows(brought_in(path))
        for noun, number in in_the_file(path).items():
            assert sum(table.get(noun, [0])) == number, noun


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not at hand")
def test_the_case_of_comment_types():
    said = brought_in(CASES / "comment-types.xml")
    assert [each.text for each in Comment.objects.all()] == ["A real reader comment."]
    for number, kind in ((2, "note"), (1, "like"), (1, "repost"), (1, "editorial-comment")):
        assert f"{number}  comments of the type “{kind}”" in said


# Numbers that are none


POSTS_WITHOUT = "posts without a number of their own: another has it in the same file"
COMMENTS_WITHOUT = "comments without a number of their own: another has it in the same file"


@pytest.mark.parametrize("number", ["", "5"])
def test_a_second_comment_with_a_number_is_left_out_and_named(tmp_path, number):
    words = [a_word(5, text=text).replace(">5</wp:comment_id>", f">{number}</wp:comment_id>")
             for text in ("First.", "Second.", "First.")]  # fmt: skip
    said = brought_in(an_export(tmp_path, a_post(inside="".join(words))))
    assert [each.text for each in Comment.objects.all()] == ["First."]
    assert f"1  {COMMENTS_WITHOUT}: “The tram returns”" in said
    assert re.search(r"^comments +1 +1 +1$", said, re.M)


def test_a_second_comment_with_a_number_is_left_out_under_another_post_too(tmp_path):
    export = an_export(tmp_path, a_post(7, inside=a_word(5)), a_post(8, inside=a_word(5)))
    for _ in range(2):
        assert f"1  {COMMENTS_WITHOUT}" in brought_in(export)


@pytest.mark.parametrize("number", ["", "7"])
def test_a_second_post_with_a_number_is_left_out_with_its_comments(tmp_path, number):
    posts = [
        a_post(7, title=title, link="", inside=a_word(comment))
        .replace(">7</wp:post_id>", f">{number}</wp:post_id>")
        for comment, title in enumerate(("The tram", "The bus"), 1)
    ]  # fmt: skip
    said = brought_in(an_export(tmp_path, *posts))
    assert Article.objects.get().headline == "The tram"
    assert f"1  {POSTS_WITHOUT}: “The bus”" in said
    assert re.search(r"^articles +1 +0 +1$", said, re.M)
    assert "1  comments under what does not come: “The bus”" in said
    assert Comment.objects.count() == 1


def test_a_post_that_is_in_two_parts_of_an_export_is_there_already(tmp_path):
    parts = [an_export(tmp_path, a_post(inside=a_word(1)), name=f"{n}.xml") for n in (1, 2)]
    said = brought_in(*parts)
    assert "without a number" not in said
    assert re.search(r"^articles +1 +1", said, re.M)
    assert re.search(r"^comments +1 +1", said, re.M)

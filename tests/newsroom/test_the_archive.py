"""A paper travels as an archive, whole, and as often as one likes."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image as Pillow

from articles.models import Article, Image, SeeAlso, Topic
from comments.models import Case, Comment, Thread
from newsroom.models import ImportedEmail, Masthead, User
from tests.builders import a_comment, a_person, a_section, an_article, an_author

HEAD = {"kind": "archive", "format": "newsroom", "version": 1, "name": "The Elsewhere Echo"}
SECTION = {"kind": "section", "slug": "city", "name": "City"}
STORY = {
    "kind": "article", "id": "7", "slug": "the-clock", "headline": "The clock &amp; the council",
    "section": "city", "body_markdown": "It is **late** again.", "language": "en",
    "published_at": "2021-03-04T05:06:07+00:00",
}  # fmt: skip
READER = {"kind": "reader", "id": "r1", "display_name": "Nadia"}
COMMENT = {
    "kind": "comment", "id": "c1", "article": "7", "author": "r1", "text": "At *last*.",
    "created_at": "2021-03-04T06:00:00+00:00", "status": "published",
}  # fmt: skip


def an_archive(folder: Path, *records: dict | str, name: str = "paper.jsonl") -> str:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path = folder / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress("\n".join(lines).encode()))
    else:
        path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def brought_in(path: str, **options) -> str:
    said = StringIO()
    call_command("import_archive", path, stdout=said, **options)
    return said.getvalue()


def carried_out(path: Path, **options) -> list[dict]:
    call_command("export_archive", str(path), stderr=StringIO(), **options)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def emptied() -> None:
    Comment.objects.order_by("-pk").update(parent=None, shown_under=None, level=1)
    for model in (Case, Comment, Thread, Article, Topic, User):
        model.objects.all().delete()


@pytest.mark.django_db
def test_an_article_and_its_conversation_come_in(tmp_path):
    brought_in(an_archive(tmp_path, HEAD, SECTION, STORY, READER, COMMENT))
    article = Article.objects.get()
    assert (article.headline, article.body.strip()) == (
        "The clock & the council",
        "<p>It is <strong>late</strong> again.</p>",
    )
    assert article.path == "/2021/03/04/the-clock/"
    comment = Comment.objects.get()
    assert (comment.author.display_name, comment.html) == ("Nadia", "<p>At <em>last</em>.</p>")
    assert Thread.objects.get().comment_count == 1


@pytest.mark.django_db
def test_a_site_without_a_name_takes_that_of_the_paper(tmp_path):
    brought_in(an_archive(tmp_path, HEAD))
    assert Masthead.current().name == "The Elsewhere Echo"


@pytest.mark.django_db
def test_a_second_import_brings_nothing_twice(tmp_path):
    path = an_archive(tmp_path, HEAD, SECTION, STORY, READER, COMMENT)
    brought_in(path)
    said = brought_in(path)
    assert (Article.objects.count(), Comment.objects.count(), User.objects.count()) == (1, 1, 1)
    assert [line.split() for line in said.splitlines() if line.startswith("comments")] == [
        ["comments", "0", "1"]
    ]


@pytest.mark.django_db
def test_a_dry_run_leaves_nothing(tmp_path):
    said = brought_in(an_archive(tmp_path, HEAD, SECTION, STORY), dry_run=True)
    assert "A dry run: nothing was kept." in said
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_gzipped_archive_is_read_as_it_is(tmp_path):
    brought_in(an_archive(tmp_path, HEAD, SECTION, STORY, name="paper.jsonl.gz"))
    assert Article.objects.get().slug == "the-clock"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("{", "Line 3: no JSON"),
        (
            {"kind": "article", "id": "8", "slug": "x", "headline": ""},
            "Line 3: article: “headline”",
        ),
        ({**STORY, "section": "moon"}, "Line 3: it names the section “moon”"),
        ({**STORY, "published_at": "yesterday"}, "Line 3: article: “published_at” is 'yesterday'"),
        (COMMENT, "Line 3: it names the article “archive:The Elsewhere Echo:7”"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_of_the_file_is_kept(tmp_path, wrong, complaint):
    with pytest.raises(CommandError, match="Nothing was brought in") as refused:
        brought_in(an_archive(tmp_path, HEAD, SECTION, wrong))
    assert complaint in str(refused.value)
    assert not Article.objects.exists()
    assert Masthead.current().name != "The Elsewhere Echo"


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["", '{"kind": "section"}', "<xml/>"])
def test_a_file_that_is_no_archive_is_refused_in_one_line(tmp_path, first):
    with pytest.raises(CommandError) as refused:
        brought_in(an_archive(tmp_path, first))
    assert "\n" not in str(refused.value)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        brought_in(str(tmp_path / "nothing.jsonl"))


@pytest.mark.django_db
def test_what_the_site_does_not_know_is_kept_out_with_a_count(tmp_path):
    strange = {"kind": "poll", "id": "1"}
    said = brought_in(an_archive(tmp_path, HEAD, {**SECTION, "mood": "blue"}, strange, strange))
    assert "2  records of the kind “poll”" in said
    assert "1  the field “mood” of section records" in said


@pytest.mark.django_db
def test_a_body_is_sanitised_and_a_script_in_a_comment_is_text(tmp_path):
    story = {
        **STORY,
        "body_markdown": None,
        "body_html": "<p onclick=x>Hi<script>alert(1)</script>",
    }
    brought_in(
        an_archive(
            tmp_path, HEAD, SECTION, story, READER, {**COMMENT, "text": "<script>alert(1)</script>"}
        )
    )
    assert Article.objects.get().body == "<p>Hi</p>"
    assert Comment.objects.get().html == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.django_db
def test_replies_stand_where_they_would_have_been_posted(tmp_path):
    chain = [
        {**COMMENT, "id": f"c{n}", "parent": f"c{n - 1}" if n > 1 else None} for n in range(1, 6)
    ]
    brought_in(an_archive(tmp_path, HEAD, SECTION, STORY, READER, *chain))
    first, second, third, fourth, fifth = Comment.objects.order_by("imported_from")
    assert [c.level for c in (first, second, third, fourth, fifth)] == [1, 2, 3, 3, 3]
    assert [third.shown_under, fourth.shown_under, fifth.shown_under] == [second] * 3
    assert fifth.parent == fourth
    assert [c.reply_count for c in (first, second, third, fourth, fifth)] == [4, 3, 1, 1, 0]


@pytest.mark.django_db
def test_a_status_that_is_none_of_ours_is_held(tmp_path):
    brought_in(
        an_archive(tmp_path, HEAD, SECTION, STORY, READER, {**COMMENT, "status": "approved?"})
    )
    assert Comment.objects.get().status == Comment.Status.HELD


@pytest.mark.django_db
@pytest.mark.parametrize("taken", ["Nadia", "NADIA", "Nаdia"])  # the last with a Cyrillic а
def test_a_reader_keeps_the_name_whoever_else_has_it(tmp_path, taken):
    a_person(name=taken)
    brought_in(an_archive(tmp_path, HEAD, READER))
    assert User.objects.get(imported_from__isnull=False).display_name == "Nadia"


@pytest.mark.django_db
def test_an_address_in_an_archive_proves_nothing(tmp_path):
    known = a_person(name="Somebody", is_staff=True)
    reader = {**READER, "email": known.email.upper()}
    brought_in(an_archive(tmp_path, HEAD, SECTION, STORY, reader, COMMENT))
    author = Comment.objects.get().author
    assert author != known
    assert (author.display_name, author.email, author.is_staff) == ("Nadia", None, False)
    assert ImportedEmail.objects.get().person == author


def a_drawn_picture() -> Image:
    file = BytesIO()
    Pillow.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return Image.objects.create(
        picture=ContentFile(file.getvalue(), "bridge.jpg"),
        alt="A bridge",
        caption="The bridge.",
        credit="Ida Rook",
        point_of_interest="0.2x0.7",
    )


def a_rich_paper() -> None:
    author, other = an_author(name="Ida Rook"), an_author(name="Bo Lamb", biography="Writes.")
    first = an_article(
        section=a_section(name="Harbour", colour="teal", position=3, description="Water."),
        authors=(author, other),
        standfirst="A bridge, again.",
        dateline="PORT ALLARD",
        published_at=datetime(2022, 2, 3, 4, 5, 6, 789, tzinfo=UTC),
        dated=date(2022, 2, 2),
        lead_image=a_drawn_picture(),
    )
    second = an_article(state=Article.State.DRAFT, language="pt-br")
    first.topics.set([Topic.objects.create(slug="bridges", name="Bridges")])
    SeeAlso.objects.create(article=first, related=second)
    reader = a_person(name="Élodie 東")
    top = a_comment(article=first, author=reader, text="One.\n\n> Two *three*")
    for status in Comment.Status.values:
        reply = a_comment(article=first, parent=top, status=status)
        a_comment(article=first, parent=reply, author=reader)


@pytest.mark.django_db
def test_a_paper_travels_twice_without_loss(tmp_path):
    a_rich_paper()
    there = carried_out(tmp_path / "there.jsonl")
    emptied()
    brought_in(str(tmp_path / "there.jsonl"))
    back = carried_out(tmp_path / "back.jsonl")
    assert without_ids(back) == without_ids(there)
    emptied()
    brought_in(str(tmp_path / "back.jsonl"))
    again = carried_out(tmp_path / "again.jsonl")
    assert {r.get("id") for r in again} == {r.get("id") for r in back}
    assert without_ids(again) == without_ids(back)


def without_ids(records: list[dict]) -> list[dict]:
    """The records with every id replaced by a number, and the comments by their time, so that two
    archives of one paper can be laid side by side."""
    records = sorted(records, key=lambda r: r["created_at"] if r["kind"] == "comment" else "")
    numbers: dict[tuple[str, str], int] = {}
    for record in records:
        if "id" in record:
            numbers[record["kind"], record["id"]] = len(numbers)

    def plain(record: dict) -> dict:
        record = dict(record)
        for field, kind in (("article", "article"), ("author", "reader"), ("parent", "comment")):
            if record["kind"] == "comment" and record.get(field):
                record[field] = numbers[kind, record[field]]
        if "id" in record:
            record["id"] = numbers[record["kind"], record["id"]]
        if record.get("see_also"):
            record["see_also"] = [numbers["article", key] for key in record["see_also"]]
        if record.get("picture"):
            record["picture"] = {**record["picture"], "file": ""}
        return record

    return [plain(record) for record in records]


@pytest.mark.django_db
def test_addresses_leave_only_when_an_administrator_asks(tmp_path, article, reader):
    a_comment(article=article, author=reader)
    quiet = carried_out(tmp_path / "quiet.jsonl")
    told = carried_out(tmp_path / "told.jsonl", with_addresses=True)
    assert [r.get("email") for r in quiet if r["kind"] == "reader"] == [None]
    assert [r.get("email") for r in told if r["kind"] == "reader"] == [reader.email]


@pytest.mark.django_db
def test_the_same_paper_gives_the_same_bytes(tmp_path):
    a_rich_paper()
    for name in ("one.jsonl.gz", "two.jsonl.gz"):
        call_command("export_archive", str(tmp_path / name), stderr=StringIO())
    assert (tmp_path / "one.jsonl.gz").read_bytes() == (tmp_path / "two.jsonl.gz").read_bytes()


@pytest.mark.django_db
def test_nothing_that_an_archive_has_is_said_to_be_left_out(tmp_path):
    an_article()
    carried_out(tmp_path / "paper.jsonl")
    emptied()
    assert "Left out" not in brought_in(str(tmp_path / "paper.jsonl"))


@pytest.mark.django_db
def test_a_second_record_with_an_id_is_left_out_and_named(tmp_path):
    records = [STORY, {**STORY, "headline": "The bell"}, READER, COMMENT]
    records += [COMMENT, {**COMMENT, "text": "Never."}]
    said = brought_in(an_archive(tmp_path, HEAD, SECTION, *records))
    assert "1  articles without a number of their own: another has it in the same file: “7”" in said
    assert (
        "1  comments without a number of their own: another has it in the same file: “c1”" in said
    )
    counts = [line.split() for line in said.splitlines()]
    assert ["articles", "1", "0", "1"] in counts
    assert ["comments", "1", "1", "1"] in counts

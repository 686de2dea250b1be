"""A conversation that was closed where it came from stays closed, until somebody reopens it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.models import Article
from comments.models import Comment, Suspension
from tests.exports import CASES, a_post, a_word, an_export, brought_in

pytestmark = pytest.mark.django_db
CLOSED = "<wp:comment_status>closed</wp:comment_status>"


@pytest.fixture
def export(tmp_path):
    return an_export(tmp_path, a_post(inside=CLOSED + a_word(1)), a_post(8, inside=a_word(2)))


def test_readers_read_a_notice_in_place_of_the_form(export, client):
    brought_in(export)
    page = client.get("/2019/05/06/the-tram-returns/").text
    assert "This conversation is closed" in page
    assert "came with us from our earlier website" in page
    assert "We do not know yet when we can open again" not in page
    assert "<textarea" not in page
    assert "Good." in page


def test_nobody_can_write_there(export, client, reader):
    brought_in(export)
    client.force_login(reader)
    article = Article.objects.order_by("pk").first()
    answer = client.post(reverse("write", args=[article.pk]), {"text": "But I can still say this."})
    assert answer.status_code == 409
    assert Comment.objects.count() == 2


def test_what_was_open_there_is_open_here(export, client):
    brought_in(export)
    assert "<textarea" in client.get("/2019/05/06/the-tram-returns-2/").text


def test_its_cause_is_the_import(export):
    said = brought_in(export)
    suspension = Suspension.objects.get()
    assert (suspension.cause, suspension.mode, suspension.scope) == ("import", "closed", "article")
    assert suspension.ends_at is None
    assert "closed threads" in said


def test_a_reopening_holds_against_a_second_import(export, client):
    brought_in(export)
    call_command("commenting", "reopen", scope="article:/2019/05/06/the-tram-returns/")
    brought_in(export)
    assert "<textarea" in client.get("/2019/05/06/the-tram-returns/").text


def test_a_moderator_reopens_one_from_the_switchboard(export, client, moderator, open_admin):
    brought_in(export)
    client.force_login(moderator)
    page = client.get("/admin/switchboard/").text
    suspension = Suspension.objects.get()
    assert "Closed by an import" in page
    assert reverse("suspension", args=[suspension.pk]) in page
    assert "No suspension is in force." in page
    client.post(reverse("lifting", args=[suspension.pk]))
    assert not Suspension.objects.filter(lifted_at=None).exists()


def test_the_switchboard_does_not_grow_with_what_was_closed(
    tmp_path, client, moderator, open_admin, django_assert_num_queries
):
    posts = [a_post(number, inside=CLOSED) for number in range(1, 60)]
    brought_in(an_export(tmp_path, *posts))
    client.force_login(moderator)
    assert client.get("/admin/switchboard/").text.count("The tram returns") == 20


def test_nobody_gives_an_import_as_the_cause_of_a_suspension(client, moderator, open_admin):
    client.force_login(moderator)
    assert 'value="import"' not in client.get(reverse("suspension_draft")).text


def carried_out(path) -> list[dict]:
    call_command("export_archive", str(path), stderr=StringIO())
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [record for record in records if record["kind"] == "article"]


def test_what_came_closed_stays_closed_through_an_archive(export, tmp_path, client):
    brought_in(export)
    path = tmp_path / "paper.jsonl"
    assert [each.get("comments_closed") for each in carried_out(path)] == [True, None]
    elsewhere = path.read_text(encoding="utf-8").replace("old.example", "elsewhere.example")
    path.write_text(elsewhere, encoding="utf-8")
    said = StringIO()
    call_command("import_archive", str(path), stdout=said)
    assert "Left out" not in said.getvalue()
    assert "closed threads" in said.getvalue()
    closed, open_ = Article.objects.order_by("pk")[2:]
    assert "<textarea" not in client.get(closed.path).text
    assert "<textarea" in client.get(open_.path).text
    assert Suspension.objects.get(article=closed).cause == "import"


def test_what_was_reopened_here_leaves_open(export, tmp_path):
    brought_in(export)
    call_command("commenting", "reopen", scope="article:/2019/05/06/the-tram-returns/")
    records = carried_out(tmp_path / "paper.jsonl")
    assert not any("comments_closed" in each for each in records)


def test_an_archive_says_yes_or_no_to_whether_a_conversation_is_closed(tmp_path):
    path = tmp_path / "paper.jsonl"
    story = {"id": "1", "slug": "x", "headline": "X", "section": "city", "body_html": "<p>x</p>"}
    records = [
        {"kind": "archive", "format": "newsroom", "version": 1, "name": "A"},
        {"kind": "section", "slug": "city", "name": "City"},
        {"kind": "article", **story, "comments_closed": "maybe"},
    ]
    path.write_text("\n".join(json.dumps(each) for each in records), encoding="utf-8")
    with pytest.raises(CommandError, match="Line 3: article: “comments_closed” must be true or"):
        call_command("import_archive", str(path))


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not at hand")
def test_the_case_of_a_closed_thread(client):
    brought_in(CASES / "closed-thread.xml")
    page = client.get(Article.objects.get().path).text
    assert "Last word." in page
    assert "commenting-notice" in page
    assert "<textarea" not in page

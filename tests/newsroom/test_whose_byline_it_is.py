"""An article is signed by the person who wrote it, never by another with the same short name."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article, Author
from tests.builders import an_author
from tests.exports import TRAMS, a_post, an_export, brought_in

pytestmark = pytest.mark.django_db


def an_account(number: int, login: str, name: str) -> str:
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id>"
        f"<wp:author_login>{login}</wp:author_login>"
        f"<wp:author_display_name>{name}</wp:author_display_name></wp:author>"
    )


def a_post_by(login: str, number: int, *, terms: str = "") -> str:
    post = a_post(number, title=f"By {login}", categories=TRAMS + terms)
    return post.replace("<dc:creator>ida<", f"<dc:creator>{login}<")


def a_guest(number: int, slug: str, name: str) -> str:
    item = a_post(number, title=name, kind="guest-author")
    return item.replace("<wp:post_name>the-tram-returns<", f"<wp:post_name>cap-{slug}<")


def a_term(slug: str, name: str) -> str:
    return f'<category domain="author" nicename="cap-{slug}">{name}</category>'


def names_over(headline: str) -> list[str]:
    bylines = Article.objects.get(headline=headline).bylines
    return list(bylines.values_list("author__name", flat=True))


def an_archive(folder: Path, *authors: tuple[str, str]) -> str:
    """One article by each of the authors, slug and name."""
    records: list[dict] = [
        {"kind": "archive", "format": "newsroom", "version": 1, "name": "The Other Echo"},
        {"kind": "section", "slug": "city", "name": "City"},
    ]
    for slug, name in authors:
        records.append({"kind": "author", "slug": slug, "name": name})
        story = {"id": f"{slug} {name}", "slug": slug, "headline": f"By {name}", "section": "city"}
        records.append({"kind": "article", **story, "body_html": "<p>Hi</p>", "authors": [slug]})
    path = folder / "paper.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in records), encoding="utf-8")
    return str(path)


def taken_in(path: str) -> None:
    call_command("import_archive", path, stdout=StringIO())


# Within one export


def test_logins_that_differ_in_a_dot_are_two_authors(tmp_path):
    accounts = an_account(5, "jane.doe", "Jane Doe") + an_account(6, "janedoe", "Janet Doe")
    export = an_export(tmp_path, accounts, a_post_by("jane.doe", 1), a_post_by("janedoe", 2))
    brought_in(export)
    assert names_over("By jane.doe") == ["Jane Doe"]
    assert names_over("By janedoe") == ["Janet Doe"]
    brought_in(export)
    assert Author.objects.filter(name__endswith="Doe").count() == 2


def test_two_accounts_with_one_name_are_two_authors_however_often_they_come(tmp_path):
    accounts = an_account(5, "jane.doe", "Jane Doe") + an_account(6, "janedoe", "Jane Doe")
    export = an_export(tmp_path, accounts, a_post_by("jane.doe", 1), a_post_by("janedoe", 2))
    for _ in range(2):
        brought_in(export)
        slugs = Author.objects.filter(name="Jane Doe").order_by("slug").values_list("slug")
        assert [slug for (slug,) in slugs] == ["janedoe", "janedoe-2"]
    assert Article.objects.get(headline="By janedoe").bylines.get().author.slug == "janedoe-2"


def test_a_guest_author_is_not_the_account_with_the_same_slug(tmp_path):
    guest, term = a_guest(30, "ida", "Ida Guest"), a_term("ida", "ida")
    export = an_export(tmp_path, guest, a_post_by("other", 1, terms=term), a_post_by("ida", 2))
    brought_in(export)
    assert names_over("By other") == ["Ida Guest"]
    assert names_over("By ida") == ["Ida Rook"]


def test_a_guest_author_with_the_slug_and_the_name_of_an_account_is_one_author(tmp_path):
    guest, term = a_guest(30, "ida", "Ida Rook"), a_term("ida", "ida")
    brought_in(an_export(tmp_path, guest, a_post_by("other", 1, terms=term), a_post_by("ida", 2)))
    assert names_over("By other") == names_over("By ida") == ["Ida Rook"]
    assert Author.objects.filter(name="Ida Rook").count() == 1


def test_a_co_author_with_another_name_is_not_the_account_with_the_same_slug(tmp_path):
    brought_in(an_export(tmp_path, a_post_by("other", 1, terms=a_term("ida", "Ida Brook"))))
    assert names_over("By other") == ["Ida Brook"]


def test_a_co_author_whose_slug_two_logins_could_have_is_neither(tmp_path):
    accounts = an_account(5, "jane.doe", "Jane Doe") + an_account(6, "jane!doe", "Janet Doe")
    term = a_term("janedoe", "Janet Doe")
    brought_in(an_export(tmp_path, accounts, a_post_by("other", 1, terms=term)))
    assert names_over("By other") == ["Janet Doe"]


# Beside those who write here already


def test_an_author_of_the_paper_signs_nothing_by_another_with_the_same_slug(tmp_path):
    an_author(name="Ida Smith", slug="ida")
    export = an_export(tmp_path, a_post_by("ida", 1))
    for _ in range(2):
        brought_in(export)
        assert names_over("By ida") == ["Ida Rook"]
        assert list(Author.objects.order_by("slug").values_list("slug", "name")) == [
            ("ida", "Ida Smith"), ("ida-2", "Ida Rook"),
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["Ida Rook", "IDA  ROOK", "Ída Rook"])
def test_an_author_of_the_paper_with_the_same_name_and_slug_is_the_same(tmp_path, name):
    author = an_author(name=name, slug="ida")
    brought_in(an_export(tmp_path, a_post_by("ida", 1)))
    assert Article.objects.get().bylines.get().author == author
    assert Author.objects.get() == author


def test_an_author_who_has_the_account_that_a_login_stands_for_is_the_same(tmp_path, editor):
    author = an_author(name="Ida Smith-Rook", slug="smith", account=editor)
    brought_in(an_export(tmp_path, a_post_by("ida", 1)), staff=[f"ida={editor.email}"])
    assert Article.objects.get().bylines.get().author == author


def test_a_later_part_of_an_export_brings_another_with_the_same_slug(tmp_path):
    for number, login, name in [(5, "jane.doe", "Jane Doe"), (6, "janedoe", "Janet Doe")]:
        account, post = an_account(number, login, name), a_post_by(login, number)
        brought_in(an_export(tmp_path, account, post))
    assert names_over("By jane.doe") == ["Jane Doe"]
    assert names_over("By janedoe") == ["Janet Doe"]


def test_an_author_of_an_archive_is_not_another_with_the_same_slug(tmp_path):
    an_author(name="Ida Smith", slug="ida")
    archive = an_archive(tmp_path, ("ida", "Ida Rook"), ("ida-2", "Ida Brook"))
    for _ in range(2):
        taken_in(archive)
        assert names_over("By Ida Rook") == ["Ida Rook"]
        assert names_over("By Ida Brook") == ["Ida Brook"]
        assert Author.objects.count() == 3

"""A paper comes from WordPress with its addresses, its threads and its times."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Redirect, Section
from comments import markup
from comments.models import Comment
from comments.transfer import wordpress
from comments.transfer.wordpress import text_of
from newsroom.models import User
from tests.exports import (
    FOOT,
    HEAD,
    REAL,
    a_field,
    a_photograph,
    a_picture_item,
    a_post,
    a_word,
    an_export,
    brought_in,
)


@pytest.mark.django_db
def test_a_post_keeps_its_address_its_author_and_its_place(tmp_path):
    brought_in(an_export(tmp_path, a_post()))
    article = Article.objects.get()
    assert article.path == "/2019/05/06/the-tram-returns/"
    assert article.published_at.isoformat() == "2019-05-07T03:30:00+00:00"
    assert (article.section.name, article.standfirst) == ("Town & Country", "It rings again.")
    assert [author.name for author in article.authors.all()] == ["Ida Rook"]
    assert [topic.name for topic in article.topics.all()] == ["Line 4", "Trams"]
    assert article.body == "<p>First line<br>second line</p>\n<p>Next paragraph.</p>"


@pytest.mark.django_db
def test_an_address_of_another_shape_leads_to_the_article(tmp_path, client):
    brought_in(an_export(tmp_path, a_post(link="https://old.example/trams/returns/")))
    assert Redirect.objects.get().path == "/trams/returns/"
    answer = client.get("/trams/returns/")
    assert (answer.status_code, answer["Location"]) == (301, Article.objects.get().path)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "public"),
    [("publish", True), ("draft", False), ("pending", False), ("private", False)],
)
def test_only_what_was_published_is_public(tmp_path, client, status, public):
    brought_in(an_export(tmp_path, a_post(status=status)))
    listed = Article.objects.get().headline in client.get("/").content.decode()
    assert listed is public


@pytest.mark.django_db
def test_a_protected_post_comes_as_a_draft(tmp_path):
    secret = "<wp:post_password>xyzzy</wp:post_password>"
    said = brought_in(an_export(tmp_path, a_post(inside=secret)))
    assert Article.objects.get().state == Article.State.DRAFT
    assert "passwords of protected posts" in said


@pytest.mark.django_db
def test_what_is_no_post_is_left_out_with_a_count(tmp_path):
    said = brought_in(
        an_export(
            tmp_path, a_post(1, kind="page"), a_post(2, kind="page"), a_post(3, status="trash")
        )
    )
    assert "2  items of the type “page”, which are no posts" in said
    assert "1  posts with the status “trash”" in said
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_comments_keep_their_thread_their_status_and_their_writer(tmp_path):
    words = (
        a_word(3, parent=2) + a_word(2) + a_word(4, approved="0") + a_word(5, approved="spam")
        + a_word(6, approved="trash") + a_word(7, kind="pingback")
    )  # fmt: skip
    said = brought_in(an_export(tmp_path, a_post(inside=words)))
    second, third, *others = Comment.objects.order_by("created_at")
    assert third.parent == second
    assert [c.status for c in (second, third, *others)] == [
        "published", "published", "held", "spam", "deleted",
    ]  # fmt: skip
    assert second.author.display_name == "Bo"
    assert "1  comments of the type “pingback”" in said


@pytest.mark.django_db
def test_a_second_import_brings_nothing_twice(tmp_path):
    path = an_export(tmp_path, a_post(inside=a_word(2)))
    brought_in(path)
    brought_in(path)
    counts = [model.objects.count() for model in (Article, Comment, Section, User)]
    assert counts == [1, 1, 1, 1]


@pytest.mark.django_db
def test_a_dry_run_leaves_nothing(tmp_path):
    said = brought_in(an_export(tmp_path, a_post()), dry_run=True)
    assert said.splitlines()[-1] == "A dry run: nothing was kept."
    assert not Article.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("items", "foot", "complaint"),
    [
        (
            [a_post(), "<item><title>x</item>"],
            FOOT,
            r"Line \d+: the XML is broken \(mismatched tag",
        ),
        ([a_post()], "", r"Line \d+: the XML is broken"),
    ],
)
def test_a_broken_file_names_the_line_and_leaves_nothing(tmp_path, items, foot, complaint):
    with pytest.raises(CommandError, match=complaint):
        brought_in(an_export(tmp_path, *items, foot=foot))
    assert not Article.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    ["", "plain words", "<rss><channel><title>A feed</title></channel></rss>",
     '<!DOCTYPE r [<!ENTITY a "aaaa">]><rss>&a;</rss>'],
)  # fmt: skip
def test_what_is_no_export_is_refused_in_one_line(tmp_path, content):
    path = tmp_path / "export.xml"
    path.write_text(content)
    with pytest.raises(CommandError, match="Nothing was brought in") as refused:
        brought_in(str(path))
    assert "\n" not in str(refused.value)


@pytest.mark.django_db
def test_a_featured_picture_comes_when_its_file_is_at_hand(tmp_path):
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    picture = a_picture_item(9, inside=a_field("_wp_attachment_image_alt", "A tram"))
    brought_in(an_export(tmp_path, a_post(inside=a_field("_thumbnail_id", "9")), picture))
    image = Article.objects.get().lead_image
    assert (image.alt, image.width, image.height) == ("A tram", 60, 40)


@pytest.mark.django_db
def test_a_dry_run_leaves_no_file_of_a_picture_in_any_size(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    items = [a_post(inside=a_field("_thumbnail_id", "9")), a_picture_item(9)]
    export = an_export(tmp_path, *items)
    brought_in(export, dry_run=True)
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    brought_in(export)
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 21


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<!-- wp:paragraph -->\n<p>A</p>\n<!-- /wp:paragraph -->", "<p>A</p>"),
        ('[caption id="x"]<img src="a.jpg"> The bridge[/caption]', "<p><em>The bridge</em></p>"),
        ("He said so [sic] on page [1].", "<p>He said so [sic] on page [1].</p>"),
        ("[gallery ids=1,2]\n\nText", "<p>Text</p>"),
        ("<h1>Big</h1>\nText", "<h2>Big</h2>\n<p>Text</p>"),
        ("A<script>alert(1)</script> <b onclick=x>c</b>", "<p>A <strong>c</strong></p>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
    ],
)
def test_a_text_is_shown_as_wordpress_showed_it(tmp_path, source, shown):
    brought_in(an_export(tmp_path, a_post(body=source)))
    assert Article.objects.get().body.strip() == shown


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Plain\nlines", "Plain\nlines"),
        ("<em>so</em> <strong>much</strong>", "*so* **much**"),
        ('<a href="https://x.example/a">here</a>', "[here](<https://x.example/a>)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<blockquote>He said\nthis</blockquote>I say that", "> He said\n> this\n\nI say that"),
        ("2 * 3 * 4 &lt; 25", "2 \\* 3 \\* 4 < 25"),
        ("<script>alert(1)</script>Well", "Well"),
    ],
)
def test_a_comment_is_written_as_its_writer_would_here(html, text):
    assert text_of(html) == text


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_the_words_of_a_comment_are_shown_as_they_were(words):
    """Whatever a reader typed, no word becomes markup on its way through our own."""
    import html as entities  # noqa: PLC0415 - the parameter of another test has the name

    shown = markup.render(text_of(entities.escape(f"Word {words} word")))
    plain = entities.unescape(shown.replace("<br>", "\n"))
    if "://" not in words:
        assert plain == f"<p>Word {words} word</p>"


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.exists(), reason="the real exports are not at hand")
@pytest.mark.parametrize(
    ("name", "articles", "comments"),
    [
        ("themeunittestdata.wordpress.xml", 51, 23),
        ("theme-preview.xml", 7, 2),
        ("blueprint-content.xml", 3, 0),
        ("wordpress_export_example.xml", 4, 0),
        ("isso-wordpress.xml", 1, 7),
    ],
)
def test_a_real_export_comes_in_twice_as_once(name, articles, comments):
    for _ in range(2):
        brought_in(str(REAL / name))
        assert (Article.objects.count(), Comment.objects.count()) == (articles, comments)


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.exists(), reason="the real exports are not at hand")
@pytest.mark.parametrize(
    "name",
    ["wordpress_qtranslate_item_modernized.xml", "wordpress_qtranslate_item_raw_export.xml",
     "wordpress_unicode_export.xml"],
)  # fmt: skip
def test_a_real_fragment_comes_in_though_it_declares_no_namespaces(name):
    brought_in(REAL / name)
    assert Article.objects.get().path.startswith("/20")


@pytest.mark.django_db
def test_the_categories_of_a_later_file_say_the_section_too(tmp_path):
    first = tmp_path / "first.xml"
    first.write_text(HEAD.partition("<wp:category>")[0] + a_post(1) + FOOT, encoding="utf-8")
    brought_in(first, an_export(tmp_path, a_post(2, title="Another")))
    assert [each.section.name for each in Article.objects.all()] == ["Town & Country"] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["/2019/05/06/", "/trams/"])
def test_a_slug_that_a_post_had_before_leads_to_it_still(tmp_path, client, folder):
    post = a_post(
        link=f"https://old.example{folder}the-tram-returns/",
        inside=a_field("_wp_old_slug", "the-tram-comes"),
    )
    brought_in(an_export(tmp_path, post))
    answer = client.get(f"{folder}the-tram-comes/")
    assert (answer.status_code, answer["Location"]) == (301, Article.objects.get().path)


@pytest.mark.django_db
def test_a_post_that_comes_later_does_not_take_an_address_that_leads_to_another(tmp_path, client):
    brought_in(an_export(tmp_path, a_post(1, link="https://old.example/2019/05/06/tram/")))
    first = Article.objects.get()
    first.slug = "line-4"
    first.save(update_fields=["slug"])
    brought_in(an_export(tmp_path, a_post(2, link="https://old.example/2019/05/06/tram/")))
    assert Article.objects.latest("pk").path == "/2019/05/06/tram-2/"
    assert client.get("/2019/05/06/tram/")["Location"] == first.path


@pytest.mark.django_db
def test_posts_and_comments_of_two_sites_with_the_same_numbers_are_all_brought(tmp_path):
    post = a_post(7, inside=a_word(71))
    brought_in(an_export(tmp_path, post))
    other = Path(an_export(tmp_path, post, name="other.xml"))
    other.write_text(other.read_text().replace("old.example", "other.example"))
    brought_in(other)
    assert (Article.objects.count(), Comment.objects.count()) == (2, 2)


class CountingPattern:
    """A regular expression, and how many characters it was given to look through."""

    def __init__(self, pattern):
        self.pattern = pattern
        self.characters = 0

    def __getattr__(self, name):
        def counted(*arguments):
            self.characters += len(arguments[-1])
            return getattr(self.pattern, name)(*arguments)

        return counted


@pytest.mark.parametrize("tag", ["em", "b"])
def test_emphasis_nested_twice_as_deep_is_twice_the_work(monkeypatch, tag):
    work = {}
    for depth in (200, 400):
        counting = CountingPattern(wordpress._SENTINEL)
        with monkeypatch.context() as patched:
            patched.setattr(wordpress, "_SENTINEL", counting)
            text_of(f"<{tag}>" * depth + "Good." + f"</{tag}>" * depth)
        work[depth] = counting.characters
    assert 0 < work[400] < 2.2 * work[200]


def test_deep_emphasis_keeps_its_words():
    text = text_of("<em>" * 300 + "Good." + "</em>" * 300 + " Yes, <b>very</b>.")
    assert text.strip("*").startswith("Good.")
    assert text.endswith(" Yes, **very**.")

"""Exports are not always XML: what can be mended is, and counted; the rest is refused in one
sentence that names the line."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
from django.core.management import CommandError
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from comments.models import Comment
from newsroom.transfer.wordpress.characters import Cleaner
from tests.exports import CASES, FOOT, HEAD, a_post, a_word, an_export, brought_in

pytestmark = pytest.mark.django_db


def written(folder: Path, content: bytes) -> Path:
    path = folder / "export.xml"
    path.write_bytes(content)
    return path


def whole(*items: str) -> str:
    return HEAD + "\n".join(items) + FOOT


@pytest.mark.parametrize(
    "character", ["\x0b", "\x00", "\x1f", "\x7f", "\x85", "\ufffe", "&#11;", "&#x1F;"]
)
def test_a_character_that_xml_forbids_is_taken_out_and_counted(tmp_path, character):
    title = "Pasted from Word"
    item = a_post(
        title="X", inside=a_word(1, text=f"Fine{character if len(character) == 1 else ''}.")
    )
    item = item.replace("<title>X<", f"<title>{title}{character}<")
    said = brought_in(written(tmp_path, whole(a_post(6, title="Clean"), item).encode()))
    assert Article.objects.get(headline=title)
    assert Comment.objects.get().text == "Fine."
    assert f"characters that XML forbids, which were taken out: “{title}”" in said


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("Foo&nbsp;bar", "Foo bar"),
        ("Caf&eacute; &ndash; 5&euro;", "Café – 5€"),
        ("Tom & Ann", "Tom & Ann"),
        ("a?b=1&c=2", "a?b=1&c=2"),
        ("&zzz; x", "&zzz; x"),
        ("&amp;&lt;3", "&<3"),
        ("&#8220;So&#x201D;", "“So”"),
        ("&#147;So&#148;", "“So”"),
    ],
)
def test_entities_of_html_are_known(tmp_path, source, read):
    item = a_post(title="X").replace("<title>X<", f"<title>{source}<")
    brought_in(written(tmp_path, whole(item).encode()))
    assert Article.objects.get().headline == read


def test_a_mended_entity_is_counted_with_its_post(tmp_path):
    item = a_post(title="X").replace("<title>X<", "<title>Caf&eacute;<")
    said = brought_in(written(tmp_path, whole(a_post(6, title="Clean"), item).encode()))
    assert "1  HTML entities, read as the characters they stand for: “Café”" in said


def test_an_ampersand_in_cdata_is_a_letter_like_others(tmp_path):
    said = brought_in(an_export(tmp_path, a_post(body="R&D &nbsp;&amp; more")))
    assert "R&amp;D" in Article.objects.get().body
    assert "In another form" not in said


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("iso-8859-1", "ISO-8859-1"),
        ("cp1252", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
        ("cp1252", "UTF-8"),
        ("utf-8", "no-such-thing"),
        ("utf-8", "hex"),
    ],
)
def test_the_file_may_be_in_another_encoding(tmp_path, encoding, declared):
    text = whole(a_post(title="Café Brücke")).replace('encoding="UTF-8"', f'encoding="{declared}"')
    brought_in(written(tmp_path, text.encode(encoding)))
    assert Article.objects.get().headline == "Café Brücke"


def test_quotation_marks_of_windows_are_read_as_such(tmp_path):
    text = whole(a_post(title="“So”")).replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    brought_in(written(tmp_path, text.encode("cp1252")))
    assert Article.objects.get().headline == "“So”"


@pytest.mark.parametrize("before", ["\n\n", "<!-- made by a plugin -->\n", "\ufeff"])
def test_what_stands_before_the_export_is_no_matter(tmp_path, before):
    text = whole(a_post())
    text = before + (text.partition("?>")[2] if before.startswith("<") else text)
    brought_in(written(tmp_path, text.encode()))
    assert Article.objects.exists()


def test_namespaces_need_not_be_declared(tmp_path):
    text = whole(a_post(inside="<media:thumbnail url='x'/><slash:comments>2</slash:comments>"))
    text = text.replace(' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"', "")
    brought_in(written(tmp_path, text.encode()))
    assert Article.objects.get().standfirst == "It rings again."


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY a0 "ha">{BOMB}]>',
        '<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % remote SYSTEM "http://127.0.0.1:9/x"> %remote;]>',
    ],
)
def test_entities_of_the_files_own_are_refused(tmp_path, doctype):
    text = whole(a_post(title="X")).replace("<rss", f"{doctype}<rss", 1)
    text = text.replace("<title>X<", "<title>&a11;&secret;<")
    begun = time.monotonic()
    with pytest.raises(CommandError, match="declares entities, which no export needs") as refused:
        brought_in(written(tmp_path, text.encode()))
    assert "\n" not in str(refused.value)
    assert time.monotonic() - begun < 20
    assert not Article.objects.exists()


def test_a_file_that_breaks_off_is_refused_with_its_line(tmp_path):
    text = whole(a_post(1), a_post(2))
    broken = text[: text.rindex("<wp:post_id>")]
    with pytest.raises(CommandError) as refused:
        brought_in(written(tmp_path, broken.encode()))
    line = broken.count("\n") + 1
    assert str(refused.value).startswith(f"Line {line}: the XML is broken (")
    assert not Article.objects.exists()


def test_the_second_of_two_files_is_refused_with_both(tmp_path):
    good = an_export(tmp_path, a_post(), name="good.xml")
    with pytest.raises(CommandError, match="Nothing was brought in"):
        brought_in(good, written(tmp_path, b"<rss><wp:x>"))
    assert not Article.objects.exists()


@given(
    st.text(st.sampled_from("&;<>[]!CDATAnbspx#1 \n\x0b"), max_size=60),
    st.lists(st.integers(1, 59), max_size=5),
)
def test_it_is_no_matter_where_a_text_is_cut(text, places):
    cuts = sorted({0, *places, len(text)})
    pieces = [text[a:b] for a, b in itertools.pairwise(cuts)]
    one, many = Cleaner(), Cleaner()
    at_once = one.clean(text) + one.rest()
    assert "".join(map(many.clean, pieces)) + many.rest() == at_once
    assert one.count == many.count


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not at hand")
@pytest.mark.parametrize(
    ("name", "headline", "mended"),
    [
        ("control-character", "Pasted", "characters that XML forbids, which were taken out: “Past"),
        ("html-entity", "Foo bar", "HTML entities, read as the characters they stand for: “Foo b"),
    ],
)
def test_the_cases_of_broken_xml(name, headline, mended):
    said = brought_in(CASES / f"{name}.xml")
    assert Article.objects.get().headline == headline
    assert f"1  {mended}" in said


@pytest.mark.parametrize(
    "item",
    [
        a_post(body='Before <img src="http://[domain]/pic.jpg"> after'),
        a_post(body="Before\n\nhttps://[domain]/video\n\nafter"),
        a_post(body='Before <iframe src="https://[domain]/video"></iframe> after'),
        a_post(link="http://[siteurl]/2019/05/06/x/"),
        a_post(inside="<guid>http://[siteurl]/?p=3</guid>"),
        a_post(kind="attachment", inside="<wp:attachment_url>http://[x]/a.jpg</wp:attachment_url>"),
    ],
)
def test_an_address_that_is_none_stops_nothing(tmp_path, item):
    brought_in(written(tmp_path, whole(a_post(6, title="Clean"), item).encode()))
    assert Article.objects.filter(headline="Clean").exists()


@pytest.mark.parametrize("cut", range(1, 60))
def test_what_is_cut_in_two_is_cleaned_as_what_is_whole(cut):
    text = "<a>x&nbsp;y</a><b><![CDATA[z & z]]]></b><c>&nbsp; & <![CDATA[&nbsp;]]></c>"
    whole_cleaner, cleaner = Cleaner(), Cleaner()
    expected = whole_cleaner.clean(text) + whole_cleaner.rest()
    assert cleaner.clean(text[:cut]) + cleaner.clean(text[cut:]) + cleaner.rest() == expected

"""Exports of WordPress, as short as a test can read them, and the way in."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.core.management import call_command
from PIL import Image as Pillow

SHARED = Path(__file__).resolve().parents[2] / "shared"
REAL = SHARED / "data/migration/wxr"
CASES = SHARED / "cases/wordpress"

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Old Echo</title><link>https://old.example</link>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_id>4</wp:author_id><wp:author_login>ida</wp:author_login>
<wp:author_email>ida@old.example</wp:author_email>
<wp:author_display_name>Ida Rook</wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>town</wp:category_nicename><wp:category_parent/>
<wp:cat_name>Town &amp; Country</wp:cat_name></wp:category>
<wp:category><wp:category_nicename>trams</wp:category_nicename>
<wp:category_parent>town</wp:category_parent><wp:cat_name>Trams</wp:cat_name></wp:category>
"""
FOOT = "</channel></rss>"
TRAMS = '<category domain="category" nicename="trams">Trams</category>'


def a_post(
    number: int = 7,
    *,
    title: str = "The tram returns",
    body: str = "First line\nsecond line\n\nNext paragraph.",
    status: str = "publish",
    kind: str = "post",
    link: str = "https://old.example/2019/05/06/the-tram-returns/",
    categories: str = TRAMS,
    inside: str = "",
) -> str:
    return f"""<item><title>{escape(title)}</title><link>{escape(link)}</link>
    <dc:creator>ida</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>
    <excerpt:encoded><![CDATA[It rings again.]]></excerpt:encoded>
    <wp:post_id>{number}</wp:post_id><wp:post_date>2019-05-06 23:30:00</wp:post_date>
    <wp:post_date_gmt>2019-05-07 03:30:00</wp:post_date_gmt>
    <wp:post_name>the-tram-returns</wp:post_name><wp:status>{status}</wp:status>
    <wp:post_type>{kind}</wp:post_type>{categories}
    <category domain="post_tag" nicename="line-4">Line 4</category>{inside}</item>"""


def a_picture_item(number: int = 9, *, name: str = "tram.jpg", inside: str = "") -> str:
    """The entry of an attachment: its file lies in uploads/2019/05."""
    url = f"https://old.example/wp-content/uploads/2019/05/{name}"
    return a_post(
        number,
        title=name,
        kind="attachment",
        status="inherit",
        body="",
        inside=f"<wp:attachment_url>{escape(url)}</wp:attachment_url>{inside}",
    )


def a_field(name: str, value: str) -> str:
    """What a plugin, a theme or WordPress itself keeps beside a post."""
    return (
        f"<wp:postmeta><wp:meta_key>{name}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def a_word(
    number: int,
    *,
    parent: int = 0,
    approved: str = "1",
    kind: str = "",
    text: str = "Good.",
    name: str = "Bo",
    email: str = "bo@reader.example",
    account: int = 0,
) -> str:
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id>
    <wp:comment_author><![CDATA[{name}]]></wp:comment_author>
    <wp:comment_author_email>{email}</wp:comment_author_email>
    <wp:comment_date_gmt>2019-05-07 04:{number // 60 % 60:02}:{number % 60:02}</wp:comment_date_gmt>
    <wp:comment_content><![CDATA[{text}]]></wp:comment_content>
    <wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>
    <wp:comment_parent>{parent}</wp:comment_parent>
    <wp:comment_user_id>{account}</wp:comment_user_id></wp:comment>"""


def an_export(folder: Path, *items: str, foot: str = FOOT, name: str = "export.xml") -> str:
    path = folder / name
    path.write_text(HEAD + "\n".join(items) + foot, encoding="utf-8")
    return str(path)


def a_photograph(path: Path, colour: str = "teal", size: tuple[int, int] = (60, 40)) -> Path:
    """A picture's file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = BytesIO()
    Pillow.new("RGB", size, colour).save(file, "JPEG")
    path.write_bytes(file.getvalue())
    return path


def brought_in(*paths: str | Path, **options: Any) -> str:
    """What the import says of itself."""
    said = StringIO()
    call_command("import_wordpress", *map(str, paths), stdout=said, **options)
    return said.getvalue()

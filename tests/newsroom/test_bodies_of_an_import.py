"""What people wrote stays, and what stood in the text stands in it: pictures, quotes, embeds."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Author, Image
from newsroom.transfer.wordpress.attachments import Attachments
from newsroom.transfer.wordpress.body import body_of
from newsroom.transfer.wordpress.media import Media
from tests.exports import (
    CASES,
    a_field,
    a_photograph,
    a_picture_item,
    a_post,
    an_export,
    brought_in,
)

pytestmark = pytest.mark.django_db
UPLOADS = "https://old.example/wp-content/uploads"
TRAM = f"{UPLOADS}/2019/05/tram.jpg"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def text_of(tmp_path, body: str, *items: str) -> str:
    """The body of the article, and on `said` what the import said of it."""
    brought_in(an_export(tmp_path, a_post(body=body), *items))
    return Article.objects.get().body.strip()


# Page builders and shortcodes


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('[vc_row][vc_column width="1/2"][vc_column_text]A[/vc_column_text][/vc_column][/vc_row]',
         "<p>A</p>"),
        ("[et_pb_section][et_pb_row][et_pb_text]<p>A</p>[/et_pb_text][/et_pb_row][/et_pb_section]",
         "<p>A</p>"),
        ('[fusion_builder_container][fusion_text columns=""]A[/fusion_text]'
         "[/fusion_builder_container]", "<p>A</p>"),
        ("[av_one_half first][av_textblock]A[/av_textblock][/av_one_half]", "<p>A</p>"),
        ('[vc_custom_heading text="Why it matters"]', "<h3>Why it matters</h3>"),
        ("[vc_column_text]A[/vc_column_text][vc_column_text]B[/vc_column_text]",
         "<p>A</p>\n<p>B</p>"),
        ('[et_pb_toggle title="Costs"]Forty million.[/et_pb_toggle]',
         "<h3>Costs</h3>\n<p>Forty million.</p>"),
        ("[one_half]A[/one_half][one_half_last]B[/one_half_last]", "<p>A</p>\n<p>B</p>"),
        ("[dropcap]T[/dropcap]he river", "<p>The river</p>"),
        ("So [highlight color='red']much[/highlight] water", "<p>So much water</p>"),
        ("[su_note note_color=“#fff”]Mind the gap.[/su_note]", "<p>Mind the gap.</p>"),
        ("A[vc_separator]B", "<p>A</p>\n<p>B</p>"),
        ("A [/vc_row] B", "<p>A</p>\n<p>B</p>"),
        ('[button link="https://x.example/"]Read on[/button]',
         '<p><a href="https://x.example/" rel="noopener">Read on</a></p>'),
        ("[b]bold[/b] and [i]so[/i]", "<p><strong>bold</strong> and <em>so</em></p>"),
        ("[[gallery]] is a shortcode", "<p>[gallery] is a shortcode</p>"),
        ("[pullquote]Keep me.[/pullquote]", "<blockquote><p>Keep me.</p></blockquote>"),
        ('[pullquote align="left" author="Ida"]Keep me.[/pullquote]',
         "<blockquote><p>Keep me.</p><p>— Ida</p></blockquote>"),
        ("[quote]One\n\nTwo[/quote]", "<blockquote><p>One</p><p>Two</p></blockquote>"),
        ("[code]<b>x</b>[/code]", "<pre><code><strong>x</strong></code></pre>"),
        ("[vc_raw_html]JTNDcCUzRQ==[/vc_raw_html]A", "<p>A</p>"),
    ],
)  # fmt: skip
def test_marks_of_a_builder_go_and_the_text_stays(tmp_path, source, shown):
    assert text_of(tmp_path, source) == shown


@pytest.mark.parametrize(
    "prose",
    [
        'He wrote "teh [sic] bridge".',
        "She said […] and left [laughs].",
        "As shown earlier [1], [2] and [12a].",
        "Dear [Name], your [adjective] [noun] is ready.",
        "[Name] and [Name] agree.",
        "Use array[0] and list[i].",
        "[Editor's note: this isn't over.] He's [sic] here.",
        "I love it [/sarcasm].",
        "[He] said [they] would [re-elect] [co-operate].",
        "See [Figure 2: the bridge] and [ibid.].",
        "[Photo by Ida]",
        "An open [bracket, and a close] one [",
        "“[vc is a fund]” he said",
        "[I]t rains",
    ],
)
def test_brackets_that_people_write_stay(tmp_path, prose):
    shown = text_of(tmp_path, prose)
    assert re.sub(r"</?\w+>", "", shown) == prose


@given(st.lists(st.sampled_from(
    ["[", "]", "[/", "a", "b=", '"', "'", "vc_row", " ", "\n\n", "[caption]", "[/caption]", "[b]",
     "[/b]", "<img src=x>", "<p>", "</p>", "<figure>", "</figure>", "[gallery]", "https://x.example/",
     "\x02", "\x030\x03", "<!--", "-->", "[embed]", "[[", "]]", "]]>"]), max_size=30))  # fmt: skip
def test_no_text_is_too_broken_to_be_read(pieces):
    body = body_of("".join(pieces), Attachments(Media(None)), "old.example", "1")
    assert "\x04" not in body.html
    assert "\x05" not in body.html


def test_a_post_that_is_kept_in_elementor_alone_has_its_text(tmp_path):
    data = [{"elType": "section", "elements": [{"elType": "widget", "settings": {
        "title": "The river", "editor": "<p>It rises.</p>"}}]}]  # fmt: skip
    inside = a_field("_elementor_data", json.dumps(data))
    brought_in(an_export(tmp_path, a_post(body="", inside=inside)))
    assert Article.objects.get().body == "<h2>The river</h2>\n<p>It rises.</p>"


# Embeds

WATCH = "https://www.youtube.com/watch?v=abc123"


def framed(url: str, words: str) -> str:
    link = f'<a href="{url}" rel="noopener">{words}</a>'
    return f'<figure class="embed"><p>{link}</p></figure>'


@pytest.mark.parametrize(
    "source",
    [
        f"Before\n\n{WATCH}\n\nAfter",
        f"Before\n\n[embed]{WATCH}[/embed]\n\nAfter",
        f'Before\n\n[embed width="500"]{WATCH}[/embed]\n\nAfter',
        f"Before\n\n[youtube {WATCH}]\n\nAfter",
        "Before\n\n[youtube id=abc123]\n\nAfter",
        "Before\n\n[youtube]abc123[/youtube]\n\nAfter",
        'Before\n\n[fusion_youtube id="abc123" width="600"]\n\nAfter',
        f'Before\n\n[et_pb_video src="{WATCH}"][/et_pb_video]\n\nAfter',
        f'Before\n\n[vc_video link="{WATCH}"]\n\nAfter',
        'Before<iframe src="//www.youtube.com/embed/abc123?rel=0" allowfullscreen></iframe>After',
        'Before<iframe src="https://www.youtube-nocookie.com/embed/abc123"></iframe>After',
        '<p>Before</p><p><iframe data-x="1" src="https://www.youtube.com/embed/abc123"/></iframe>'
        "</p><p>After</p>",
        '<!-- wp:paragraph --><p>Before</p><!-- /wp:paragraph --><!-- wp:embed {"url":"x"} -->'
        '<figure class="wp-block-embed is-provider-youtube"><div class="wp-block-embed__wrapper">\n'
        f"{WATCH}\n</div></figure><!-- /wp:embed --><p>After</p>",
        '<!-- wp:core-embed/youtube -->\n<p>Before</p>\n<figure class="wp-block-embed-youtube '
        f'wp-block-embed"><div>\n{WATCH}\n</div></figure>\n<p>After</p>',
        'Before<object width="1"><param name="movie" value="http://www.youtube.com/v/abc123&hl=en">'
        '</param><embed src="http://www.youtube.com/v/abc123&hl=en"></embed></object>After',
    ],
)
def test_a_video_of_youtube_is_a_link_in_a_frame(tmp_path, source):
    shown = text_of(tmp_path, source)
    link = framed(WATCH, "YouTube: youtube.com/watch?v=abc123")
    assert shown.replace("\n", "") == f"<p>Before</p>{link}<p>After</p>"


@pytest.mark.parametrize(
    ("source", "provider", "url"),
    [
        ("https://youtu.be/abc123", "YouTube", "https://youtu.be/abc123"),
        ("https://vimeo.com/76979871", "Vimeo", "https://vimeo.com/76979871"),
        ('<iframe src="https://player.vimeo.com/video/769?h=1"></iframe>', "Vimeo",
         "https://vimeo.com/769"),
        ("[vimeo 76979871]", "Vimeo", "https://vimeo.com/76979871"),
        ("https://twitter.com/ida/status/1", "X", "https://twitter.com/ida/status/1"),
        ("https://x.com/ida/status/1", "X", "https://x.com/ida/status/1"),
        ("[tweet 123456]", "X", "https://x.com/i/status/123456"),
        ("https://www.instagram.com/p/Ab-1/", "Instagram", "https://www.instagram.com/p/Ab-1/"),
        ('<iframe src="https://www.facebook.com/plugins/post.php?href=https%3A%2F%2F'
         'www.facebook.com%2Fida%2Fposts%2F1&width=500"></iframe>', "Facebook",
         "https://www.facebook.com/ida/posts/1"),
        ('<div class="fb-post" data-href="https://www.facebook.com/ida/posts/1"></div>',
         "Facebook", "https://www.facebook.com/ida/posts/1"),
        ("https://www.tiktok.com/@ida/video/1", "TikTok", "https://www.tiktok.com/@ida/video/1"),
        ('<iframe src="https://open.spotify.com/embed/track/4u"></iframe>', "Spotify",
         "https://open.spotify.com/track/4u"),
        ('[soundcloud url="https://api.soundcloud.com/tracks/1" params="x" /]', "SoundCloud",
         "https://api.soundcloud.com/tracks/1"),
        ('<iframe src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/ida/one">'
         "</iframe>", "SoundCloud", "https://soundcloud.com/ida/one"),
        ('<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>', "Google Maps",
         "https://www.google.com/maps/embed?pb=1"),
        ('<iframe src="https://datawrapper.dwcdn.net/x1/2/"></iframe>', "Datawrapper",
         "https://datawrapper.dwcdn.net/x1/2/"),
    ],
)  # fmt: skip
def test_an_embed_names_its_provider_and_is_counted(tmp_path, source, provider, url):
    said = brought_in(an_export(tmp_path, a_post(body=f"Intro\n\n{source}\n\nEnd")))
    body = Article.objects.get().body
    assert f'<figure class="embed"><p><a href="{url}" rel="noopener">{provider}: ' in body
    assert f"1  embeds of {provider}: “The tram returns”" in said


@pytest.mark.parametrize(
    ("source", "host"),
    [
        ('<iframe src="https://player.example/1"></iframe>', "player.example"),
        ("https://blog.example/post", "blog.example"),
        ("[audio https://old.example/wp-content/uploads/2019/05/talk.mp3]", "old.example"),
        ('[video mp4="https://old.example/v.mp4"][/video]', "old.example"),
        ('<figure class="wp-block-audio"><audio controls src="https://old.example/t.mp3"></audio>'
         "<figcaption>The talk</figcaption></figure>", "old.example"),
    ],
)  # fmt: skip
def test_an_embed_of_anybody_else_is_a_link_and_counted(tmp_path, source, host):
    said = brought_in(an_export(tmp_path, a_post(body=f"Intro\n\n{source}\n\nEnd")))
    assert f'<p><a href="https://{host}/' in Article.objects.get().body
    assert f"1  embeds of {host}, which are links: “The tram returns”" in said


def test_what_was_said_in_an_embedded_post_stays(tmp_path):
    tweet = (
        '<blockquote class="twitter-tweet"><p>It rings.</p>&mdash; Ida '
        '<a href="https://twitter.com/ida/status/1">May 6</a></blockquote>'
        '<script async src="https://platform.twitter.com/widgets.js"></script>'
    )
    said = brought_in(an_export(tmp_path, a_post(body=tweet)))
    body = Article.objects.get().body
    assert body.startswith("<blockquote><p>It rings.</p>— Ida <a href=")
    assert "1  embeds of X" in said


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "data:text/html,x", "file:///etc"])
def test_a_frame_that_leads_nowhere_on_the_web_goes_and_is_counted(tmp_path, scheme):
    said = brought_in(an_export(tmp_path, a_post(body=f'A<iframe src="{scheme}"></iframe>')))
    assert "<a" not in Article.objects.get().body
    assert "1  embeds without an address" in said


# Pictures


def picture_of(body: str) -> re.Match[str]:
    found = re.search(
        r'<figure><img src="/media/__processed__/[^"]+" alt="([^"]*)" width="60" height="40">'
        r"(?:<figcaption>(.*?)</figcaption>)?</figure>",
        body,
    )
    assert found, body
    return found


SOURCES = [
    f'<img src="{TRAM}" alt="A tram">',
    f'<p>Text <img alt="A tram" src="{UPLOADS}/2019/05/tram-300x200.jpg"> on</p>',
    f'<a href="{TRAM}"><img alt="A tram" src="{TRAM}"/></a>',
    f'[caption id="a" width="300"]<img alt="A tram" src="{TRAM}" /> It.[/caption]',
    f'[caption caption="It."]<img alt="A tram" src="{TRAM}" />[/caption]',
    f'<figure class="wp-block-image"><img src="{TRAM}" alt="A tram"/>'
    "<figcaption>It.</figcaption></figure>",
    '<!-- wp:gallery --><figure class="wp-block-gallery"><ul><li><figure><img alt="A tram" '
    f'src="{UPLOADS}/2019/05/tram-scaled.jpg"/></figure></li></ul></figure><!-- /wp:gallery -->',
    '<img src="data:image/gif;base64,R0" alt="A tram" '
    'data-src="//old.example/wp-content/uploads/2019/05/TRAM.JPG">',
    f'<img src="{TRAM.replace("old.example", "i0.wp.com/old.example")}?w=3" alt="A tram">',
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    "layout",
    ["uploads/2019/05", "wp-content/uploads/2019/05", "uploads/sites/3/2019/05", "2019/05"],
)
def test_a_picture_is_in_the_text_and_in_the_library(tmp_path, source, layout):
    a_photograph(tmp_path / "old" / layout / "tram.jpg")
    export = an_export(tmp_path, a_post(body=f"One\n\n{source}\n\nTwo"))
    brought_in(export, media=str(tmp_path / "old"))
    body = Article.objects.get().body
    assert picture_of(body)[1] == "A tram"
    assert (picture_of(body)[2] == "It.") is ("It." in source)
    assert "<p><figure" not in body
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    "source",
    [
        "[gallery ids='9']",
        "[gallery]",
        '[vc_gallery images="9"]',
        '[vc_single_image image="9"]',
        "[et_pb_gallery gallery_ids=9]",
    ],
)
def test_a_gallery_of_numbers_shows_its_pictures(tmp_path, source):
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    alt = a_field("_wp_attachment_image_alt", "A tram") + "<wp:post_parent>7</wp:post_parent>"
    picture = a_picture_item(9, inside=alt)
    assert picture_of(text_of(tmp_path, source, picture))[1] == "A tram"
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("in_the_export", "on_the_disk"),
    [
        ("My%20Photo.jpg", "My Photo.jpg"),
        ("My%20Photo.jpg", "My-Photo.jpg"),
        ("caf%C3%A9.jpg", "cafe\u0301.jpg"),
        ("Bridge.JPG", "bridge.jpg"),
        ("bridge-1024x683.jpg", "bridge.jpg"),
        ("bridge-1024x683.jpg", "bridge-1024x683.jpg"),
        ("bridge.jpg", "bridge-scaled.jpg"),
    ],
)
def test_a_picture_is_found_under_the_name_that_it_has_on_the_disk(
    tmp_path, in_the_export, on_the_disk
):
    a_photograph(tmp_path / "uploads/2019/05" / on_the_disk)
    assert picture_of(text_of(tmp_path, f'<img src="{UPLOADS}/2019/05/{in_the_export}">'))


def test_a_picture_of_another_month_is_not_taken_for_it(tmp_path):
    a_photograph(tmp_path / "uploads/2018/02/tram.jpg")
    said = brought_in(an_export(tmp_path, a_post(body=f'A<img src="{UPLOADS}/2019/05/tram.jpg">')))
    assert not Image.objects.exists()
    assert "1  pictures whose file is not at hand: “The tram returns”" in said


def test_nothing_outside_the_folder_is_opened(tmp_path):
    secret = a_photograph(tmp_path / "secret.jpg")
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads/link.jpg").symlink_to(secret)
    body = "".join(
        f'<img src="{UPLOADS}/{name}">'
        for name in ("../secret.jpg", "%2e%2e/secret.jpg", "link.jpg")
    )
    brought_in(an_export(tmp_path, a_post(body=f"A{body}")))
    assert not Image.objects.exists()


def test_one_picture_in_two_texts_is_once_in_the_library(tmp_path):
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    a_photograph(tmp_path / "uploads/2019/06/copy.jpg")
    bodies = [
        f'<img src="{UPLOADS}/2019/05/tram-300x200.jpg">',
        f'<img src="{UPLOADS}/2019/06/copy.jpg">',
    ]
    brought_in(an_export(tmp_path, *(a_post(n, body=each) for n, each in enumerate(bodies, 1))))
    assert Image.objects.count() == 1


def test_without_its_file_no_figure_is_left_and_the_caption_stays(tmp_path):
    source = f'A\n\n[caption]<img src="{UPLOADS}/2019/05/tram.jpg"> The tram.[/caption]'
    assert text_of(tmp_path, source) == "<p>A</p>\n<p><em>The tram.</em></p>"


def test_a_broken_picture_leaves_no_figure(tmp_path):
    (tmp_path / "uploads/2019/05").mkdir(parents=True)
    (tmp_path / "uploads/2019/05/tram.jpg").write_bytes(b"no picture")
    export = an_export(tmp_path, a_post(body=f'A\n\n<img src="{UPLOADS}/2019/05/tram.jpg">'))
    said = brought_in(export)
    assert Article.objects.get().body == "<p>A</p>"
    assert "picture tram.jpg: This is not a picture that can be used." in said


def test_pictures_of_the_library_come_though_no_text_shows_them(tmp_path):
    a_photograph(tmp_path / "uploads/2019/05/tram.jpg")
    inside = a_field("_wp_attachment_image_alt", "A tram")
    said = brought_in(
        an_export(tmp_path, a_picture_item(inside=inside), a_picture_item(10, name="a.pdf"))
    )
    assert Image.objects.get().alt == "A tram"
    assert "1  attachments that are no pictures: “a.pdf”" in said


# Bylines


def coauthors(*terms: tuple[str, str]) -> str:
    return "".join(
        f'<category domain="author" nicename="{slug}"><![CDATA[{name}]]></category>'
        for slug, name in terms
    )


def bylines() -> list[str]:
    return [byline.author.name for byline in Article.objects.first().bylines.all()]


def test_coauthors_are_the_byline_in_their_order(tmp_path):
    inside = coauthors(
        ("cap-omar-haddad", "omar-haddad"), ("cap-ida", "ida"), ("cap-x", "Ana Silva")
    )
    said = brought_in(an_export(tmp_path, a_post(inside=inside)))
    assert bylines() == ["Omar Haddad", "Ida Rook", "Ana Silva"]
    assert "1  co-authors whose name is not in the file, named after it: “omar-haddad”" in said


def test_a_guest_author_has_the_name_that_the_export_gives(tmp_path):
    guest = a_post(50, kind="guest-author", title="Omar", inside=a_field(
        "cap-display_name", "Omar Haddad, MD")).replace("the-tram-returns</wp:post_name>",
        "cap-omar</wp:post_name>")  # fmt: skip
    said = brought_in(an_export(tmp_path, a_post(inside=coauthors(("cap-omar", "omar"))), guest))
    assert bylines() == ["Omar Haddad, MD"]
    assert "co-authors whose name" not in said


def test_an_author_of_the_paper_who_is_here_already_is_not_made_again(tmp_path):
    known = Author.objects.create(name="Omar Haddad", slug="omar-haddad")
    brought_in(an_export(tmp_path, a_post(inside=coauthors(("cap-omar-haddad", "omar-haddad")))))
    assert Article.objects.get().authors.get() == known


# The cases

cases = pytest.mark.skipif(not CASES.exists(), reason="the cases are not at hand")


@cases
def test_the_case_of_page_builders():
    brought_in(CASES / "page-builders.xml")
    assert Article.objects.get().body == (
        "<p>Paragraph in builder.</p>\n<p>Text of another builder.</p>\n"
        "<blockquote><p>Keep me.</p></blockquote>\n<p>He wrote \"teh [sic] bridge\".</p>"
    )  # fmt: skip


@cases
def test_the_case_of_embeds():
    said = brought_in(CASES / "embeds.xml")
    first, second = Article.objects.order_by("pk")
    video = framed(WATCH, "YouTube: youtube.com/watch?v=abc123")
    assert video in first.body
    assert video in second.body
    assert '<a href="https://player.example/1" rel="noopener">player.example/1</a>' in first.body
    assert "2  embeds of YouTube: “Embeds”, “Embed block”" in said
    assert "1  embeds of player.example, which are links: “Embeds”" in said


@cases
def test_the_case_of_a_gallery():
    brought_in(CASES / "gallery.xml", media=str(CASES / "uploads"))
    body = Article.objects.get().body
    assert re.search(r'<img src="/media/[^"]+" alt="The bridge" width="\d+" height="\d+">', body)
    assert "<figcaption>The bridge at dusk.</figcaption>" in body
    assert Image.objects.count() == 1


@cases
def test_the_case_of_coauthors():
    brought_in(CASES / "co-authors.xml")
    assert bylines() == ["Jane Doe", "Omar Haddad"]


@pytest.mark.parametrize(
    "body",
    [
        '[vc_btn title="Go" link="url:https%3A%2F%2Fx.example%2F%04"]',
        '[vc_btn title="Go" link="url:https%3A%2F%2Fx.example%2F%040%05"]',
        '<iframe src="https://player.example/?url=https%3A%2F%2Fx.example%2F%2504"></iframe>',
        '<iframe src="https://player.example/?url=https%3A%2F%2Fx.example%2F%040%05"></iframe>',
    ],
)
def test_a_control_character_in_an_address_stands_for_nothing_of_ours(tmp_path, body):
    brought_in(an_export(tmp_path, a_post(body=body)))
    assert 'href="https://x.example/' in Article.objects.get().body


def test_only_a_block_without_an_end_is_said_to_hold_no_text(tmp_path):
    body = (
        '<!-- wp:heading {"level":3} --><h3>One</h3><!-- /wp:heading -->'
        '<!-- wp:latest-posts {"postsToShow":3} /--><!-- wp:archives /-->'
    )
    said = brought_in(an_export(tmp_path, a_post(body=body)))
    assert "blocks “latest-posts”" in said
    assert "blocks “archives”" in said
    assert "blocks “heading”" not in said


@pytest.mark.parametrize(("body", "field"), [("", "[" * 100_000), ('Fine. <a "' + "<" * 2_000, "")])
def test_a_text_that_cannot_be_read_stops_nothing(tmp_path, body, field):
    brought_in(an_export(tmp_path, a_post(body=body, inside=a_field("_elementor_data", field))))
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("[gallery]", ["Of this post"]),
        ('[gallery id="55"]', ["Of another"]),
        ('[nggallery id="3"]', []),
        ('[envira-gallery id="9"]', []),
        ('[vc_images_carousel images="9,10"]', ["Of this post", "Of another"]),
    ],
)
def test_a_gallery_shows_the_pictures_that_it_had(tmp_path, body, shown):
    items = []
    for number, name, post in ((9, "Of this post", 7), (10, "Of another", 55)):
        a_photograph(tmp_path / f"uploads/2019/05/{number}.jpg", size=(60, 30 + number))
        inside = f"<wp:post_parent>{post}</wp:post_parent>"
        inside += a_field("_wp_attachment_image_alt", name)
        items.append(a_picture_item(number, name=f"{number}.jpg", inside=inside))
    said = brought_in(an_export(tmp_path, *items, a_post(body=body)))
    article = Article.objects.get()
    assert re.findall(r'alt="([^"]*)"', article.body) == shown
    assert ("galleries whose pictures the file does not name" in said) is (not shown)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('[et_pb_blurb title="Q&amp;A %22now%22"]<p>x</p>[/et_pb_blurb]', '<h3>Q&amp;A "now"</h3>'),
        ('[vc_custom_heading text="The ``big`` one"]', '<h3>The "big" one</h3>'),
        ('[pullquote author="Smith &amp; Son"]Words[/pullquote]', "<p>— Smith &amp; Son</p>"),
    ],
)
def test_an_attribute_is_html_already(tmp_path, body, shown):
    brought_in(an_export(tmp_path, a_post(body=body)))
    assert shown in Article.objects.get().body


def test_a_heading_of_elementor_is_html_already(tmp_path):
    widget = {"elType": "widget", "settings": {"title": "Q&amp;A<br>now<script>x</script>"}}
    field = a_field("_elementor_data", json.dumps([widget]))
    brought_in(an_export(tmp_path, a_post(body="", inside=field)))
    assert Article.objects.get().body == "<h2>Q&amp;A<br>now</h2>"


def test_a_text_that_posts_share_stands_in_each_of_them(tmp_path):
    post = a_post(body='<p>One</p><!-- wp:block {"ref":44} /--><!-- wp:block {"ref":45} /-->')
    shared = a_post(44, kind="wp_block", title="Correction", body="<p>We were wrong.</p>")
    said = brought_in(an_export(tmp_path, post, shared))
    assert Article.objects.get().body == "<p>One</p><p>We were wrong.</p>"
    assert "1  blocks “block”" in said

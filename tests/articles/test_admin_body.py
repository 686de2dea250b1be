"""What an article's body lets through, whoever wrote it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from articles.body import sanitise

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "attack" / "text"

TAGS = {
    "p", "br", "h2", "h3", "h4", "strong", "em", "s", "sub", "sup", "ul", "ol", "li", "blockquote",
    "hr", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img",
    "a",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "width", "height"},
    "figure": {"class"},
    "ol": {"start"},
    "td": {"rowspan", "colspan"},
    "th": {"rowspan", "colspan"},
}


class Reading(HTMLParser):
    """What a browser would make of it: the tags, and what they carry that they should not."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, ()):
                self.wrong.append(f"<{tag} {name}>")
            scheme = re.match(r"[\s\x00-\x1f]*([a-z][a-z0-9+.\s-]*):", value or "", re.I)
            if name in ("href", "src") and scheme and scheme[1] not in ("http", "https", "mailto"):
                self.wrong.append(f"{name}={value}")


def test_what_the_editor_offers_comes_through_as_it_is():
    written = (
        "<h2>Two years late</h2><p>The bridge <strong>reopened</strong> <em>today</em>,"
        " <s>again</s>.<br>H<sub>2</sub>O<sup>1</sup></p><h4>Why</h4>"
        '<ul><li><p>Rust</p></li></ul><ol start="3"><li><p>Money</p></li></ol>'
        "<blockquote><p>At last.</p></blockquote><hr><pre><code>x</code></pre>"
        '<table><tbody><tr><th colspan="2"><p>Cost</p></th></tr></tbody></table>'
        '<figure><img src="/media/pictures/a.jpg" alt="A bridge"><figcaption>It.</figcaption>'
        "</figure>"
    )
    assert sanitise(written) == written


def test_a_link_leads_to_the_web_to_mail_or_within_the_paper():
    for address in ("https://example.org/a?b=c", "http://example.org", "mailto:a@example.org", "/"):
        assert sanitise(f'<a href="{address}" target="_blank" rel="opener">x</a>') == (
            f'<a href="{address}" rel="noopener">x</a>'
        )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
     "vbscript:x", "file:///etc/passwd", "blob:x"],
)  # fmt: skip
def test_a_link_that_would_run_something_leads_nowhere(address):
    assert sanitise(f'<p><a href="{address}">x</a></p>') == '<p><a rel="noopener">x</a></p>'


@pytest.mark.parametrize(
    "source",
    ["https://elsewhere.example/track.gif", "//elsewhere.example/media/x.gif", "data:image/png,x",
     "/accounts/logout/", "/media/../accounts/", "/media/%2e%2e/accounts/", "media/x.jpg", ""],
)  # fmt: skip
def test_a_picture_that_is_not_in_our_own_keeping_is_left_out(source):
    assert sanitise(f'<figure><img src="{source}" alt="x > y"></figure><p>Text.</p>') == (
        "<p>Text.</p>"
    )


def test_a_picture_left_out_takes_nothing_else_with_it_and_lets_nothing_in():
    html = '<img alt="<img><script>alert(1)</script>" src="https://x.example"><p>Text.</p>'
    assert Reading(sanitise(html)).wrong == []
    assert sanitise(html) == "<p>Text.</p>"
    assert 'title="' in sanitise('<a href="/" title="<img> &quot;">x</a>')


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<script>alert(1)</script><p>Text.</p>", "<p>Text.</p>"),
        ("<style>p{}</style><p style='color:red' class=x onclick=y>Text.</p>", "<p>Text.</p>"),
        ("<iframe src=//x></iframe><p>Text.</p>", "<p>Text.</p>"),
        ("<h1>Loud</h1>", "Loud"),
        ("<p></p>", ""),
        ("<!-- note --><p>Text.</p>", "<p>Text.</p>"),
    ],
)
def test_the_rest_is_left_out(written, kept):
    assert sanitise(written) == kept


def test_no_control_character_hides_a_scheme_from_cleaning():
    for control in ("&#1;", "\x01", "&#11;", "\x0b", "\x85", "&#xFFFE;"):
        html = sanitise(f'<p><a href="java{control}script:alert(1)">x</a></p>')
        assert "href" not in html


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile texts are not here")
@pytest.mark.parametrize("name", ["payloadbox-xss-payload-list.txt", "blns.txt"])
def test_no_hostile_text_leaves_anything_that_a_browser_would_run(name):
    lines = (HOSTILE / name).read_text(encoding="utf-8", errors="replace").splitlines()
    assert len(lines) > 400
    for line in lines:
        for html in (line, f"<p>{line}</p>", f'<a href="{line}">x</a><img src="{line}">'):
            cleaned = sanitise(html)
            assert (line, Reading(cleaned).wrong) == (line, [])
            assert sanitise(cleaned) == cleaned

"""What readers may write, and what is left of what they may not."""

import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink

from comments import markup
from comments.screening.addresses import addresses_in
from newsroom.foundation.clean_text import clean_text

ATTACKS = Path(__file__).resolve().parents[3] / "shared" / "data" / "attack" / "text"
ALLOWED = {
    "p": set(), "br": set(), "blockquote": set(), "em": set(), "strong": set(),
    "a": {"href", "rel"},
}  # fmt: skip


class Seen(HTMLParser):
    """What a browser makes of it: tags, attributes and text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.text = [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration: {decl}")

    handle_pi = unknown_decl = handle_comment = handle_decl


def assert_harmless(text):
    seen = Seen(markup.render(text))
    assert seen.open == []
    for tag, attributes in seen.tags:
        assert set(attributes) <= ALLOWED[tag]
        if tag == "a":
            assert attributes["rel"] == "ugc nofollow noopener"
            assert re.match(r"https?://[^/?#@]+(?:[/?#]|$)", attributes["href"], re.I), attributes
    return seen


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One,\ntwo.", "<p>One,<br>\ntwo.</p>"),
        ("*so* and **so**", "<p><em>so</em> and <strong>so</strong></p>"),
        ("> You said.", "<blockquote>\n<p>You said.</p>\n</blockquote>"),
        (r"2 \* 3 \* 4", "<p>2 * 3 * 4</p>"),
        ("# No heading", "<p># No heading</p>"),
        ("- no\n- list", "<p>- no<br>\n- list</p>"),
        ("1. no list", "<p>1. no list</p>"),
        ("`no code`", "<p>`no code`</p>"),
        ("![no](https://example.org/picture)", None),
        ("a < b && c > d", "<p>a &lt; b &amp;&amp; c &gt; d</p>"),
        ("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>"),
    ],
)
def test_what_is_written_and_what_is_seen(text, html):
    if html is not None:
        assert markup.render(text) == html
    assert "<img" not in markup.render(text)


def test_a_quote_ends_with_its_last_line():
    html = markup.render("> You said\n> so.\nI did not.")
    assert html == "<blockquote>\n<p>You said<br>\nso.</p>\n</blockquote>\n<p>I did not.</p>"


LINK = '<a href="https://example.org/a" rel="ugc nofollow noopener">'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("https://example.org/a", f"<p>{LINK}https://example.org/a</a></p>"),
        ("See https://example.org/a.", f"<p>See {LINK}https://example.org/a</a>.</p>"),
        ("(https://example.org/a)!", f"<p>({LINK}https://example.org/a</a>)!</p>"),
        ("*https://example.org/a*", f"<p><em>{LINK}https://example.org/a</a></em></p>"),
        ("<https://example.org/a>", f"<p>{LINK}https://example.org/a</a></p>"),
        ("[a](https://example.org/a)", f"<p>{LINK}a</a></p>"),
        ("[https://b.org](https://example.org/a)", f"<p>{LINK}https://b.org</a></p>"),
        ("ftp://example.org/a", "<p>ftp://example.org/a</p>"),
        ("HTTPS://EXAMPLE.org/a", f"<p>{LINK}HTTPS://EXAMPLE.org/a</a></p>"),
        ("https://ｅｘａｍｐｌｅ.org/a", f"<p>{LINK}https://ｅｘａｍｐｌｅ.org/a</a></p>"),
        ("https://0.\u074d", None),
        ("https://xn--.org https://xn--a-.org https://xn--zz-.org", None),
    ],
)
def test_an_address_is_a_link(text, html):
    assert_harmless(text)
    assert html is None or markup.render(text) == html


@pytest.mark.parametrize("end", ["(disambiguation)", "?a=1&b=2", "a_b_c"])
def test_an_address_keeps_what_belongs_to_it(end):
    [(_, _), (_, attributes)] = Seen(markup.render(f"So: https://example.org/{end}.")).tags
    assert attributes["href"] == f"https://example.org/{end}"


@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        '[a](https://example.org/" onclick="alert(1))',
        "https://example.org/'onmouseover='alert(1)",
    ],
)
def test_no_link_does_anything_but_lead(text):
    assert_harmless(text)


PIECES = (
    "https://|www.|example.org|/a_b_|*|_|**|__|\\|[|](|)|(|<|>|> |\n| |word|語|。|@|:80|\u00ad|"
    "\u202e|\u202c|[::1]|xn--p1ai|例え.テスト|/語|javascript:|mailto:|.|,|\u2067|\u2069"
)
SIGNS = "*_>\\[]()<>.,:;!?/@-=&#% \n\t’。、」ab1é語ن\u00ad\u200b\u200d\u202e\u202c👍"
TYPED = st.one_of(
    st.text(st.sampled_from(SIGNS) | st.characters(codec="utf-8"), max_size=40),
    st.lists(st.sampled_from(PIECES.split("|")), max_size=30).map("".join),
)


@given(TYPED)
@settings(max_examples=600, deadline=None)
def test_every_link_has_an_address_with_a_host_and_screening_judges_it(text):
    hosts = [f"[{e.host}]" if ":" in e.host else e.host for e in addresses_in(clean_text(text))]
    judged = {urlsplit(normalizeLink(f"//{host}")).hostname for host in hosts}
    for tag, attributes in assert_harmless(text).tags:
        if tag == "a":
            assert urlsplit(attributes["href"]).hostname in judged


@given(TYPED)
@settings(max_examples=600, deadline=None)
def test_no_letter_is_lost_but_in_the_address_of_a_link_with_words(text):
    text = text.replace("](", "] (")  # which makes a link of words
    seen = Seen(markup.render(text)).text
    assert [c for c in seen if c.isalnum()] == [c for c in text if c.isalnum()]


@given(TYPED)
@settings(max_examples=300, deadline=None)
def test_no_line_turns_the_direction_of_what_follows(text):
    html = markup.render(text)
    for line in re.split(r"<br>|</p>", html):
        for opens, closes in (
            ("[\u202a\u202b\u202d\u202e]", "\u202c"),
            ("[\u2066-\u2068]", "\u2069"),
        ):
            in_text = re.sub(r"<[^>]*>", "", line)
            assert len(re.findall(opens, in_text)) <= in_text.count(closes)


def hostile():
    """The lists of hostile strings, where they are at hand."""
    if not ATTACKS.exists():
        return []
    lists = [json.loads((ATTACKS / "blns.json").read_text(encoding="utf-8"))]
    for name in ("payloadbox-xss-payload-list.txt", "emoji-zwj-sequences.txt"):
        lists.append((ATTACKS / name).read_text(encoding="utf-8", errors="replace").splitlines())
    return [text for each in lists for text in each if text.strip()]


@pytest.mark.skipif(not ATTACKS.exists(), reason="the lists of hostile strings are not at hand")
def test_nothing_in_the_lists_of_hostile_strings_does_anything_and_all_of_it_is_shown():
    assert len(hostile()) > 1000
    for text in hostile():
        seen = assert_harmless(text)
        shown = seen.text + "".join(a.get("href") or "" for _, a in seen.tags)
        lost = {word for word in text.split() if word.isalnum() and word not in shown}
        assert lost == set(), text


@given(
    st.text(
        alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("<>[]()*_>\\`\n :/&\"'"))
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_harmless(text):
    assert_harmless(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"], exclude_characters="\xa0")))
@settings(max_examples=200, deadline=None)
def test_words_are_shown_as_they_were_typed(text):
    assert Seen(markup.render(text)).text.split() == text.split()


@pytest.mark.parametrize(
    "text",
    [
        ">" * 5000,
        "[" * 5000,
        "*a " * 1600,
        "**" * 2500,
        "[a](" * 1250,
        "https://" * 625,
        "(" * 5000,
        "> " * 2500,
        "[a](https://a.example)" * 220,
        "https://a.example/_ _" * 230,
        "www.," * 1000,
        "\\*" * 2500,
        "\\*a " * 1250,
        "<https://" * 550,
        "[[a](b" * 800,
        "[*a" * 1600,
        "_a." * 1600,
        "\u202e" * 5000,
        "\u2067\u202e\u2069" * 1600,
        "https://a.example/" + "(" * 4900,
        "https://a.example/" + "\u200cب" * 2400,
    ],
)
def test_no_text_takes_long_to_render(text):
    began = time.process_time()
    assert_harmless(text)
    assert time.process_time() - began < 1

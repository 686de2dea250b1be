"""The text of a comment: the small subset of Markdown that readers may write, made into HTML.

docs/comment-text.md lists it with examples, which a test reads. All else is shown as it was typed.
"""

from __future__ import annotations

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt

from comments import inline_rules
from newsroom.foundation.clean_text import clean_text
from newsroom.foundation.visible_text import balance_directions, has_visible_text

LINK_REL = "ugc nofollow noopener"
# Deeper quotes are shown as typed; markdown-it would leave out what is nested in more than 20.
QUOTES_DEEPEST = 5

_LETTER = re.compile(r"[A-Za-z0-9]")
_QUOTE = re.compile(r"[ \t]*>(?:[ \t]|$)")
_NO_QUOTE = re.compile(r"([ \t]*)>")


def _mark_quotes(text: str) -> str:
    """Have a quote end with its last line, where Markdown would take an answer right beneath it
    for more of it and put words into the wrong mouth; and have only `> ` begin one."""
    marked: list[str] = []
    depth_before, is_text_before = 0, False
    for line in text.split("\n"):
        rest, depth = line, 0
        while depth < QUOTES_DEEPEST and (quote := _QUOTE.match(rest)):
            rest, depth = rest[quote.end() :], depth + 1
        if sign := _NO_QUOTE.match(rest):
            rest = f"{sign[1]}\\{rest[sign.end(1) :]}"
        if is_text_before and rest.strip() and depth < depth_before:
            marked.append("> " * depth)
        marked.append("> " * depth + rest)
        depth_before, is_text_before = depth, bool(rest.strip())
    return "\n".join(marked)


_reader = MarkdownIt("zero", {"breaks": True, "html": False}).enable("blockquote")
inline_rules.add_to(_reader)
_cleaner = nh3.Cleaner(
    tags={"p", "br", "blockquote", "em", "strong", "a"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https"},
    link_rel=LINK_REL,
)

_DEAD_LINK = f'<a rel="{LINK_REL}">'
_WITHOUT_HREF = re.compile(f"{_DEAD_LINK}(.*?)</a>", re.DOTALL)


def render(text: str) -> str:
    """Safe HTML of what a reader wrote. Pure; called once, at writing."""
    typed = _mark_quotes(balance_directions(clean_text(text)))
    html = _cleaner.clean(_reader.render(typed, {})).strip()
    # The cleaner leaves out an address whose host no browser could read.
    return _WITHOUT_HREF.sub(r"\1", html) if _DEAD_LINK in html else html


def shows_something(text: str) -> bool:
    """Whether readers would see anything of this text, once it is rendered."""
    if _LETTER.search(text):  # no letter is lost in rendering
        return True
    return has_visible_text(text) and has_visible_text(
        unescape(nh3.clean(render(text), tags=set()))
    )

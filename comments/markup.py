"""The text of a comment: the small subset of Markdown that readers may write, made into HTML.

Paragraphs, single line breaks, `> ` quotes, *emphasis*, **strong** and links; docs/comment-text.md
lists them. All else is shown as it was typed.
"""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LINK_REL = "ugc nofollow noopener"

# A quote ends with its last line. Markdown would take an answer written right beneath it for more
# of the quote, and put words into the wrong mouth.
_QUOTE_GOES_ON = re.compile(r"^( {0,3}>.*)\n(?! {0,3}>)(?=.*\S)", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_PUNCTUATION = ".,;:!?'*_"


def _link_addresses(state: StateCore) -> None:
    """Make an address in running text a link, as readers expect who know no Markdown."""
    for block in state.tokens:
        if block.type == "inline" and "://" in block.content:
            depth, found = 0, []
            for token in block.children or []:
                depth += token.nesting if token.type in ("link_open", "link_close") else 0
                found += [token] if depth or token.type != "text" else _with_links(token)
            block.children = found


def _with_links(text: Token) -> list[Token]:
    tokens, rest = [], 0
    for match in _ADDRESS.finditer(text.content):
        address = _without_end_of_sentence(match[0])
        tokens += [_text(text.content[rest : match.start()]), *_link(address)]
        rest = match.start() + len(address)
    return [*tokens, _text(text.content[rest:])]


def _without_end_of_sentence(address: str) -> str:
    """The address without what ends the sentence or the bracket around it."""
    while True:
        shorter = address.rstrip(_PUNCTUATION)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def _link(address: str) -> list[Token]:
    return [
        Token("link_open", "a", 1, attrs={"href": _reader.normalizeLink(address)}),
        _text(address),
        Token("link_close", "a", -1),
    ]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


_reader = MarkdownIt("zero", {"breaks": True, "html": False}).enable(
    ["blockquote", "emphasis", "link", "autolink", "newline", "escape"]
)
_reader.core.ruler.push("addresses", _link_addresses)
_cleaner = nh3.Cleaner(
    tags={"p", "br", "blockquote", "em", "strong", "a"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https"},
    link_rel=LINK_REL,
)


def render(text: str) -> str:
    """Safe HTML of what a reader wrote. Pure; called once, at writing."""
    return _cleaner.clean(_reader.render(_QUOTE_GOES_ON.sub(r"\1\n\n", text))).strip()

"""The text of a comment: the small subset of Markdown that readers may write, made into HTML.

Paragraphs, single line breaks, `> ` quotes, *emphasis*, **strong** and links; docs/editors.md
lists them. All else is shown as it was typed.
"""

import nh3
from markdown_it import MarkdownIt

LINK_REL = "ugc nofollow noopener"

_reader = (
    MarkdownIt("zero", {"linkify": False, "breaks": True, "html": False})
    .enable(["blockquote", "emphasis", "link", "autolink", "newline", "escape"])
)  # fmt: skip
_cleaner = nh3.Cleaner(
    tags={"p", "br", "blockquote", "em", "strong", "a"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https"},
    link_rel=LINK_REL,
)


def render(text: str) -> str:
    """Safe HTML of what a reader wrote. Pure; called once, at writing."""
    return _cleaner.clean(_reader.render(text)).strip()

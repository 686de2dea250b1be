"""Paragraphs as WordPress makes them when it shows a text of its old editor (wpautop)."""

from __future__ import annotations

import re

from newsroom.transfer.wordpress.draft import MARK

_LINE_END = re.compile(r"(?<!<br>)(?<!<br />)(?<!<br/>)\n")
# What stands apart from the text around it, however it was typed: its beginnings and its ends.
_APART = re.compile(
    r"<(/?)(?:address|blockquote|div|dl|figure|h[1-6]|hr|ol|p|pre|section|table|ul)\b[^>]*>", re.I
)
_BLOCK = re.compile(
    r"\s*</?(?:address|article|aside|blockquote|dd|details|div|dl|dt|figcaption|figure|footer|form"
    r"|h[1-6]|header|hr|li|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b",
    re.I,
)


def paragraphed(html: str) -> str:
    """Paragraphs from empty lines and breaks from single ones; what is a block stays one."""
    text = _APART.sub(lambda tag: f"{tag[0]}\n\n" if tag[1] else f"\n\n{tag[0]}", html)
    text = re.sub(rf"^[ \t]*({MARK})[ \t]*$", r"\n\n\1\n\n", text, flags=re.M)
    chunks = [chunk.strip() for chunk in re.split(r"\n\s*\n", text)]
    return "\n".join(_paragraph(chunk) for chunk in chunks if chunk)


def _paragraph(chunk: str) -> str:
    if _BLOCK.match(chunk) or re.fullmatch(MARK, chunk):
        return chunk
    return f"<p>{_LINE_END.sub('<br>', chunk)}</p>"

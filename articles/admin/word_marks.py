"""Two texts with the words marked in which they differ."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# The matcher's time grows with the square of the number of words: beyond this, whole lines are
# compared.
MAX_WORDS = 3_000

_WORDS = re.compile(r"\S+|\s+")


def mark_differences(first: str, second: str) -> tuple[SafeString, SafeString]:
    """Return both texts as safe HTML; what the other text does not have is within <mark>."""
    pieces = _WORDS.findall(first), _WORDS.findall(second)
    if max(len(each) for each in pieces) > MAX_WORDS:
        pieces = first.splitlines(keepends=True), second.splitlines(keepends=True)
    matcher = SequenceMatcher(None, *pieces, autojunk=len(pieces[0]) > MAX_WORDS)
    marked: tuple[list[tuple[SafeString]], list[tuple[SafeString]]] = ([], [])
    for tag, begin, end, other_begin, other_end in matcher.get_opcodes():
        spans = (pieces[0][begin:end], pieces[1][other_begin:other_end])
        for column, span in zip(marked, spans, strict=True):
            if text := "".join(span):
                template = "{}" if tag == "equal" or not text.strip() else "<mark>{}</mark>"
                column.append((format_html(template, text),))
    return _joined(marked[0]), _joined(marked[1])


def _joined(pieces: list[tuple[SafeString]]) -> SafeString:
    return format_html_join(mark_safe(""), "{}", pieces)

"""A body while it is made: what is set aside until the end, and what is to be said of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from articles.transfer import FigureRecord, PictureRecord
from articles.transfer.figures import mark

# A figure, and a block of HTML, in a text: characters that nothing that was read can hold.
FIGURE = "\x02\\d+\x03"
BLOCK = "\x04\\d+\x05"
MARK = f"(?:{FIGURE}|{BLOCK})"


@dataclass
class Draft:
    figures: list[FigureRecord] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    _blocks: list[str] = field(default_factory=list)

    def block(self, html: str) -> str:
        """Set a block of HTML aside; what stands in its place until `whole`."""
        self._blocks.append(html)
        return f"\x04{len(self._blocks) - 1}\x05"

    def figure(self, picture: PictureRecord, *, alt: str = "", caption_html: str = "") -> str:
        """Take a picture into the body; what stands in its place until it has an address."""
        self.figures.append(FigureRecord(picture, alt or picture.alt, caption_html))
        return mark(len(self.figures) - 1)

    def whole(self, html: str) -> str:
        """The HTML with its blocks in their places; a block may hold others."""
        while "\x04" in html:
            html = re.sub("\x04(\\d+)\x05", lambda match: self._blocks[int(match[1])], html)
        return html

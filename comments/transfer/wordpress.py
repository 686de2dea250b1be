"""The HTML that WordPress keeps of a comment, as the text that its writer would type here."""

from __future__ import annotations

import re
from html.parser import HTMLParser

MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
BREAKS = {"p", "div", "blockquote", "ul", "ol", "pre"}
SILENT = {"script", "style"}


def text_of(html: str) -> str:
    """Emphasis, links, quotes and paragraphs in the small Markdown of comments; of all other
    markup, the words."""
    writer = _Writer()
    writer.feed(html.replace("\r\n", "\n"))
    writer.close()
    return re.sub(r"\n{3,}", "\n\n", writer.written()).strip()


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[list[str]] = [[]]
        """What is written, at each depth of quoting."""
        self._links: list[tuple[str, int]] = []
        self._silent = 0

    def written(self) -> str:
        while len(self._lines) > 1:
            self._end_quote()
        return "".join(self._lines[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        if tag in BREAKS:
            self._write("\n\n")
        if tag == "blockquote":
            self._lines.append([])
        elif tag == "br":
            self._write("\n")
        elif tag == "li":
            self._write("\n– ")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._lines[-1])))
        else:
            self._write(MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        if tag == "blockquote" and len(self._lines) > 1:
            self._end_quote()
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())
        else:
            self._write(MARKS.get(tag, ""))
        if tag in BREAKS:
            self._write("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._write(re.sub(r"([\\*_\[\]])", r"\\\1", data))

    def _write(self, text: str) -> None:
        self._lines[-1].append(text)

    def _end_quote(self) -> None:
        self._links.clear()
        quoted = re.sub(r"\n{3,}", "\n\n", "".join(self._lines.pop())).strip()
        self._write("\n".join(f"> {line}".rstrip() for line in quoted.split("\n")))

    def _end_link(self, address: str, begun: int) -> None:
        line = self._lines[-1]
        words, line[begun:] = "".join(line[begun:]).strip(), []
        if not address.startswith(("http://", "https://")):
            self._write(words)
        elif not words or words.replace("\\", "") == address:
            self._write(f"<{address}>")
        else:
            self._write(f"[{words}](<{address.replace('>', '%3E')}>)")

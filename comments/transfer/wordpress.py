"""The HTML that WordPress keeps of a comment, as the text that its writer would type here."""

from __future__ import annotations

import re
from bisect import bisect_left
from html.parser import HTMLParser

from comments.inline_rules import begins_a_word, ends_a_word
from comments.web_urls import find_urls, whole_url
from newsroom.foundation.clean_text import clean_text
from newsroom.foundation.visible_text import has_visible_text, what_is_written

# Noncharacters, which no text has that comes in, stand for the markup until all of it is read.
EM, STRONG, END, WORDS, HREF, LINK_END = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5"
MARKS = {"em": EM, "i": EM, "strong": STRONG, "b": STRONG}
SIGNS = {EM: "*", STRONG: "**"}
BREAKS = {"p", "div", "blockquote", "ul", "ol", "pre"}
SILENT = {"script", "style"}

_SPACE_WITHIN = re.compile(
    f"(?<![{EM}{STRONG}])([{EM}{STRONG}]+)([ \t\n]+)|(?<![ \t\n])([ \t\n]+)({END}+)"
)
_LINK = re.compile(f"{WORDS}([^{WORDS}]*?){HREF}([^{LINK_END}]*){LINK_END}")
# How much of the words around an emphasis is looked at.
_NEAR = 12
_SENTINEL = re.compile(f"[{EM}-{LINK_END}]")


def text_of(html: str) -> str:
    """Emphasis, links, quotes and paragraphs in the small Markdown of comments; of all other
    markup, the words."""
    reader = _Reader()
    reader.feed(clean_text(html))
    reader.close()
    return what_is_written(re.sub(r"\n{3,}", "\n\n", _as_typed(reader.text())))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._texts = [""]
        """What is read, at each depth of quoting."""
        self._links: list[str] = []
        self._silent = 0

    def text(self) -> str:
        while len(self._texts) > 1:
            self._end_quote()
        return self._texts[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        if tag in BREAKS:
            self._write("\n\n")
        if tag == "blockquote":
            self._texts.append("")
        elif tag == "br":
            self._write("\n")
        elif tag == "li":
            self._write("\n– ")
        elif tag == "a":
            self._links.append(whole_url(dict(attrs).get("href") or ""))
            self._write(WORDS if self._links[-1] else "")
        else:
            self._write(MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        if tag == "blockquote" and len(self._texts) > 1:
            self._end_quote()
        elif tag == "a" and self._links:
            if url := self._links.pop():
                self._write(f"{HREF}{url}{LINK_END}")
        elif tag in MARKS:
            self._write(END)
        if tag in BREAKS:
            self._write("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._write(clean_text(data))

    def _write(self, text: str) -> None:
        self._texts[-1] += text

    def _end_quote(self) -> None:
        self._links.clear()
        quoted = re.sub(r"\n{3,}", "\n\n", self._texts.pop()).strip()
        self._write("\n".join(f"> {line}".rstrip() for line in quoted.split("\n")))


def _as_typed(text: str) -> str:
    """The markup as its signs, and a backslash before each sign that is none but would be one."""
    text = _SPACE_WITHIN.sub(r"\2\1\4\3", text)
    text = _LINK.sub(lambda match: _link(*match.groups()), text)
    emphases = _emphases(text)
    addresses = _places_of_urls(text)
    out = ""
    is_open = 0
    for place, character in enumerate(text):
        if _SENTINEL.match(character):
            out += emphases.get(place, "")
            is_open += (place in emphases) * (-1 if character == END else 1)
        elif character in "*_[]" and place not in addresses:
            out += f"\\{character}" if _has_meaning(out, text, place, is_open) else character
        else:
            out += character
    return out.translate(_STRUCTURE)


# The signs of a link that is one, which no backslash may stand before.
_STRUCTURE = {0xFDE0: "[", 0xFDE1: "]"}


def _link(words: str, url: str) -> str:
    plain = _SENTINEL.sub("", words)
    if not has_visible_text(plain) or plain.strip() == url:
        return f"<{url}>"
    return f"\ufde0{words.strip()}\ufde1(<{url.replace('>', '%3E')}>)"


def _emphases(text: str) -> dict[int, str]:
    """The signs of the emphases that can be written here, by their place: no half words, nothing
    across paragraphs. One pass over the text, however deep they are nested."""
    words = _Words(text)
    signs: dict[int, str] = {}
    open_: list[int] = []
    for match in re.finditer(f"[{EM}{STRONG}{END}]", text):
        if match[0] != END:
            open_.append(match.start())
        elif open_:
            start, end = open_.pop(), match.start()
            if words.can_be_emphasised(start, end):
                signs[start] = signs[end] = SIGNS[text[start]]
    return signs


class _Words:
    """A text without its markup, and where in it each place of the text is."""

    def __init__(self, text: str) -> None:
        self.plain = _SENTINEL.sub("", text)
        self._places = [0]
        for character in text:
            self._places.append(self._places[-1] + (not EM <= character <= LINK_END))
        self._ends = [each.start() for each in re.finditer(r"\n(?=\n)", self.plain)]
        self._visible = [each.start() for each in re.finditer(r"\S", self.plain)]

    def can_be_emphasised(self, start: int, end: int) -> bool:
        """Whether there are whole words of one paragraph between these places of the text."""
        first, last = self._places[start], self._places[end]
        return (
            _has_between(self._visible, first, last)
            and not _has_between(self._ends, first, last - 1)
            and begins_a_word(self.plain[max(first - _NEAR, 0) : first], min(first, _NEAR), "*")
            and ends_a_word(self.plain[last : last + _NEAR], 0, "*")
        )


def _has_between(places: list[int], first: int, last: int) -> bool:
    """Whether one of the places, which are sorted, is `first` or later and before `last`."""
    index = bisect_left(places, first)
    return index < len(places) and places[index] < last


def _places_of_urls(text: str) -> set[int]:
    return {place for url in find_urls(text) for place in range(url.start, url.end)}


def _has_meaning(out: str, text: str, place: int, is_open: int) -> bool:
    sign = text[place]
    if sign in "[]" or begins_a_word(out, len(out), sign):
        return True
    following = _SENTINEL.sub("", text[place + 1 : place + 4])
    return bool(is_open) and sign == "*" and ends_a_word(following, 0, sign)

"""What `body.sanitise` leaves out of a body, to be shown to its writer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from articles import body

# They hold others and mean nothing by themselves; the editor's tables bring their columns along.
_WRAPPERS = {
    "html", "head", "body", "div", "span", "font", "section", "article", "main", "colgroup", "col",
    "tfoot", "center", "picture",
}  # fmt: skip
_IN_TABLES = {"table", "col", "colgroup", "tr", "td", "th"}
_FORMATTING = {"style", "align", "bgcolor", "color", "face", "size"}


@dataclass
class Losses:
    pictures: list[str] = field(default_factory=list)
    """The addresses of pictures that are not in this paper's keeping."""
    links: list[str] = field(default_factory=list)
    """The addresses of links that no link may lead to."""
    elements: Counter[str] = field(default_factory=Counter)
    """How many of each element that bodies do not have."""
    has_formatting: bool = False


def losses(html: str) -> Losses:
    """All that is lost when this HTML becomes a body."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    return reading.losses


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.losses = Losses()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "img":
            source = attributes.get("src", "")
            if body.picture_name(source) is None:
                self.losses.pictures.append(source)
        elif tag == "a" and "href" in attributes and not body.may_lead_to(attributes["href"]):
            self.losses.links.append(attributes["href"])
        elif tag not in body.TAGS and tag not in _WRAPPERS:
            self.losses.elements[tag] += 1
        if tag not in _IN_TABLES and _FORMATTING & set(attributes):
            self.losses.has_formatting = True

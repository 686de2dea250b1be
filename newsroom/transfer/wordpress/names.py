"""The names of a WXR's elements and the texts in them, and what names a post for ever."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit
from xml.etree.ElementTree import Element

from django.utils import timezone
from django.utils.html import strip_tags


def text(element: Element, name: str = "") -> str:
    """The text of the element, or of its first child of that name; empty if there is none."""
    found = child(element, name) if name else element
    return (found.text or "").strip() if found is not None else ""


def child(element: Element, name: str) -> Element | None:
    return next((each for each in element if each.tag == name), None)


def children(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element if each.tag == name)


def meta(item: Element) -> Iterator[tuple[str, str]]:
    """The fields of a post that plugins and themes keep, name and value."""
    for each in children(item, "wp:postmeta"):
        yield text(each, "wp:meta_key"), text(each, "wp:meta_value")


def meta_value(item: Element, name: str) -> str:
    return next((value for key, value in meta(item) if key == name), "")


def moment(element: Element, *names: str) -> datetime | None:
    """The first of these times that is one: those named `…_gmt` are UTC, others the paper's."""
    for name in names:
        written = text(element, name)
        try:
            if name == "pubDate":
                clock = parsedate_to_datetime(written)
            else:
                clock = datetime.fromisoformat(written)
        except (ValueError, TypeError):
            continue
        if clock.tzinfo:
            return clock if clock.year > 1 else None
        return clock.replace(tzinfo=UTC) if name.endswith("_gmt") else timezone.make_aware(clock)
    return None


def split_url(url: str) -> SplitResult:
    """The parts of a URL, none of it where it is no URL, such as `http://[domain]/`."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def key(site: str, kind: str, number: str) -> str:
    return f"wordpress:{site or 'unknown'}:{kind}:{number}"[:200]


def number_of(item: Element) -> str:
    """The number of a post; of one without, what names it for ever."""
    return text(item, "wp:post_id") or text(item, "guid") or text(item, "link")


def title_of(item: Element) -> str:
    """The headline in one line of plain text."""
    plain = html.unescape(strip_tags(text(item, "title")))
    return " ".join(plain.split()) or "Untitled"

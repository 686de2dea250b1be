"""The names of a WXR's elements, as people write them: `wp:status`, whatever the version."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from xml.etree.ElementTree import Element

from django.utils import timezone

_PREFIXES = (
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/excerpt/"), "excerpt:"),
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/"), "wp:"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/"), "content:"),
    (re.compile(r"https?://purl\.org/dc/elements/1\.1/"), "dc:"),
)


@cache
def named(tag: str) -> str:
    """`{namespace}name` with the prefix that WordPress gives the namespace."""
    namespace, _, name = tag.rpartition("}")
    for pattern, prefix in _PREFIXES:
        if pattern.fullmatch(namespace[1:]):
            return prefix + name
    return name


def text(element: Element, name: str = "") -> str:
    """The text of the element, or of its first child of that name; empty if there is none."""
    found = child(element, name) if name else element
    return (found.text or "").replace("\x00", "").strip() if found is not None else ""


def child(element: Element, name: str) -> Element | None:
    return next((each for each in element if named(each.tag) == name), None)


def moment(element: Element, *names: str) -> datetime | None:
    """The first of these times that is one: those named `…_gmt` are UTC, others the paper's."""
    for name in names:
        try:
            clock = datetime.fromisoformat(text(element, name))
        except ValueError:
            continue
        if clock.tzinfo:
            return clock
        return clock.replace(tzinfo=UTC) if name.endswith("_gmt") else timezone.make_aware(clock)
    return None

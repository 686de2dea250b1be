"""What the body of an article may hold: the one allow-list, which the editor offers and the
server lets through."""

from __future__ import annotations

import re
from urllib.parse import unquote

import nh3
from django.conf import settings
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "CodeBlock": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": True,
    "Caption": True,
    "Image": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
}


def sanitise(html: str) -> str:
    """Safe HTML of the allow-list, whatever comes in: the same again if it is cleaned twice."""
    html = _NO_PICTURE.sub("", _cleaner.clean(html))
    html = _cleaner.clean(_EMPTY_FIGURE.sub("", html)).strip()
    # The editor always has a paragraph, even where nothing was written.
    return "" if html == "<p></p>" else html


def _own_pictures_only(tag: str, attribute: str, value: str) -> str | None:
    """No picture from elsewhere: its server would learn who reads what, and it would be gone one
    day or another one."""
    if attribute == "title":
        return value or None
    if (tag, attribute) != ("img", "src"):
        return value
    address = unquote(value)
    return value if address.startswith(settings.MEDIA_URL) and ".." not in address else None


def _make_cleaner() -> nh3.Cleaner:
    allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
    attributes = allowed["attributes"] | {
        "a": {"href", "title"},
        "figure": set(),
        "img": {"src", "alt", "width", "height"},
        "ol": {"start"},
    }
    return nh3.Cleaner(
        tags=allowed["tags"],
        attributes=attributes,
        url_schemes=allowed["url_schemes"],
        link_rel="noopener",
        attribute_filter=_own_pictures_only,
    )


_cleaner = _make_cleaner()
# Of what the cleaner has written: there every attribute has quotes, and none within.
_NO_PICTURE = re.compile(r'<img(?: (?!src=)[a-z-]+="[^"]*")*>')
_EMPTY_FIGURE = re.compile(r"<figure>\s*</figure>")

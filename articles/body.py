"""What the body of an article may hold: the one allow-list, which the editor offers and the
server lets through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import quote, unquote

import nh3
from django.conf import settings
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from articles import embeds
from newsroom.foundation.clean_text import clean_text

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
    "Embed": True,
    "Figure": True,
    "Caption": True,
    "Image": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
}


_ALLOWED = allowlist_from_extensions(expand_extensions(EXTENSIONS))
TAGS: set[str] = _ALLOWED["tags"]


def sanitise(html: str) -> str:
    """Safe HTML of the allow-list, whatever comes in: the same again if it is cleaned twice. A
    figure whose picture is left out goes with its caption."""
    # A reference such as &#1; is a control character only now: without it the scheme of an address
    # may be another, which the second cleaning sees.
    html = clean_text(_cleaner.clean(clean_text(html)))
    html = _NO_PICTURE.sub("", html)
    html = _cleaner.clean(_without_empty_figures(html)).strip()
    # The editor always has a paragraph, even where nothing was written.
    return "" if html == "<p></p>" else html


def _our_values_only(tag: str, attribute: str, value: str) -> str | None:
    """No picture from elsewhere: its server would learn who reads what, and it would be gone one
    day or another one."""
    if (tag, attribute) == ("figure", "class"):
        return value if value == embeds.CLASS else None
    if attribute == "title":
        return value or None
    if (tag, attribute) != ("img", "src"):
        return value
    name = picture_name(value)
    # One spelling, by which the texts that show a picture are found.
    return None if name is None else settings.MEDIA_URL + quote(name)


def picture_name(url: str) -> str | None:
    """The name in the media storage of the picture at this URL; None if it is not ours."""
    path = unquote(url)
    if not path.startswith(settings.MEDIA_URL) or ".." in path:
        return None
    return re.split(r"[?#]", path, maxsplit=1)[0].removeprefix(settings.MEDIA_URL)


def picture_names(html: str) -> list[str]:
    """The names in the media storage of the pictures that this body shows, in their order."""
    urls = (unescape(source) for source in _SOURCE.findall(html))
    return [name for url in urls if (name := picture_name(url)) is not None]


def with_pictures(html: str, urls: Mapping[str, str]) -> str:
    """The body with pictures exchanged: by name in the media storage the URL to show instead, or
    nothing, with which the picture goes, and its figure and caption."""

    def exchanged(match: re.Match[str]) -> str:
        name = picture_name(unescape(match["url"]))
        if name is None or name not in urls:
            return match[0]
        if not urls[name]:
            return ""
        start, end = match.start("url") - match.start(), match.end("url") - match.start()
        return match[0][:start] + escape(urls[name]) + match[0][end:]

    return _without_empty_figures(_PICTURE.sub(exchanged, html))


def may_lead_to(address: str) -> bool:
    """Whether a link may have this address."""
    return 'href="' in _cleaner.clean(f'<a href="{escape(address)}">x</a>')


def _make_cleaner() -> nh3.Cleaner:
    attributes = _ALLOWED["attributes"] | {
        "a": {"href", "title"},
        "figure": {"class"},
        "img": {"src", "alt", "width", "height"},
        "ol": {"start"},
    }
    return nh3.Cleaner(
        tags=TAGS,
        attributes=attributes,
        url_schemes=_ALLOWED["url_schemes"],
        link_rel="noopener",
        attribute_filter=_our_values_only,
    )


_cleaner = _make_cleaner()
# Of what the cleaner has written: there every attribute has quotes, and none within.
_NO_PICTURE = re.compile(r'<img(?: (?!src=)[a-z-]+="[^"]*")*>')
_PICTURE = re.compile(
    r'<img(?: (?!src=)[a-z-]+="[^"]*")* src="(?P<url>[^"]*)"(?: [a-z-]+="[^"]*")*>'
)
_SOURCE = re.compile(_PICTURE.pattern.replace("?P<url>", ""))
_EMPTY_FIGURE = re.compile(
    r'<figure(?: class="embed")?>\s*(?:<p>\s*</p>\s*)?'
    r"(?:<figcaption>(?:(?!</?fig).)*</figcaption>\s*)?</figure>",
    re.S,
)


def _without_empty_figures(html: str) -> str:
    return _EMPTY_FIGURE.sub("", html)

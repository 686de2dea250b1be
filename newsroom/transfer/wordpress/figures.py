"""Pictures in a text: each out of its paragraph, with its alternative text and its caption."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable

from django.utils.html import escape, strip_tags

from newsroom.transfer.wordpress.attachments import Attachments, is_picture
from newsroom.transfer.wordpress.draft import FIGURE, MARK, Draft
from newsroom.transfer.wordpress.shortcodes import Shortcode

_IMAGE = re.compile(r"<img\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.I)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FIGURE = re.compile(r"<figure\b[^>]*>((?:(?!<figure\b).)*?)</figure>", re.S | re.I)
_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>", re.S | re.I)
_LINKED = re.compile(rf"<a\b[^>]*>\s*({FIGURE})\s*</a>", re.I)
_BACKGROUND = re.compile(
    r"""<div\b[^>]*style=["'][^"']*background-image:\s*url\((?:&quot;|["'])?([^"')]+?)"""
    r"""(?:&quot;|["'])?\)[^>]*>""",
    re.I,
)
_NO_SCRIPT = re.compile(r"<noscript\b.*?</noscript>", re.S | re.I)
_NUMBER_IN_CLASS = re.compile(r"\bwp-image-(\d+)")
_LISTED = re.compile(rf"<li\b[^>]*>\s*((?:{MARK}\s*)+)</li>", re.I)
_LIST = re.compile(rf"<(ul|ol)\b[^>]*>\s*((?:{MARK}\s*)+)</\1>", re.I)
_BLOCK_TAG = re.compile(r"</?(?:p|div|figcaption)\b[^>]*>", re.I)


class Figures:
    """The pictures of one post."""

    def __init__(self, attachments: Attachments, site: str, post: str, draft: Draft) -> None:
        self.attachments = attachments
        self.site = site
        self.post = post
        self.draft = draft

    def replaced(self, html: str) -> str:
        """The HTML with marks in place of its pictures."""
        html = _NO_SCRIPT.sub("", html)
        html = _BACKGROUND.sub(lambda m: f"{m[0]}{self._at(entities.unescape(m[1]))}", html)
        before = ""
        while before != html:  # galleries hold figures
            before, html = html, _FIGURE.sub(self._figure, html)
        html = _IMAGE.sub(lambda match: self._image(match[1]), html)
        html = self._unlinked(html)
        return _LIST.sub(r"\2", _LISTED.sub(r"\1", html))

    def captioned(self, shortcode: Shortcode) -> str:
        """`[caption]`: the picture in it, and the words beside it or in its attribute."""
        inside = shortcode.content or ""
        words = _IMAGE.sub("", inside)
        words = re.sub(r"<a\b[^>]*>\s*</a>", "", words).strip()
        caption = words or shortcode.get("caption")
        images = [match[1] for match in _IMAGE.finditer(inside)]
        if not images:
            return f"\n\n<p><em>{caption}</em></p>\n\n" if caption else inside
        marks = [self._image(image) for image in images[:-1]]
        marks.append(self._image(images[-1], caption_html=_inline(caption)))
        return "\n\n" + "\n\n".join(marks) + "\n\n"

    def gallery(self, shortcode: Shortcode) -> str:
        """`[gallery]` and its like: the pictures it names, or else all of the post."""
        named = shortcode.get("ids", "include", "images", "gallery_ids", "image_ids", "media")
        numbers = [each for each in re.split(r"[\s,]+", named) if each.isdecimal()]
        marks = [self.numbered(number) for number in numbers]
        if not numbers and shortcode.name == "gallery":
            own = self.attachments.of_post(self.site, shortcode.get("id") or self.post)
            marks = [self.numbered(each.number) for each in own]
        if not marks:
            self.draft.left_out["galleries whose pictures the file does not name"] += 1
        return "\n\n" + "\n\n".join(marks) + "\n\n" + (shortcode.content or "")

    def one(self, shortcode: Shortcode) -> str:
        """A builder's picture, by address or by number; nothing if it names none."""
        source = shortcode.get("src", "url", "image_url", "image", "img", "id", "attachment")
        caption = shortcode.get("caption")
        alt = shortcode.get("alt", "title_text", "image_alt")
        mark = ""
        if source.isdecimal():
            mark = self.numbered(source, alt=alt, caption=caption)
        elif source and is_picture(source):
            mark = self._at(source, alt=alt, caption=caption)
        return f"\n\n{mark}\n\n{shortcode.content or ''}"

    def numbered(self, number: str, *, alt: str = "", caption: str = "") -> str:
        picture = self.attachments.picture_numbered(self.site, number)
        caption = _inline(caption) or escape(picture.caption)
        return self.draft.figure(picture, alt=alt, caption_html=caption)

    def _at(self, url: str, *, alt: str = "", caption: str = "", number: str = "") -> str:
        picture = self.attachments.picture_at(self.site, url, number)
        return self.draft.figure(picture, alt=alt, caption_html=caption)

    def _image(self, markup: str, caption_html: str = "") -> str:
        attributes = {
            match[1].lower(): entities.unescape(match[2] or match[3] or match[4] or "")
            for match in _ATTRIBUTE.finditer(markup)
        }
        classes, alt = attributes.get("class", ""), attributes.get("alt", "")
        if re.search(r"\b(?:wp-smiley|emoji)\b", classes):
            return alt
        source = attributes.get("src", "")
        if not source or source.startswith("data:"):
            source = attributes.get("data-src") or attributes.get("data-lazy-src", "")
        if not source or {attributes.get("width"), attributes.get("height")} & {"0", "1"}:
            self.draft.left_out["pictures without an address, and counting pixels"] += 1
            return ""
        number = _NUMBER_IN_CLASS.search(classes)
        return self._at(source, alt=alt, caption=caption_html, number=number[1] if number else "")

    def _figure(self, match: re.Match[str]) -> str:
        """A figure's pictures, the caption with the last of them; what has none is no figure."""
        caption = _CAPTION.search(match[1])
        words = _inline(caption[1]) if caption else ""
        rest = _CAPTION.sub("", match[1])
        images = [image[1] for image in _IMAGE.finditer(rest)]
        if not images:
            said = f"<p><em>{words}</em></p>" if words else ""
            return f"\n\n{rest.strip()}\n\n{said}"
        marks = [self._image(image) for image in images[:-1]]
        marks.append(self._image(images[-1], caption_html=words))
        self.draft.changed["links around pictures, taken off"] += _real_links(rest)
        return "\n\n" + "\n\n".join(filter(None, marks)) + "\n\n"

    def _unlinked(self, html: str) -> str:
        self.draft.changed["links around pictures, taken off"] += sum(
            _real_links(match[0]) for match in _LINKED.finditer(html)
        )
        return _LINKED.sub(r"\1", html)


def apart(html: str) -> str:
    """The HTML with every mark outside of paragraphs and headings: what stood before and after
    one are two."""
    inside = re.compile(r"<(p|h[1-6])\b([^>]*)>((?:(?!</\1>).)*?)</\1>", re.S | re.I)

    def parted(match: re.Match[str]) -> str:
        if "\x02" not in match[3] and "\x04" not in match[3]:
            return match[0]
        return "\n".join(_pieces(match[1], match[3]))

    return inside.sub(parted, html)


def _pieces(tag: str, content: str) -> Iterable[str]:
    for piece in re.split(f"({MARK})", content):
        if re.fullmatch(MARK, piece):
            yield piece
        elif strip_tags(re.sub(r"&nbsp;|<br\s*/?>", " ", piece)).strip("\xa0 \n\t"):
            trimmed = re.sub(r"^(?:\s|<br\s*/?>)+|(?:\s|<br\s*/?>)+$", "", piece)
            yield f"<{tag}>{trimmed}</{tag}>"


def _real_links(markup: str) -> int:
    """Links to anything but the picture itself."""
    targets = re.findall(r"""<a\b[^>]*href=["']([^"']*)["']""", markup, re.I)
    return sum(bool(target) and not is_picture(target) for target in targets)


def _inline(html: str) -> str:
    return _BLOCK_TAG.sub(" ", html).strip()

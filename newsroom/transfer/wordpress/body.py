"""What WordPress keeps of a text, made into the HTML that it shows."""

from __future__ import annotations

import re

from newsroom.transfer.intake import LeftOut

_BLOCK_MARK = re.compile(r"<!--.*?-->", re.S)
_CAPTION = re.compile(r"\[caption[^\]]*\](.*?)\[/caption\]", re.S)
_EMBED = re.compile(r"\[embed[^\]]*\]\s*(\S+?)\s*\[/embed\]")
_PICTURE = re.compile(r"(<a [^>]*>\s*)?<img[^>]*>(\s*</a>)?", re.I)
# A shortcode has a name of its own kind, attributes, or an end: “[sic]” and “[1]” have none.
_KNOWN = (
    "audio|contact-form|gallery|googlemaps|playlist|polldaddy|slideshow|sourcecode|video|youtube"
)
_SHORTCODE = re.compile(
    rf"\[(?:{_KNOWN})(?:[\s=][^\]]*)?/?\]|\[/[a-z][\w-]*\]|\[[a-z][\w-]*\s+\w+=[^\]]*\]"
)
_LINE_END = re.compile(r"(?<!<br>)(?<!<br />)(?<!<br/>)\n")
_PRE = re.compile(r"<pre\b.*?</pre>", re.S | re.I)
# What stands apart from the text around it, however it was typed: its beginnings and its ends.
_APART = re.compile(
    r"<(/?)(?:address|blockquote|div|dl|figure|h[1-6]|hr|ol|p|pre|section|table|ul)\b[^>]*>", re.I
)
_BLOCK = re.compile(
    r"\s*</?(?:address|article|aside|blockquote|dd|details|div|dl|dt|figcaption|figure|footer|form"
    r"|h[1-6]|header|hr|li|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b",
    re.I,
)


def body_of(source: str) -> tuple[str, list[LeftOut]]:
    """The HTML of a post's text, not sanitised yet, and what was taken out of it."""
    by_blocks = "<!-- wp:" in source
    html = _BLOCK_MARK.sub("", source)
    html = _CAPTION.sub(lambda match: _captioned(match[1]), html)
    html = _EMBED.sub(r'<a href="\1">\1</a>', html)
    html, shortcodes = _SHORTCODE.subn("", html)
    html, pictures = _PICTURE.subn("", html)
    if not by_blocks:
        html = paragraphed(html)
    left_out = []
    if shortcodes:
        left_out.append(LeftOut("shortcodes in texts", shortcodes))
    if pictures:
        left_out.append(LeftOut("pictures inside texts, whose captions stayed", pictures))
    return html, left_out


def _captioned(inside: str) -> str:
    """A caption's words, without its picture; the picture is counted where all are."""
    pictures = "".join(match[0] for match in _PICTURE.finditer(inside))
    words = _PICTURE.sub("", inside).strip()
    return f"{pictures}\n\n<p><em>{words}</em></p>\n\n" if words else pictures


def paragraphed(html: str) -> str:
    """Paragraphs from empty lines and breaks from single ones, as WordPress makes them when it
    shows a text of its old editor (wpautop); what is a block already stays one."""
    kept: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n<pre>{len(kept) - 1}</pre>\n\n"

    text = _PRE.sub(put_aside, html.replace("\r\n", "\n"))
    text = _APART.sub(lambda tag: f"{tag[0]}\n\n" if tag[1] else f"\n\n{tag[0]}", text)
    chunks = [chunk.strip() for chunk in re.split(r"\n\s*\n", text)]
    shown = "\n".join(_paragraph(chunk) for chunk in chunks if chunk)
    return re.sub(r"<pre>(\d+)</pre>", lambda match: kept[int(match[1])], shown)


def _paragraph(chunk: str) -> str:
    if _BLOCK.match(chunk):
        return chunk
    return f"<p>{_LINE_END.sub('<br>', chunk)}</p>"

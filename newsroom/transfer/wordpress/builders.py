"""What shortcodes of WordPress, its plugins and its page builders become: their marks go, what
people wrote stays."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.utils.html import format_html

from newsroom.foundation.clean_text import clean_text
from newsroom.transfer.wordpress import embeds, shortcodes
from newsroom.transfer.wordpress.draft import Draft
from newsroom.transfer.wordpress.figures import Figures
from newsroom.transfer.wordpress.shortcodes import Shortcode

# WPBakery, Divi, Avada, Enfold, Beaver, Elementor and the builders of themes: no word of any
# language begins like this.
_BUILDERS = re.compile(
    r"(?:vc|et_pb|fusion|av|avia|fl|fl_builder|elementor|tatsu|cs|x|mk|us|ux|tve|wpb|td|tdc|nectar"
    r"|qode|mkd|mkdf|eltd|eltdf|edgtf|kc|themify|cornerstone|bt|cz|dt|pt|stm|porto|woodmart|thb"
    r"|gdlr_core|su|ult|ultimate|dipl|dsm|oxy|ct|zn|mpc|brizy|bricks|breakdance|siteorigin|rs|wp"
    r"|one|two|three|four|five)_\w+"
)
_MEDIA = {
    "embed", "youtube", "vimeo", "tweet", "twitter", "instagram", "facebook", "tiktok", "spotify",
    "soundcloud", "dailymotion", "ted", "audio", "video", "wpvideo", "gist", "googlemaps",
    "scribd", "slideshare", "flickr", "bandcamp", "mixcloud", "vine", "storify", "infogram",
    "datawrapper", "documentcloud", "issuu", "codepen", "twitch", "pinterest", "reddit",
}  # fmt: skip
# Known by themselves, though they hold nothing that could be shown.
_SILENT = {
    "ad", "ads", "adrotate", "archives", "contact-form", "contact-form-7", "formidable",
    "gravityform", "ninja_form", "ninja_forms", "wpforms", "mc4wp_form", "newsletter_form",
    "playlist", "polldaddy", "poll", "crowdsignal", "rev_slider", "slideshow", "layerslider",
    "sidebar", "sitemap", "tablepress", "jetpack_subscription_form", "blog_subscription_form",
    "contact-field", "toc", "nextpage", "more", "product", "products", "woocommerce_cart",
}  # fmt: skip
_CAPTIONS = {"caption", "wp_caption"}
_CODE = {"sourcecode", "code", "pre"}
_STRESS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "em"}
_IN_A_LINE = re.compile(
    r"dropcap|drop_cap|highlight|tooltip|popover|popup|icon|fontawesome|abbr|span|color|colour"
    r"|small|label|badge|marker|footnote|^ref$|^s$|^sup$|^sub$"
)
_TITLED = ("title", "heading", "header", "question", "text", "subtitle", "headline")
_VIDEO_BY_NUMBER = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
}


def is_known(name: str) -> bool:
    """Whether a mark of this name is a shortcode though it has no attributes and no other half."""
    known = name in _MEDIA or name in _SILENT or name in _CAPTIONS or "gallery" in name
    return known or bool(_BUILDERS.fullmatch(name))


def unbuilt(html: str, figures: Figures, draft: Draft) -> str:
    """The HTML without the marks of shortcodes, each counted by its name."""
    return shortcodes.replaced(html, is_known, lambda each: _replacement(each, figures, draft))


def _replacement(shortcode: Shortcode, figures: Figures, draft: Draft) -> str:
    name = shortcode.name
    plain = re.sub(r"^(?:vc|et_pb|fusion|av|avia|su)_", "", name)
    if name in _CAPTIONS:
        return figures.captioned(shortcode)
    if "gallery" in name or (name == "slideshow" and shortcode.get("ids")):
        return figures.gallery(shortcode)
    if plain in _MEDIA:
        return _media(shortcode, plain, draft)
    if name in _CODE and shortcode.content is not None:
        return draft.block(f"<pre><code>{shortcode.content.strip()}</code></pre>")
    if name in _STRESS and shortcode.content is not None:
        tag = _STRESS[name]
        return f"<{tag}>{shortcode.content}</{tag}>"
    if name == "url":
        target = shortcode.get("=") or (shortcode.content or "")
        return format_html('<a href="{}">{}</a>', target, shortcode.content or target)
    if re.search(r"quote|testimonial", name):
        return _quote(shortcode, draft)
    draft.changed[f"shortcodes [{name}], whose marks went"] += 1
    if name.startswith("vc_raw"):
        draft.left_out["texts in the code of a page builder"] += bool(shortcode.content)
        return ""
    if shortcode.get("images", "image_ids") and re.search(r"image|carousel|slider|photo", plain):
        return figures.gallery(shortcode)
    if re.search(r"image|img|photo|picture", plain):
        return figures.one(shortcode)
    if re.search(r"button|btn", plain):
        return _button(shortcode)
    return _opened(shortcode, draft)


def _opened(shortcode: Shortcode, draft: Draft) -> str:
    """What stands between the marks, with the titles that stand in them."""
    content = shortcode.content or ""
    if _IN_A_LINE.search(shortcode.name):
        return content
    titles = "".join(
        f"\n\n<h3>{_as_written(value)}</h3>\n\n"
        for name in _TITLED
        if len(value := shortcode.get(name)) > 1 and value.lower() not in ("yes", "no", "true")
    )
    is_block = _BUILDERS.fullmatch(shortcode.name) or shortcode.stands_alone or titles
    if not content.strip() and not titles and not _BUILDERS.fullmatch(shortcode.name):
        draft.left_out[f"shortcodes [{shortcode.name}], which hold no text"] += 1
    if "\n" in content or "<p" in content or is_block:
        return f"\n\n{titles}{content}\n\n"
    return content


def _as_written(value: str) -> str:
    """The HTML in an attribute, where builders write other signs for quotation marks and
    brackets."""
    for sign, written in (("``", '"'), ("%22", '"'), ("%91", "["), ("%93", "]")):
        value = value.replace(sign, written)
    return value


def _quote(shortcode: Shortcode, draft: Draft) -> str:
    words = shortcode.content or shortcode.get("quote", "text", "content")
    if not words.strip():
        draft.left_out[f"shortcodes [{shortcode.name}], which hold no text"] += 1
        return ""
    draft.changed[f"shortcodes [{shortcode.name}], which are quotes"] += 1
    if "<p" not in words:
        paragraphs = [each.strip() for each in re.split(r"\n\s*\n", words) if each.strip()]
        words = "".join(f"<p>{each}</p>" for each in paragraphs)
    by = shortcode.get("author", "cite", "source", "name", "citation")
    said = f"<p>— {_as_written(by)}</p>" if by else ""
    return f"\n\n{draft.block(f'<blockquote>{words}{said}</blockquote>')}\n\n"


def _media(shortcode: Shortcode, name: str, draft: Draft) -> str:
    given = shortcode.get("=", "src", "url", "link", "href", "mp4", "mp3", "m4a", "ogg", "webm")
    candidates = [given, shortcode.content or "", *shortcode.positional, shortcode.get("id", "v")]
    for candidate in candidates:
        value = candidate.strip().strip("\"'")
        if url := embeds.first_url(value):
            return f"\n\n{embeds.shown(url, draft)}\n\n"
        if name in _VIDEO_BY_NUMBER and re.fullmatch(r"[\w-]{5,20}", value):
            url = _VIDEO_BY_NUMBER[name].format(value)
            return f"\n\n{embeds.shown(url, draft)}\n\n"
        if name in ("tweet", "twitter") and value.isdecimal():
            return f"\n\n{embeds.shown(f'https://x.com/i/status/{value}', draft)}\n\n"
    draft.left_out[f"shortcodes [{shortcode.name}], which name no address"] += 1
    return shortcode.content or ""


def _button(shortcode: Shortcode) -> str:
    words = shortcode.content or shortcode.get("button_text", "text", "title", "label")
    target = shortcode.get("button_url", "link", "url", "href")
    if match := re.search(r"url:([^|]+)", target):  # WPBakery's own way of writing links
        target = clean_text(unquote(match[1]))  # %04 would be a mark of ours
    if not words:
        return ""
    if not target.startswith(("http://", "https://", "/", "mailto:")):
        return f"\n\n{words}\n\n"
    link = format_html('<a href="{}">', target)
    return f"\n\n<p>{link}{words}</a></p>\n\n"

"""What other sites show inside a page: here a link in a frame of its own, with the provider's name,
since our pages ask nothing of other sites."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable
from urllib.parse import parse_qs, unquote

from django.utils.html import format_html
from django.utils.translation import gettext as _

from newsroom.foundation.clean_text import clean_text
from newsroom.transfer.wordpress.draft import Draft
from newsroom.transfer.wordpress.names import split_url

PROVIDERS = {
    "YouTube": ("youtube.com", "youtu.be", "youtube-nocookie.com"),
    "Vimeo": ("vimeo.com",),
    "X": ("twitter.com", "x.com"),
    "Instagram": ("instagram.com", "instagr.am"),
    "Facebook": ("facebook.com", "fb.watch", "fb.com"),
    "TikTok": ("tiktok.com",),
    "Threads": ("threads.net", "threads.com"),
    "Bluesky": ("bsky.app",),
    "Spotify": ("spotify.com",),
    "SoundCloud": ("soundcloud.com",),
    "Mixcloud": ("mixcloud.com",),
    "Bandcamp": ("bandcamp.com",),
    "Deezer": ("deezer.com",),
    "Apple Podcasts": ("podcasts.apple.com",),
    "Apple Music": ("music.apple.com",),
    "Acast": ("acast.com",),
    "Dailymotion": ("dailymotion.com", "dai.ly"),
    "Twitch": ("twitch.tv",),
    "Rumble": ("rumble.com",),
    "Streamable": ("streamable.com",),
    "Brightcove": ("brightcove.net",),
    "TED": ("ted.com",),
    "WordPress.tv": ("wordpress.tv",),
    "VideoPress": ("videopress.com",),
    "Flickr": ("flickr.com", "flic.kr"),
    "Giphy": ("giphy.com",),
    "Imgur": ("imgur.com",),
    "Pinterest": ("pinterest.com", "pin.it"),
    "Reddit": ("reddit.com",),
    "Tumblr": ("tumblr.com",),
    "LinkedIn": ("linkedin.com",),
    "Telegram": ("t.me",),
    "VK": ("vk.com",),
    "Google Maps": ("google.com/maps", "maps.google.com", "goo.gl/maps", "maps.app.goo.gl"),
    "OpenStreetMap": ("openstreetmap.org",),
    "Google Docs": ("docs.google.com",),
    "Datawrapper": ("datawrapper.de", "dwcdn.net"),
    "Flourish": ("flourish.studio", "flo.uri.sh"),
    "Infogram": ("infogram.com", "infogr.am"),
    "DocumentCloud": ("documentcloud.org",),
    "Scribd": ("scribd.com",),
    "Issuu": ("issuu.com",),
    "SlideShare": ("slideshare.net",),
    "Speaker Deck": ("speakerdeck.com",),
    "Knight Lab": ("knightlab.com",),
    "CodePen": ("codepen.io",),
    "GitHub Gist": ("gist.github.com",),
    "Kickstarter": ("kickstarter.com",),
    "Crowdsignal": ("polldaddy.com", "poll.fm", "crowdsignal.com"),
}

# Where the address inside a frame is not the one that people visit.
_VISITED = (
    (re.compile(r"youtube(?:-nocookie)?\.com/(?:embed|v|shorts|live)/([\w-]+)"),
     "https://www.youtube.com/watch?v={}"),
    (re.compile(r"player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (re.compile(r"dailymotion\.com/embed/video/(\w+)"), "https://www.dailymotion.com/video/{}"),
    (re.compile(r"open\.spotify\.com/embed(?:-podcast)?/([\w/]+)"), "https://open.spotify.com/{}"),
    (re.compile(r"(instagram\.com/(?:p|reel|tv)/[\w-]+)/embed"), "https://www.{}/"),
    (re.compile(r"tiktok\.com/(?:embed|player)(?:/v\d)?/(\d+)"), "https://www.tiktok.com/video/{}"),
)  # fmt: skip
# Players that have the address as a parameter of theirs.
_WRAPPED = ("url", "href", "u")

_URL = re.compile(r"""(?:https?://|(?<![:/\w])//)[^\s"'<>\\/][^\s"'<>\\]*""")
_FIGURE_BLOCK = re.compile(
    r"""<figure\b[^>]*\bwp-block-(?:embed|video|audio)\b[^>]*>(.*?)</figure>""", re.S | re.I
)
_FRAME = re.compile(r"<(iframe|object|video|audio|embed)\b([^>]*)>(?:(.*?)</\1\s*>)?", re.S | re.I)
_POST = re.compile(
    r"""<blockquote\b[^>]*class=["'][^"']*\b(twitter-tweet|twitter-video|instagram-media"""
    r"""|tiktok-embed|bluesky-embed|text-post-media|reddit-embed-bq)\b[^>]*>(.*?)</blockquote>"""
    r"""(?:\s*<script\b[^>]*>\s*</script>)?""",
    re.S | re.I,
)
_FACEBOOK = re.compile(
    r"""<div\b[^>]*class=["'][^"']*\bfb-(?:post|video)\b[^>]*data-href=["']([^"']+)["'][^>]*>"""
    r""".*?</div>""",
    re.S | re.I,
)
_ALONE = re.compile(r"^[ \t]*(?:<p>\s*)?(https?://[^\s<>\"]+)(?:\s*</p>)?[ \t]*$", re.M | re.I)
_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>", re.S | re.I)
_POSTS = {
    "twitter-tweet": "X", "twitter-video": "X", "instagram-media": "Instagram",
    "tiktok-embed": "TikTok", "bluesky-embed": "Bluesky", "text-post-media": "Threads",
    "reddit-embed-bq": "Reddit",
}  # fmt: skip


def replaced(html: str, draft: Draft) -> str:
    """The HTML with frames, players and addresses on a line of their own as links."""

    def of_figure(match: re.Match[str]) -> str:
        caption = _CAPTION.search(match[1])
        url = first_url(_CAPTION.sub("", match[1]))
        return shown(url, draft, caption_html=caption[1] if caption else "")

    def of_post(match: re.Match[str]) -> str:
        """What was said there stays as a quote; the address is in it, or beneath."""
        provider = _POSTS[match[1].lower()]
        if not re.sub(r"<[^>]+>|\s", "", match[2]):
            return shown(first_url(match[0]), draft)
        draft.changed[f"embeds of {provider}"] += 1
        return draft.block(f"<blockquote>{match[2]}</blockquote>")

    html = _FIGURE_BLOCK.sub(of_figure, html)
    html = _POST.sub(of_post, html)
    html = _FACEBOOK.sub(lambda match: shown(entities.unescape(match[1]), draft), html)
    html = _FRAME.sub(lambda match: shown(first_url(f"{match[2]} {match[3] or ''}"), draft), html)
    return _ALONE.sub(lambda match: shown(entities.unescape(match[1]), draft), html)


def shown(url: str, draft: Draft, *, caption_html: str = "") -> str:
    """What stands in the text for an embed of this URL, which is counted."""
    if not url.startswith(("http://", "https://")):
        draft.left_out["embeds without an address"] += 1
        return ""
    url = _visited(url)
    address = url.partition("://")[2].removeprefix("www.").rstrip("/")
    provider = provider_of(url)
    if not provider:
        host = split_url(url).hostname or address
        draft.changed[f"embeds of {host}, which are links"] += 1
        said = f"<br>{caption_html}" if caption_html else ""
        link = format_html('<a href="{}">{}</a>', url, address)
        return draft.block(f"<p>{link}{said}</p>")
    draft.changed[f"embeds of {provider}"] += 1
    words = _("%(provider)s: %(address)s") % {"provider": provider, "address": address}
    said = f"<figcaption>{caption_html}</figcaption>" if caption_html else ""
    link = format_html('<a href="{}">{}</a>', url, words)
    return draft.block(f'<figure class="embed"><p>{link}</p>{said}</figure>')


def provider_of(url: str) -> str:
    """The provider's name; empty for one that is not known."""
    parts = split_url(url)
    host = (parts.hostname or "").lower()
    for name, places in PROVIDERS.items():
        for place in places:
            domain, slash, path = place.partition("/")
            is_host = host == domain or host.endswith(f".{domain}")
            if is_host and (not slash or parts.path.startswith(f"/{path}")):
                return name
    return ""


def first_url(markup: str) -> str:
    """The first address in it that is shown, unescaped and whole."""
    for found in _URL.finditer(entities.unescape(markup)):
        if "w3.org" not in found[0] and "macromedia.com" not in found[0]:
            return f"https:{found[0]}" if found[0].startswith("//") else found[0]
    return ""


def _visited(url: str) -> str:
    for pattern, form in _VISITED:
        if match := pattern.search(url):
            return form.format(match[1])
    parts = split_url(url)
    if "player" in (parts.hostname or "") + parts.path or "/plugins/" in parts.path:
        for inside in _wrapped(parts.query):
            return inside
    return url


def _wrapped(query: str) -> Iterable[str]:
    values = parse_qs(query)
    for name in _WRAPPED:
        for value in values.get(name, []):
            url = clean_text(unquote(value))  # %04 would be a mark of ours
            if url.startswith(("http://", "https://")):
                yield url

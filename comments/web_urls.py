"""The web addresses in a text, found once for all who need them: what becomes a link is what
screening judges. docs/comment-text.md says where an address begins and ends, with examples."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import NamedTuple

from newsroom.foundation.visible_text import TURNS, is_invisible

# With a scheme also right behind a word: the space that is missing there is missed by many.
_START = re.compile(r"(?<![A-Za-z0-9]\+)https?://|(?<![A-Za-z0-9.@/_-])(?=www\d?\.)", re.IGNORECASE)
_USER_INFO = re.compile(r"[\w.~%!$&'*+,;=:-]*@", re.ASCII)
_IPV6 = re.compile(r"\[[0-9A-Fa-f:.]{2,45}\]")
_PORT = re.compile(r":(\d{1,5})(?!\d)", re.ASCII)
_LABEL = re.compile(r"[^.]{1,63}")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_NOT_AT_THE_END = ".,;:!?'*|([{"
_NEVER = frozenset('<>"\\`')
# Punctuation and symbols of other scripts end an address, but for these within a word.
_JOINERS = frozenset("\u200c\u200d")
_WITHIN = frozenset("·‐‑‒–")

# Letters of scripts that put no spaces between words, and of those that write particles onto a
# word: behind a Latin letter or a digit they are the sentence that goes on.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003ffff"
)
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_GOES_ON = re.compile(f"[{UNSPACED}{_RIGHT_TO_LEFT}]")


@dataclass(frozen=True, slots=True)
class WebURL:
    """An address in running text."""

    start: int
    end: int
    shown: str
    """As it was typed, without what cannot be seen."""
    href: str
    """With its scheme, and its host as browsers read it; empty where the address leads nowhere, or
    where a name before its host pretends that it leads elsewhere: it is then no link."""


def find_urls(text: str) -> list[WebURL]:
    """All that begin with http://, https:// or www., in the order of the text."""
    if "//" not in text and "www" not in text.lower() and text.isascii():
        return []
    seen, origin = _without_invisible(text)
    urls: list[WebURL] = []
    end = 0
    for match in _START.finditer(seen):
        if match.start() < end:
            continue
        authority = _authority(seen, match.end())
        end = _end_of_url(seen, match.end(), authority.end)
        if end > match.end():
            shown = seen[match.start() : end]
            href = _href(seen, match.start(), end, authority)
            urls.append(WebURL(origin[match.start()], origin[end - 1] + 1, shown, href))
    return urls


def whole_url(written: str) -> str:
    """The address with its scheme, if all of what is written is one; otherwise empty. What is
    marked off by brackets may end with a full stop, and hold the letters of any script."""
    seen = _without_invisible(written.strip())[0]
    match = _START.match(seen)
    if not match or not all(map(_may_be_marked_off, seen)):
        return ""
    authority = _authority(seen, match.end())
    is_whole = authority.end == len(seen) or seen[authority.end] in "/?#"
    return _href(seen, 0, len(seen), authority) if is_whole else ""


def _may_be_marked_off(character: str) -> bool:
    return character not in _NEVER and (character.isprintable() or character in _JOINERS)


class _Authority(NamedTuple):
    host: str
    """As browsers read it; empty if it is none that may be followed."""
    host_start: int
    host_end: int
    end: int
    """Behind the port."""


def _authority(seen: str, start: int) -> _Authority:
    user_info = _USER_INFO.match(seen, start)
    host_start = user_info.end() if user_info else start
    host_end = _host_end(seen, host_start)
    while host_end > host_start and seen[host_end - 1] == "_":  # the end of an emphasis
        host_end -= 1
    end = host_end
    # Fullwidth letters and the like are ordinary ones to a browser (UTS #46).
    host = unicodedata.normalize("NFKC", seen[host_start:host_end]).lower().rstrip(".")
    if port := _PORT.match(seen, end):
        end = port.end()
    may_be_followed = not user_info and _is_host(host) and (not port or int(port[1]) < 65_536)
    return _Authority(host if may_be_followed else "", host_start, host_end, end)


def _end_of_url(seen: str, start: int, authority_end: int) -> int:
    end = authority_end
    if end > start and seen[end : end + 1] in ("/", "?", "#"):
        end = _end_of_path(seen, end)
    while end > start and seen[end - 1] in _NOT_AT_THE_END:
        end -= 1
    return end


def _href(seen: str, start: int, end: int, authority: _Authority) -> str:
    host, host_start, host_end, _ = authority
    if not host:
        return ""
    scheme = seen[start:host_start].lower()
    if not scheme and host.count(".") < 2:
        return ""  # www. and one word more
    return (scheme or "https://") + host + seen[host_end:end]


def _host_end(seen: str, start: int) -> int:
    if ipv6 := _IPV6.match(seen, start):
        return ipv6.end()
    for place in range(start, len(seen)):
        character = seen[place]
        if not _may_stand_in_host(character):
            return place
        if place > start and _is_next_word(seen, place):
            return place
    return len(seen)


def _end_of_path(seen: str, start: int) -> int:
    """Where path, query and fragment end. A closing bracket belongs to the address if its opening
    one does."""
    open_: list[str] = []
    for place in range(start, len(seen)):
        character = seen[place]
        if character in _CLOSES:
            if not open_ or open_[-1] != _CLOSES[character]:
                return place
            open_.pop()
        elif character in "([{":
            open_.append(character)
        elif not _may_stand_within(seen, place):
            return place
    return len(seen)


def _may_stand_within(seen: str, place: int) -> bool:
    character = seen[place]
    if character.isascii():
        return character.isprintable() and character != " " and character not in _NEVER
    if character in _WITHIN:
        return seen[place + 1 : place + 2].isalnum()
    if not (character.isalnum() or _is_mark(character) or character in _JOINERS):
        return False
    return not _is_next_word(seen, place)


def _is_next_word(seen: str, place: int) -> bool:
    before = seen[place - 1]
    return before.isascii() and before.isalnum() and bool(_GOES_ON.match(seen[place]))


def _may_stand_in_host(character: str) -> bool:
    return character.isalnum() or character in "-._" or _is_mark(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc")


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return _is_ip(host[1:-1])
    labels = host.split(".")
    if (
        not all(map(_may_stand_in_host, host))
        or len(labels) < 2
        or len(host) > 253
        or not all(map(_LABEL.fullmatch, labels))
    ):
        return False
    # Browsers take a host whose last label is a number for an IPv4 address, however it is written.
    is_number = labels[-1].isdigit() or labels[-1].startswith("0x")
    return _is_ip(host) if is_number else any(each.isalnum() for each in labels[-1])


def _is_ip(written: str) -> bool:
    try:
        return bool(ip_address(written))
    except ValueError:
        return False


def _without_invisible(text: str) -> tuple[str, Sequence[int]]:
    """The characters of a text that can be seen, and their places. What turns the direction stays
    and ends an address, for what follows is read elsewhere than it stands. Joiners between letters
    that are not Latin stay: they are spelling in Persian and in the scripts of India."""
    if text.isascii():
        return text, range(len(text))
    places = [
        place
        for place, character in enumerate(text)
        if not is_invisible(character) or TURNS.match(character) or _is_spelling(text, place)
    ]
    return "".join(map(text.__getitem__, places)), places


def _is_spelling(text: str, place: int) -> bool:
    around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return (
        text[place] in _JOINERS
        and len(around) == 2
        and all(not each.isascii() and (each.isalpha() or _is_mark(each)) for each in around)
    )

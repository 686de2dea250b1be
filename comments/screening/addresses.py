"""The addresses in a text, as they are written to be followed and as they are written to hide."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from comments.web_urls import WebURL, find_urls
from newsroom.foundation.visible_text import is_invisible, reading_order

# Endings of bare domains that are seldom the end of a sentence and the next one's beginning. Any
# other ending counts with a scheme, with www, or with a path behind it.
_PLAIN_ENDINGS = (
    "com|net|org|info|biz|xyz|top|shop|online|site|club|icu|live|store|app|dev|link|click|ru|cn|"
    "io|co|uk|de|fr|pl|eu|tk|ml|ga|cf|gq|cc|ws|tv|su"
)
_LINK = re.compile(r"\[([^\]\n]{0,300})\]\(([^)\s]{1,2000})\)")
_WITH_SCHEME = re.compile(
    r"(?<![a-z0-9])h(?:tt|xx|\*\*)ps?\s?:\s?//\s?[^\s<>\"“”]{1,2000}", re.IGNORECASE
)
_WITH_WWW = re.compile(r"\bwww\d?\.[^\s<>\"“”]{3,2000}", re.IGNORECASE)
_BARE = re.compile(
    rf"\b(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,6}}(?:{_PLAIN_ENDINGS})\b(?:/[^\s<>\"“”]*)?"
    r"|\b(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}[a-z]{2,24}/[^\s<>\"“”]+",
    re.IGNORECASE,
)
_DOT = r"(?:\s?[\[({]\s?(?:\.|dot|punkt|point|точка)\s?[\])}]\s?|\s(?:dot|точка)\s)"
_SPELLED_OUT = re.compile(
    rf"\b(?:https?://)?(?:www(?:{_DOT}|\.))?[a-z0-9][a-z0-9-]{{1,62}}{_DOT}"
    rf"(?:[a-z0-9-]{{1,62}}(?:{_DOT}|\.)){{0,3}}"
    rf"(?:(?:com|co|net|org)\.[a-z]{{2}}|{_PLAIN_ENDINGS})\b(?:/[^\s<>\"“”]*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_DOT_SPELLED = re.compile(_DOT, re.IGNORECASE)
_ENDS_A_SENTENCE = ".,;:!?'*_)]}"
_DOTS = dict.fromkeys(map(ord, "。．｡․"), ".")


@dataclass(frozen=True)
class Address:
    """An address in a text: where it stands, where it leads, and how it is disguised."""

    span: tuple[int, int]
    host: str
    """Lower case, without port; as it is written, not in punycode."""
    shown: str = ""
    """The words of a link that stand in the address's place."""
    is_spelled_out: bool = False
    is_hidden: bool = False
    """Whether what only looks like a dot stands inside it. What cannot be seen hides nothing: it
    comes with a text copied from a justified page, and is left out before the host is judged."""
    has_name: bool = False
    """Whether a name stands before the host, as in https://bank.example@elsewhere.example."""
    url: str = ""
    """Where a browser goes that follows it, with its scheme."""
    path: str = ""
    """What follows the host: the path, and the query with its question mark."""

    @property
    def domain(self) -> str:
        """What its owner has registered; the host itself where nothing could be."""
        return self.host if self.is_number else registered(self.host)

    @property
    def is_number(self) -> bool:
        try:
            return bool(ip_address(self.host.strip("[]")))
        except ValueError:
            return self.host.isdecimal()


def addresses_in(text: str) -> list[Address]:
    """In the order of the text, each once: as they are stored, which is what a link follows, and
    where overrides of direction make that another text, as they are read."""
    urls = find_urls(text)
    found = list(_addresses(text, range(len(text)), urls))
    # What only looks like a link with words may have taken the place of one that is followed:
    # https://elsewhere.example/[words](https://paper.example)
    known = {each.host for each in found}
    found += [
        Address(span=(url.start, url.end), host=parts.host, url=url.href, path=parts.path)
        for url in urls
        if url.href and (parts := _parts(url.href)).host not in known
    ]
    if order := reading_order(text):
        known = {each.host for each in found}
        found += [each for each in _addresses(text, order, []) if each.host not in known]
    return sorted(found, key=lambda each: each.span)


def _addresses(text: str, order: Sequence[int], urls: list[WebURL]) -> Iterator[Address]:
    plain, origin = _plainly(text, order)
    if not _may_hold_any(plain):
        return
    taken = [False] * (len(plain) + 1)
    followed = [
        (bisect_left(origin, url.start), bisect_left(origin, url.end), url.href)
        for url in urls
        if url.href
    ]
    for start, end, written, shown, is_spelled_out in _matches(plain, followed):
        if any(taken[start:end]):
            continue
        host, has_name, path = _parts(written)
        if "." not in host and not host.isdecimal() and ":" not in host:
            continue
        taken[start:end] = [True] * (end - start)
        places = origin[start:end]
        yield Address(
            span=(min(places), max(places) + 1),
            host=host,
            shown=shown,
            is_spelled_out=is_spelled_out,
            is_hidden=any(ord(text[place]) in _DOTS for place in places),
            has_name=has_name,
            url=_url(written),
            path=path,
        )


def registered(host: str) -> str:
    return _suffixes().privatesuffix(host) or host


def is_public_suffix(host: str) -> bool:
    """Whether everybody may register a name beneath this host, as beneath co.uk or github.io."""
    return "." in host and _suffixes().privatesuffix(host) is None


def _may_hold_any(plain: str) -> bool:
    """Most comments hold none: five looks tell it."""
    lower = plain.lower()
    return "." in plain or "//" in plain or " dot " in lower or "dot" in lower or "точка" in lower


def _matches(
    plain: str, followed: list[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str, str, bool]]:
    """Start, end, address, shown words, and whether it is spelled out; `followed` are those that
    a browser follows as they stand. What was found first wins its place."""
    for match in _LINK.finditer(plain):
        yield match.start(), match.end(), match[2].strip("<>"), match[1].strip(), False
    for start, end, url in followed:
        yield start, end, url, "", False
    spelled_out = [
        (match.start(), match.end(), _DOT_SPELLED.sub(".", match[0]), "", True)
        for match in _SPELLED_OUT.finditer(plain)
        if _DOT_SPELLED.search(match[0])
    ]
    # Before bare domains, of which paper[.]co.uk seems to hold one; but where it would begin within
    # a domain, that one is looked for first: “boats.com dot …”.
    yield from (each for each in spelled_out if plain[each[0] - 1 : each[0]] != ".")
    for pattern in (_WITH_SCHEME, _WITH_WWW, _BARE):
        for match in pattern.finditer(plain):
            written = match[0].rstrip(_ENDS_A_SENTENCE)
            before = plain[match.start() - 1 : match.start()]
            if before != "@" and not _is_new_sentence(written):
                yield match.start(), match.start() + len(written), written, "", False
    yield from spelled_out


def _is_new_sentence(written: str) -> bool:
    """“home.Club” is two sentences without a space, and no address."""
    head, _, ending = written.rpartition(".")
    return ending[:1].isupper() and not head.isupper() and "/" not in written


def _undisguised(written: str) -> str:
    bare = re.sub(r"\s", "", written)
    return re.sub(r"^h(?:xx|\*\*)p", "http", bare, flags=re.IGNORECASE)


def _url(written: str) -> str:
    bare = _undisguised(written)
    return bare if _SCHEME.match(bare) else f"https://{bare.lstrip('/')}"


class _Parts(NamedTuple):
    host: str
    has_name: bool
    path: str


def _parts(written: str) -> _Parts:
    bare = _undisguised(written)
    try:
        parts = urlsplit(bare if "//" in bare else f"//{bare}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return _Parts("", False, "")
    if host.startswith("xn--") or ".xn--" in host:
        with suppress(UnicodeError):
            host = host.encode("ascii").decode("idna")
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return _Parts(host, parts.username is not None, path)


def _plainly(text: str, order: Sequence[int]) -> tuple[str, Sequence[int]]:
    """The characters in this order, without what cannot be seen and with plain dots, and where
    each came from."""
    if text.isascii():
        return text, order
    kept, origin = [], []
    for place in order:
        character = text[place]
        if is_invisible(character):
            continue
        plain = character.translate(_DOTS)
        if "\uff00" <= plain <= "\uffef":
            plain = unicodedata.normalize("NFKC", plain)
        kept.append(plain if len(plain) == 1 else character)
        origin.append(place)
    return "".join(kept), origin


@cache
def _suffixes() -> PublicSuffixList:
    """The list as the library brings it along; a fifteenth of a second, once in a process."""
    return PublicSuffixList()

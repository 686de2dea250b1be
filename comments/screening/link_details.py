"""What can be said of a link without following it: its real target, what it carries, and what it
looks like. Plain data in and out; nothing is asked outside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from comments.screening.addresses import Address, addresses_in, registered
from comments.screening.checks.links import SHORTENERS, Domains, Entry, is_ours
from comments.screening.folding import folded

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|heic|svg)$", re.IGNORECASE)
_SCHEME_INSIDE = re.compile(r"https?(?::|%3a)(?:/|%2f){1,2}", re.IGNORECASE)
# A short name is one letter away from too many others.
_SHORTEST_LOOKALIKE = 5
_CARRIED_MAX = 3


@dataclass(frozen=True)
class LinkDetails:
    """One link of a text, as a moderator should see it."""

    address: Address
    before_domain: str
    """Scheme, names and subdomains: all of the URL that stands before the domain."""
    domain: str
    after_domain: str
    punycode: str = ""
    """How the host is written on the wire, where that differs from what readers see."""
    scripts: tuple[str, ...] = ()
    """The scripts of its letters, where they are not Latin alone."""
    is_mixed: bool = False
    """Whether one word of the host mixes scripts."""
    carried: tuple[str, ...] = ()
    """The domains of other addresses within this one: where a redirect leads."""
    entry: Entry | None = None
    """The row of the list of domains that holds for it."""
    is_shortener: bool = False
    is_picture: bool = False
    looks_like: str = ""
    """The domain known here that a reader could take it for."""

    @property
    def shown(self) -> str:
        """The words of the link, where they name another domain than the one it leads to."""
        named = addresses_in(self.address.shown) if self.address.shown else []
        return self.address.shown if named and named[0].domain != self.domain else ""

    @property
    def can_be_opened(self) -> bool:
        return self.address.url.lower().startswith(("http://", "https://"))


def details_of(text: str, hosts: Collection[str], listed: Domains) -> list[LinkDetails]:
    """Every link of the text in its order, but for those to the paper's own pages. `hosts` are
    the paper's, `listed` the domains with a rule."""
    own = frozenset(hosts)
    known = {registered(host) for host in own if "." in host}
    known |= {name for name, entry in listed.by_name.items() if entry.act == "allow"}
    return [
        _details(address, known, listed)
        for address in addresses_in(text)
        if address.has_name or not is_ours(address.host, own)
    ]


def _details(address: Address, known: Collection[str], listed: Domains) -> LinkDetails:
    before, after = _around_host(address)
    domain = address.domain
    scripts = [script for label in address.host.split(".") for script in _scripts(label)]
    return LinkDetails(
        address=address,
        before_domain=f"{before}{address.host.removesuffix(domain)}",
        domain=domain,
        after_domain=after,
        punycode=_punycode(address.host),
        scripts=tuple(dict.fromkeys(scripts)) if set(scripts) - {"Latin"} else (),
        is_mixed=any(len(_scripts(label)) > 1 for label in address.host.split(".")),
        carried=tuple(dict.fromkeys(_carried(address.url)))[:_CARRIED_MAX],
        entry=listed.of(address.host),
        is_shortener=domain in SHORTENERS,
        is_picture=bool(_PICTURE.search(urlsplit(address.url).path)),
        looks_like="" if address.is_number else lookalike_of(domain, known),
    )


def lookalike_of(domain: str, known: Collection[str]) -> str:
    """The known domain that a reader could take this one for: the same letters in another script
    or with signs in their place, the same name under another ending, one letter more, fewer or
    other, or the name with something joined to it. Empty for none, and for a known domain."""
    if domain in known:
        return ""
    name = _skeleton(domain.partition(".")[0])
    return next((each for each in known if _is_alike(name, _skeleton(each.partition(".")[0]))), "")


def _is_alike(name: str, known: str) -> bool:
    if name == known:
        return True
    if len(known) < _SHORTEST_LOOKALIKE:
        return False
    return known in name or _is_one_letter_away(name, known)


def _is_one_letter_away(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rests = one[start:], other[start:]
    return (
        rests[0][1:] == rests[1][1:]
        or rests[0][1:] == rests[1]
        or rests[0] == rests[1][1:]
        # Two neighbours that have changed places.
        or (rests[0][:2] == rests[1][1::-1] and rests[0][2:] == rests[1][2:])
    )


# What is put in the place of letters in the names of hosts.
_SIGNS = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "i": "l", "-": None})


def _skeleton(label: str) -> str:
    return folded(label).text.replace("rn", "m").translate(_SIGNS)


def _around_host(address: Address) -> tuple[str, str]:
    """What stands before and after the host in the URL."""
    parts = urlsplit(address.url)
    name, at, host = parts.netloc.rpartition("@")
    port = re.search(r":\d+$", host)
    start = f"{parts.scheme}://{name}{at}"
    end = address.url[len(parts.scheme) + 3 + len(parts.netloc) :]
    return start, f"{port[0] if port else ''}{end}"


def _carried(url: str) -> Iterator[str]:
    """The domains of the addresses that stand within the path or the query of another."""
    parts = urlsplit(url)
    values = [value for _, value in parse_qsl(parts.query, max_num_fields=None)]
    match = _SCHEME_INSIDE.search(parts.path)
    if match:
        values.append(parts.path[match.start() :])
    values += [parts.query, parts.fragment] if _SCHEME_INSIDE.match(parts.query) else []
    for value in values:
        plain = unquote(value)
        if _SCHEME_INSIDE.match(plain) or plain.lower().startswith(("www.", "//")):
            yield from (found.domain for found in addresses_in(plain.lstrip("/"))[:1])


def _punycode(host: str) -> str:
    if host.isascii():
        return ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _scripts(label: str) -> list[str]:
    names = (unicodedata.name(each, "").split(" ")[0] for each in label if each.isalpha())
    return list(dict.fromkeys(name.capitalize() for name in names if name))

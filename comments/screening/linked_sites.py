"""The sites that a text links to: whose pages they are, as far as an address can tell.

Usually that is the registered domain. On a host that many share (`shared_hosts.py`) it is the
channel, the account or the page: t.me/somebody and t.me/somebody-else are two sites.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from comments.screening.addresses import Address, addresses_in, is_public_suffix, registered
from comments.screening.shared_hosts import NO_ACCOUNTS, SHARED_HOSTS, SUBDOMAIN

# Before each part of a path, and before its first parameter.
_PARTS = re.compile(r"(?=[/?])")


@dataclass(frozen=True)
class LinkedSite:
    name: str
    """The registered domain, or the host and the path of an account on it; in lower case, so
    that two addresses of one site have the same name."""
    is_on_shared_host: bool = False
    """Whether the host is shared, so that the domain alone must never be blocked."""


def sites_in(text: str) -> list[LinkedSite]:
    """The sites that a text links to, each once, in the order of the text."""
    return list(dict.fromkeys(filter(None, map(site_of, addresses_in(text)))))


def site_of(address: Address) -> LinkedSite | None:
    """The site of an address; None if it is on a shared host and names nobody there."""
    host = address.host.removeprefix("www.")
    shared = _shared_host_of(host)
    if not shared:
        if not address.is_number and is_public_suffix(host):
            return None
        return LinkedSite(address.domain.lower())
    for pattern in SHARED_HOSTS[shared]:
        if pattern == SUBDOMAIN:
            if subdomain := _subdomain(host, shared):
                return LinkedSite(f"{subdomain}.{shared}", is_on_shared_host=True)
        elif path := _matched(pattern, address.path.lower()):
            return LinkedSite(f"{shared}{path}", is_on_shared_host=True)
    return None


def is_shared_host(domain: str) -> bool:
    """Whether people who have nothing to do with one another publish under this domain. It must
    not be offered for blocking. A subdomain or an account's own domain on such a host, as in
    somebody.github.io, is not shared."""
    domain = domain.lower().strip(".").removeprefix("www.")
    shared = _shared_host_of(domain)
    if not shared:
        return is_public_suffix(domain)
    return not (SUBDOMAIN in SHARED_HOSTS[shared] and _subdomain(domain, shared))


def _shared_host_of(host: str) -> str:
    """The line of the list that holds for a host: its own or that of the nearest domain above."""
    highest = registered(host)
    while host not in SHARED_HOSTS:
        if host == highest or "." not in host:
            return ""
        host = host.partition(".")[2]
    return host


def _subdomain(host: str, shared: str) -> str:
    """The label that stands right before the shared host; empty if that is of the host's own."""
    label = host.removesuffix(shared).rstrip(".").rpartition(".")[2]
    return "" if label in ("m", "web", "en") else label


def _matched(pattern: str, path: str) -> str:
    """The beginning of the path that the pattern fits, or empty."""
    parts = [part for part in _PARTS.split(path.partition("#")[0].partition("&")[0]) if part != "/"]
    wanted = _PARTS.split(f"/{pattern}")[1:]
    parts = [part for part in parts if part]
    if len(parts) < len(wanted) or not all(map(fnmatchcase, parts, wanted)):
        return ""
    if parts[0][1:] in NO_ACCOUNTS and wanted[0] == "/*":
        return ""
    return "".join(parts[: len(wanted)])

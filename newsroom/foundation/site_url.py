"""The paper's own address. It comes from SITE_URL and never from a request: the sender of a request
chooses its Host header, and a link in a mail must not lead where a stranger wants it to."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings


def normalize_site_url(url: str) -> str:
    """The address as scheme and host, as in https://courier.example, without a slash at its end.
    Raises ValueError with a sentence for the person who set it."""
    example = "write it as in https://courier.example"
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
        name = f"[{host}]" if ":" in host else host.encode("idna").decode()
    except ValueError:  # a broken port, bracket or international name
        raise ValueError(f"SITE_URL is {url!r}, which is no address: {example}.") from None
    if parts.scheme not in ("http", "https") or not name:
        raise ValueError(
            f"SITE_URL is {url!r}: it needs http:// or https:// and a host; {example}."
        )
    if any(character.isspace() or character in "<>\"'\\_%*" for character in name):
        raise ValueError(f"SITE_URL is {url!r}, which is no address: {example}.")
    if parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"SITE_URL is {url!r}: it has a host and nothing after it; {example}.")
    is_default = port in (None, {"http": 80, "https": 443}[parts.scheme])
    return f"{parts.scheme}://{name}" if is_default else f"{parts.scheme}://{name}:{port}"


def host_of(url: str) -> str:
    """The host name of a normalized address, an IPv6 address in its brackets."""
    return urlsplit(url).netloc.rpartition("@")[2].removesuffix(f":{urlsplit(url).port}")


def is_loopback_name(host: str) -> bool:
    """Whether a host name or address, with or without a port, names the machine itself."""
    name = host.strip().lower()
    if name.startswith("["):
        name = name[1:].partition("]")[0]
    elif name.count(":") == 1:
        name = name.partition(":")[0]
    if name.rstrip(".") == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def absolute_url(path: str) -> str:
    """The whole address of a path of this site; what is a whole address already stays."""
    return path if urlsplit(path).scheme else f"{settings.SITE_URL}{path}"


def on_this_site(url: str) -> str:
    """The same page at the paper's own address, whatever host the address names."""
    return absolute_url(urlunsplit(("", "", *urlsplit(url)[2:])))

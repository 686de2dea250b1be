"""What stands between the site and the network: who is asking, over what, and what a browser
is told to refuse."""

from collections.abc import Callable
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

# What a page of text has no use for, for itself and for whatever might get into it.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
        "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip


class BehindTrustedProxies:
    """Take the client's address and scheme from the forwarding headers, but only as far back as
    the proxies named in TRUSTED_PROXIES have written them; anybody else's are ignored."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        if "HTTP_X_FORWARDED_FOR" not in meta and "HTTP_X_FORWARDED_PROTO" not in meta:
            return self.get_response(request)
        chain = meta.pop("HTTP_X_FORWARDED_FOR", "").split(",")
        scheme = meta.pop("HTTP_X_FORWARDED_PROTO", "").split(",")[-1].strip().lower()
        proxies = tuple(settings.TRUSTED_PROXIES)
        if proxies and _is_trusted(meta.get("REMOTE_ADDR", ""), proxies):
            meta["REMOTE_ADDR"] = _client(chain, meta.get("REMOTE_ADDR", ""), proxies)
            if scheme in ("http", "https"):
                meta["wsgi.url_scheme"] = scheme
        return self.get_response(request)


def _client(chain: list[str], nearest: str, proxies: tuple[str, ...]) -> str:
    """The last address of the chain that no trusted proxy stands behind. What is no address
    ends the walk: whoever wrote it, there is nothing to believe beyond it."""
    client = nearest
    for written in reversed(chain):
        address = _address(written)
        if address is None:
            break
        client = str(address)
        if not _is_trusted(client, proxies):
            break
    return client


def _is_trusted(address: str, proxies: tuple[str, ...]) -> bool:
    there = _address(address)
    if there is None:  # a Unix socket has no address: only the machine itself can reach it
        return "unix" in proxies
    return any(there in network for network in _networks(proxies))


@cache
def _networks(proxies: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    return [ip_network(proxy, strict=False) for proxy in proxies if proxy != "unix"]


def _address(written: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write them: bare, with a port, in brackets, or IPv4 inside IPv6."""
    bare = written.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


class SecureCookies:
    """Mark every cookie Secure on a request that came over HTTPS, so that one setting serves
    a trial on one's own machine and a site behind TLS."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


class PermissionsPolicy:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

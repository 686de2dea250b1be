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

from newsroom.foundation.site_url import host_of, is_loopback_name

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
        request.was_forwarded = True  # type: ignore[attr-defined]
        chain = meta.pop("HTTP_X_FORWARDED_FOR", "").split(",")
        scheme = meta.pop("HTTP_X_FORWARDED_PROTO", "").split(",")[-1].strip().lower()
        proxies = tuple(settings.TRUSTED_PROXIES)
        if proxies and _is_trusted(meta.get("REMOTE_ADDR", ""), proxies):
            meta["REMOTE_ADDR"] = _client(chain, meta.get("REMOTE_ADDR", ""), proxies)
            if scheme in ("http", "https"):
                meta["wsgi.url_scheme"] = scheme
        return self.get_response(request)


# Headers that a reverse proxy, a tunnel or a CDN adds, by the beginning of their names in META.
# Any X- header counts as one but for those that browsers and their scripts send, ours too.
FORWARDING_HEADERS = (
    "HTTP_X_", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_CF_", "HTTP_CDN_", "HTTP_FASTLY_", "HTTP_FLY_",
    "HTTP_TAILSCALE_", "HTTP_NGROK_", "HTTP_FRONT_END_HTTPS",
)  # fmt: skip
SENT_BY_BROWSERS = (
    "HTTP_X_DESK", "HTTP_X_REQUESTED_WITH", "HTTP_X_CSRFTOKEN", "HTTP_X_MOZ", "HTTP_X_PURPOSE",
)  # fmt: skip


def comes_from_this_machine(request: HttpRequest) -> bool:
    """Whether a browser on this machine asked this server directly.

    The address alone does not say so: behind a proxy or a tunnel on the same machine every stranger
    has a loopback address. So nothing may say that the request was passed on, the host asked for
    must be the machine itself, and no setting may say that the site is reached otherwise (HOST,
    SITE_URL, TRUSTED_PROXIES). A proxy that rewrites the host and adds no header, as nginx does
    without any setting, speaks HTTP/1.0, which no browser does. What cannot be known is a tunnel
    that hands on bytes, such as ssh -R, to a site whose SITE_URL does not say where it is.
    """
    meta = request.META
    if getattr(request, "was_forwarded", False) or settings.TRUSTED_PROXIES:
        return False
    if not (is_loopback_name(settings.HOST) and is_loopback_name(host_of(settings.SITE_URL))):
        return False
    if any(_was_added_on_the_way(name) for name in meta):
        return False
    # Granian says HTTP/1 of HTTP/1.0: what is known is named, and nothing else passes.
    if meta.get("SERVER_PROTOCOL") not in ("HTTP/1.1", "HTTP/2"):
        return False
    client = _address(meta.get("REMOTE_ADDR", ""))
    return client is not None and client.is_loopback and is_loopback_name(request.get_host())


def _was_added_on_the_way(header: str) -> bool:
    if header in SENT_BY_BROWSERS or not header.startswith("HTTP_"):
        return False
    return header.startswith(FORWARDING_HEADERS) or header.endswith("_IP")


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

"""What stands between the site and the network: who is asking, over what, and the cookies."""

from collections.abc import Callable
from functools import cache
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

GetResponse = Callable[[HttpRequest], HttpResponse]


@cache
def _is_trusted(address: str, proxies: tuple[str, ...]) -> bool:
    try:
        there = ip_address(address)
    except ValueError:  # a Unix socket has no address: only the machine itself can reach it
        return "unix" in proxies
    return any(there in ip_network(proxy, strict=False) for proxy in proxies if proxy != "unix")


class BehindTrustedProxies:
    """Take the client's address and scheme from the forwarding headers, but only as far back as
    the proxies named in TRUSTED_PROXIES have written them; anybody else's are ignored."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies = tuple(settings.TRUSTED_PROXIES)
        forwarded_for = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = request.META.pop("HTTP_X_FORWARDED_PROTO", "").strip()
        if proxies and _is_trusted(request.META.get("REMOTE_ADDR", ""), proxies):
            chain = [address.strip() for address in forwarded_for.split(",") if address.strip()]
            while chain and _is_trusted(request.META["REMOTE_ADDR"], proxies):
                request.META["REMOTE_ADDR"] = chain.pop()
            if scheme in ("http", "https"):
                request.META["wsgi.url_scheme"] = scheme
        return self.get_response(request)


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


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was open too long or came from elsewhere. What was typed in it
    is shown back, for it may be the only copy."""
    typed = request.POST.get("text", "")
    return render(request, "403_csrf.html", {"typed": typed}, status=403)

"""From which site a browser sent a form."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest


def came_from(request: HttpRequest) -> bool | None:
    """Whether the form stood on a page of this site; None where the browser says nothing."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if not sender:
        return None
    parts = urlsplit(sender)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())

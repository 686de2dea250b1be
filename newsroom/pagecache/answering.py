"""A kept page as it is answered with."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from newsroom.pagecache import freshness
from newsroom.pagecache.copy import Copy

# What an answer without a body may say (RFC 9110, section 15.4.5).
_WITHOUT_BODY = ("Vary", "Surrogate-Key", "Cache-Tag")


def answer(request: HttpRequest, copy: Copy, encoding: str, *, is_stale: bool) -> HttpResponse:
    """The page in this encoding, or word that the reader has it already."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked and not is_stale and _has(asked, copy.etag):
        said: HttpResponse = HttpResponseNotModified(
            headers={name: copy.headers[name] for name in _WITHOUT_BODY if name in copy.headers}
        )
    else:
        body = copy.bodies[encoding]
        headers = {**copy.headers, "Content-Length": str(len(body))}
        if encoding:
            headers["Content-Encoding"] = encoding
        said = HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)
    said.headers["ETag"] = copy.etag
    if is_stale:
        said.headers["Warning"] = freshness.WARNING
        said.headers["Age"] = str(int(time.time() - copy.made_at))
        said.headers["Cache-Control"] = "no-cache"
    else:
        for name, value in freshness.of(copy).items():
            said.headers[name] = value
    return said


def _has(asked: str, etag: str) -> bool:
    """Whether If-None-Match names what we have: weakly compared (RFC 9110, section 13.1.2)."""
    opaque = etag.removeprefix("W/")
    return asked.strip() == "*" or opaque in {
        each.strip().removeprefix("W/") for each in asked.split(",")
    }

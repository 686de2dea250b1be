"""A kept page as it is answered with."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import ResponseHeaders

from newsroom.pagecache import freshness
from newsroom.pagecache.copy import Copy

# What an answer without a body may say (RFC 9110, section 15.4.5).
_WITHOUT_BODY = ("Vary", "Surrogate-Key", "Cache-Tag")


def answer(request: HttpRequest, copy: Copy, encoding: str) -> HttpResponse:
    """The page in this encoding, or word that the reader has it already."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked and _has(asked, copy.etag):
        kept = {name: copy.headers[name] for name in _WITHOUT_BODY if name in copy.headers}
        return HttpResponseNotModified(headers=kept | {"ETag": copy.etag} | freshness.of(copy))
    said = _Whole(copy, encoding, with_body=request.method != "HEAD")
    for name, value in freshness.for_edges(copy).items():
        said.headers[name] = value
    return said


def stale_answer(request: HttpRequest, copy: Copy, encoding: str) -> HttpResponse:
    """The page as it was last known, said to be old (RFC 9111, section 5.1; the warning as RFC
    7234, section 5.5 had it)."""
    said = _Whole(copy, encoding, with_body=request.method != "HEAD")
    said.headers["Warning"] = freshness.WARNING
    said.headers["Age"] = str(int(time.time() - copy.made_at))
    said.headers["Cache-Control"] = "no-cache"
    return said


class _Whole(HttpResponse):
    """The whole page. Django checks and encodes each header of a response anew, which takes longer
    than everything else about a kept page: here it is done once for each copy and encoding."""

    def __init__(self, copy: Copy, encoding: str, *, with_body: bool) -> None:
        body = copy.bodies[encoding]
        super().__init__(body if with_body else b"", content_type=copy.headers["Content-Type"])
        checked = copy.checked.get(encoding)
        if checked is None:
            own = {"ETag": copy.etag, "Content-Length": str(len(body))} | freshness.FOR_ALL
            if encoding:
                own["Content-Encoding"] = encoding
            checked = copy.checked[encoding] = ResponseHeaders(copy.headers | own)
        self.headers._store = checked._store.copy()


def _has(asked: str, etag: str) -> bool:
    """Whether If-None-Match names what we have: weakly compared (RFC 9110, section 13.1.2)."""
    opaque = etag.removeprefix("W/")
    return asked.strip() == "*" or opaque in {
        each.strip().removeprefix("W/") for each in asked.split(",")
    }

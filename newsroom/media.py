"""The pictures of the paper, from the disk of this machine. The web server could send them with
less work, but answers 404 by itself for a file that is not there; what is not found here goes on to
the site, which knows what was removed (articles.views.missing_file)."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from mimetypes import guess_type

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.http import http_date

from newsroom.foundation import edge

MAX_AGE_SECONDS = 24 * 60 * 60

# Whatever a file pretends to be, a browser shows it as a picture and runs nothing of it.
SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}


class MediaFiles:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(settings.MEDIA_URL) and request.method in ("GET", "HEAD"):
            name = path.removeprefix(settings.MEDIA_URL)
            return _answer(request, name) or self.get_response(request)
        return self.get_response(request)


def _answer(request: HttpRequest, name: str) -> HttpResponse | None:
    """The file of this name, read whole: a thread that sends it piece by piece would be as slow as
    the reader's line. None if there is none."""
    try:
        with open(safe_join(settings.MEDIA_ROOT, name), "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                return None
            etag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
            headers = {
                "ETag": etag,
                "Last-Modified": http_date(about.st_mtime),
                "Cache-Control": f"public, max-age={MAX_AGE_SECONDS}",
            }
            if settings.EDGES:
                headers |= {"Surrogate-Key": edge.PICTURES, "Cache-Tag": edge.PICTURES}
            if etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
                return HttpResponseNotModified(headers=headers)
            kind = guess_type(name)[0] or "application/octet-stream"
            headers |= SAFE | {"Content-Type": kind, "Content-Length": str(about.st_size)}
            return HttpResponse(b"" if request.method == "HEAD" else file.read(), headers=headers)
    except (OSError, ValueError, SuspiciousFileOperation):
        return None

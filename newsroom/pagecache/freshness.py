"""What is said beside a kept page: how long it may be kept elsewhere, and what it shows."""

from __future__ import annotations

import time

from django.conf import settings
from django.http import HttpResponse

from newsroom.foundation.keeping import Shown
from newsroom.pagecache.copy import Copy

# An edge is told of every change. Should a word to it be lost, it asks again after so long.
EDGE_KEEPS_SECONDS = 300
# While it asks, others get what it has; not where the clock alone is about to change the page.
WHILE_ASKING_SECONDS = 30
# While nobody here answers, a reader is better served by an old page than by none.
WHILE_DOWN_SECONDS = 24 * 60 * 60

# Each answer has its own of these.
_OF_ONE_ANSWER = {"content-length", "content-encoding", "etag", "cache-control", "vary", "age"}

WARNING = '110 newsroom "Response is Stale"'


def headers(response: HttpResponse, shown: Shown) -> dict[str, str]:
    """The page's own headers, for every answer with it. A stranger's page is the same whatever
    cookie comes along, so it does not vary with any."""
    kept = {
        name: value
        for name, value in response.headers.items()
        if name.lower() not in _OF_ONE_ANSWER
    }
    kept["Vary"] = "Accept-Encoding"
    if settings.EDGES:
        keys = ["edition", *(f"thread-{pk}" for pk in shown.threads)]
        kept["Surrogate-Key"] = " ".join([*keys, "threads"] if shown.any_thread else keys)
        kept["Cache-Tag"] = kept["Surrogate-Key"].replace(" ", ",")
    return kept


def of(copy: Copy) -> dict[str, str]:
    """A browser asks with every visit, and so does whoever stands between and is not told of
    changes. An edge that is told keeps the page, never beyond what the clock changes. To it alone
    that is said: a browser would take `stale-while-revalidate` for itself. Varnish and Fastly read
    Surrogate-Control (W3C, Edge Architecture, 2001), Cloudflare CDN-Cache-Control (RFC 9213)."""
    said = {"Cache-Control": "public, no-cache"}
    if settings.EDGES:
        left_seconds = max(0, int(min(copy.ends_at - time.time(), EDGE_KEEPS_SECONDS * 2)))
        keeps = min(EDGE_KEEPS_SECONDS, left_seconds)
        asking = min(WHILE_ASKING_SECONDS, left_seconds - keeps)
        for_edges = (
            f"max-age={keeps}, stale-while-revalidate={asking}, stale-if-error={WHILE_DOWN_SECONDS}"
        )
        said |= {"Surrogate-Control": for_edges, "CDN-Cache-Control": for_edges}
    return said

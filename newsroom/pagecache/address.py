"""Under which address a page is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.urls import Resolver404, resolve

from newsroom.foundation import keeping
from newsroom.foundation.tracking import TRACKING

# Who brings one of these may be somebody, or has something of one's own to be shown.
PERSONAL_COOKIES = ("sessionid=", "messages=")
# Here nothing is ever the same for every stranger; and whether a process is alive, or a file is
# there, is no matter of the database.
NEVER_KEPT = (
    "/admin/",
    "/accounts/",
    "/static/",
    "/media/",
    "/healthz",
    "/readyz",
    "/conversation/",
)
# Of what a page reads. Longer than any cursor: a kept page costs memory, and so does its address.
QUERY_LONGEST = 200
# Of all that stands in an address: taking more apart costs more than a page.
WHOLE_LONGEST = 8_000
# Of so many paths it is remembered what their pages read.
PATHS_REMEMBERED = 2_000


class Address(NamedTuple):
    scheme: str
    host: str
    path: str
    query: str


def of(environ: Mapping[str, Any], *, to_anybody: bool = False) -> Address | None:
    """The address of a page that may be the same for every stranger; none for a request that
    changes something, comes from somebody we may know unless it is said to be for anybody, or
    asks for what is never kept. It has what the page reads of the query, in one order: whatever
    else stands there is no part of it."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    path = environ["PATH_INFO"]
    if path.startswith(NEVER_KEPT):
        return None
    cookies = environ.get("HTTP_COOKIE")
    if cookies and not to_anybody and any(name in cookies for name in PERSONAL_COOKIES):
        return None
    query = environ.get("QUERY_STRING", "")
    if query:
        found = _normalised(path, query)
        if found is None:
            return None
        query = found
    return Address(environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), path, query)


def moved_to(environ: Mapping[str, Any]) -> Callable[[str], str] | None:
    """What says where an address leads that may be an old one, by its whole path with the query;
    none where the page reads all there is, or never was anything else."""
    query, path = environ.get("QUERY_STRING", ""), environ["PATH_INFO"]
    if not query or not (reads := _read_at(settings.ROOT_URLCONF, path)) or not reads.moved_to:
        return None
    return None if _values(query).keys() <= reads.names else reads.moved_to


def _normalised(path: str, query: str) -> str | None:
    """What the page at this path reads of the query, in one order. None if it does not say what it
    reads, or if it is more than we keep."""
    if len(query) > WHOLE_LONGEST:
        return None
    values = _values(query)
    if not values:
        return ""
    reads = _read_at(settings.ROOT_URLCONF, path)
    if reads is None:
        return None
    known = urlencode(
        sorted((name, value) for name, value in values.items() if value and name in reads.names)
    )
    return known if len(known) <= QUERY_LONGEST else None


def _values(query: str) -> dict[str, str]:
    """As Django reads it, as bytes of UTF-8 and of a name that comes twice the last; without what
    only says from where one comes."""
    if not query.isascii():
        query = query.encode("latin-1", "replace").decode("utf-8", "replace")
    parsed = parse_qsl(query, keep_blank_values=True)
    return {name: value for name, value in parsed if not TRACKING.fullmatch(name)}


@lru_cache(PATHS_REMEMBERED)
def _read_at(urlconf: str, path: str) -> keeping.Reads | None:
    """What the page at this path reads of the query; none if it does not say, or there is none."""
    try:
        return keeping.reads_of(resolve(path, urlconf).func)
    except Resolver404:
        return None

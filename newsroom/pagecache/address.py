"""Under which address a page is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

# What our pages read from the query. Whatever else stands there asks for something we do not know.
READ = frozenset({"comment", "from", "order"})
# What newsletters and advertisers hang on an address, to see who comes from where. It changes
# nothing on the page, often names a person, and must not get into anybody else's copy.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi"
)
# Who brings one of these may be somebody, or has something of one's own to be shown.
PERSONAL_COOKIES = ("sessionid=", "messages=")
# Longer than any cursor: a kept page costs memory, and so does its address.
QUERY_LONGEST = 200


class Address(NamedTuple):
    scheme: str
    host: str
    path: str
    query: str


def of(environ: Mapping[str, Any], *, to_anybody: bool = False) -> Address | None:
    """The address of a page that may be the same for every stranger; none for a request that
    changes something, comes from somebody we may know unless it is said to be for anybody, or
    asks for what we do not know."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    cookies = environ.get("HTTP_COOKIE")
    if cookies and not to_anybody and any(name in cookies for name in PERSONAL_COOKIES):
        return None
    query = environ.get("QUERY_STRING", "")
    if query:
        found = _normalised(query)
        if found is None:
            return None
        query = found
    host = environ.get("HTTP_HOST", "")
    return Address(environ["wsgi.url_scheme"], host, environ["PATH_INFO"], query)


def _normalised(query: str) -> str | None:
    """In one order, without what only says from where one comes; none if there is more in it."""
    if len(query) > QUERY_LONGEST:
        return None
    asked = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not TRACKING.fullmatch(name)
    ]
    if any(name not in READ for name, _ in asked):
        return None
    return urlencode(sorted(asked))

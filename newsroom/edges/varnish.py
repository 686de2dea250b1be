"""Varnish with deploy/varnish.vcl: `varnish://HOST:PORT`."""

from __future__ import annotations

import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

KEYS_AT_MOST = 100
"""In one request: a header line may be of 8 kB there."""
PAUSE_SECONDS = 0.05
# Marks in the VCL keep out what was on its way.
AGAIN_AFTER_SECONDS = 0
TIMEOUT_SECONDS = 3
# A page that Varnish had just accepted, and not yet put away, is missed by a purge. Putting it
# away is a matter of microseconds, but a thread may be held up in between.
SAID_AGAIN_AFTER_SECONDS = 0.01


def purge(place: str, secret: str, keys: list[str]) -> None:
    """Returns when no page with any of these keys is served any more. Raises OSError or
    HTTPException."""
    parts = urlsplit(f"//{place}")
    connection = HTTPConnection(
        parts.hostname or "127.0.0.1", parts.port or 80, timeout=TIMEOUT_SECONDS
    )
    try:
        for pause in (0, SAID_AGAIN_AFTER_SECONDS):
            time.sleep(pause)
            connection.request("PURGE", "/", headers={"Surrogate-Key": " ".join(keys)})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise HTTPException(f"status {answer.status}")
    finally:
        connection.close()

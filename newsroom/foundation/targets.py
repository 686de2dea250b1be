"""Questions and messages to machines outside, at addresses that people have typed in.

What is checked is what is connected to: the name is looked up once, and an address inside the
house (private, loopback, link-local) is refused unless ALLOW_PRIVATE_TARGETS is set. So nobody with
a seat in the admin can make the server speak to its neighbours. No redirect is followed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Timer
from time import monotonic
from urllib.parse import urlsplit

from newsroom.foundation.hosts import PrivateTarget, address_of

__all__ = ["Answer", "PrivateTarget", "post"]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """By names in lower case."""
    body: bytes


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    timeout_seconds: float,
    answer_bytes_max: int = 100_000,
) -> Answer:
    """The answer, whatever its status, within the time for all of it. Raises OSError (PrivateTarget
    and TimeoutError are), HTTPException, or ValueError for no address."""
    ends_at = monotonic() + timeout_seconds
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not a web address")
    is_secure = parts.scheme == "https"
    host, port = parts.hostname, parts.port or (443 if is_secure else 80)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    connection = http.client.HTTPConnection(host, port)
    address = address_of(host, port, timeout_seconds)
    with socket.create_connection((address, port), _left(ends_at)) as plain:
        own = _secured(plain, host) if is_secure else plain
        # However slowly it drips, at the end of the time it is cut off.
        clock = Timer(ends_at - monotonic(), _cut, [own])
        clock.daemon = True
        clock.start()
        try:
            connection.sock = own
            if isinstance(own, ssl.SSLSocket):
                own.do_handshake()
            connection.request("POST", path, body, dict(headers))
            got = connection.getresponse()
            told = {name.lower(): value for name, value in got.getheaders()}
            answer = Answer(got.status, told, got.read(answer_bytes_max))
        except (OSError, http.client.HTTPException):
            _left(ends_at)  # what was cut off fails in many ways
            raise
        finally:
            clock.cancel()
            connection.close()
    _left(ends_at)
    return answer


def _left(ends_at: float) -> float:
    """In seconds. Raises TimeoutError if it is over."""
    left = ends_at - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """Takes the plain one's place, which can no longer be cut off after. Shakes no hands yet: that
    too is to be on the clock."""
    return ssl.create_default_context().wrap_socket(
        plain, server_hostname=host, do_handshake_on_connect=False
    )


def _cut(connected: socket.socket) -> None:
    try:
        # Beneath TLS, whose own farewell would wait for the other side.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself

"""Questions and messages to machines outside, at addresses that people have typed in.

What is checked is what is connected to: the name is looked up once, and an address inside the
house (private, loopback, link-local) is refused unless ALLOW_PRIVATE_TARGETS is set. So nobody with
a seat in the admin can make the server speak to its neighbours. No redirect is followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings


class PrivateTarget(OSError):  # noqa: N818 - a fact, told as such
    """The target is at an address inside the house: see ALLOW_PRIVATE_TARGETS."""


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
    """The answer, whatever its status, within the time for all of it but the looking up of the
    name. Raises OSError (PrivateTarget is one), HTTPException, or ValueError for no address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not a web address")
    is_secure = parts.scheme == "https"
    host, port = parts.hostname, parts.port or (443 if is_secure else 80)
    connection = http.client.HTTPConnection(host, port)
    with socket.create_connection((_address_of(host, port), port), timeout_seconds) as plain:
        # However slowly it drips, at the end of the time it is cut off.
        clock = Timer(timeout_seconds, _cut, [plain])
        clock.daemon = True
        clock.start()
        try:
            connection.sock = (
                ssl.create_default_context().wrap_socket(plain, server_hostname=host)
                if is_secure
                else plain
            )
            path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
            connection.request("POST", path, body, dict(headers))
            got = connection.getresponse()
            told = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, told, got.read(answer_bytes_max))
        finally:
            clock.cancel()
            connection.close()


def _cut(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself


def _address_of(host: str, port: int) -> str:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not settings.ALLOW_PRIVATE_TARGETS:
        for address in addresses:
            if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                raise PrivateTarget
    return addresses[0]

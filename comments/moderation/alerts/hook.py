"""A message to an incoming hook."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 5


class PrivateTarget(Exception):  # noqa: N818 - a fact, told as such
    """The hook is at an address inside the house: see ALLOW_PRIVATE_TARGETS."""


def post(url: str, message: dict[str, Any]) -> int:
    """The status of the answer; a redirect is not followed. Raises OSError, HTTPException or
    PrivateTarget."""
    parts = urlsplit(url)
    is_secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if is_secure else 80)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    plain = socket.create_connection((_address_of(host, port), port), TIMEOUT_SECONDS)
    with plain:
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if is_secure
            else plain
        )
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        headers = {"Content-Type": "application/json", "User-Agent": "Newsroom alerts"}
        try:
            connection.request("POST", path, json.dumps(message), headers)
            return connection.getresponse().status
        finally:
            connection.close()


def _address_of(host: str, port: int) -> str:
    """What the name stands for, looked up once: what is checked is what is connected to."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not settings.ALLOW_PRIVATE_TARGETS:
        for address in addresses:
            if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                raise PrivateTarget
    return addresses[0]

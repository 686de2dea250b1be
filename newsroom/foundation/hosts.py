"""Where a host is: its address, looked up within a time and, unless ALLOW_PRIVATE_TARGETS is set,
outside of the house."""

from __future__ import annotations

import socket
from ipaddress import ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread

from django.conf import settings

_UNICAST, _TUNNELS = ip_network("2000::/3"), ip_network("2002::/16")
# Where a machine without IPv4 finds one that has no other: the address is in the end (RFC 6052).
_NAT64 = ip_network("64:ff9b::/96")


class PrivateTarget(OSError):  # noqa: N818 - a fact, told as such
    """The target is at an address inside the house: see ALLOW_PRIVATE_TARGETS."""


def address_of(host: str, port: int, seconds: float) -> str:
    """The first of its addresses, of which none is inside. Raises OSError (PrivateTarget and
    TimeoutError are), or UnicodeError for a name that is none."""
    found: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()
    # The system's own look-up knows no end, so it is left to a thread that nobody waits for.
    Thread(target=_look_up, args=(host, port, found), daemon=True).start()
    try:
        addresses = found.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if not isinstance(addresses, list):
        raise addresses
    if not settings.ALLOW_PRIVATE_TARGETS and not all(map(_is_outside, addresses)):
        raise PrivateTarget
    return addresses[0]


def _look_up(host: str, port: int, found: SimpleQueue[list[str] | OSError | UnicodeError]) -> None:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.put([str(each[4][0]) for each in answers])
    except (OSError, UnicodeError) as failure:
        found.put(failure)


def _is_outside(address: str) -> bool:
    ip = ip_address(address.partition("%")[0])
    if ip in _NAT64:
        ip = ip_address(int(ip) & 0xFFFFFFFF)
    if ip.version == 6 and (ip not in _UNICAST or ip in _TUNNELS):
        return False
    return ip.is_global and not ip.is_multicast

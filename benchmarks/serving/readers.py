"""Readers who are signed in and write, as their browsers send it: over connections of their own,
from addresses of their own, each with a session, a CSRF token and the token of the form."""

from __future__ import annotations

import asyncio
import random
import re
import string
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
CHARACTERS = string.ascii_letters + string.digits
TIMEOUT_SECONDS = 30
# Every address of 127.0.0.0/8 is this machine's.
ADDRESSES_FROM = 256
_PLACE = re.compile(r"comment=(\d+)")
_chance = random.Random(11)


@dataclass(frozen=True)
class Reader:
    pk: int
    session: str
    address: str
    secret: str

    def cookies(self) -> str:
        return f"csrftoken={self.secret}; sessionid={self.session}"


@dataclass(frozen=True)
class Sent:
    """What became of a form that was sent."""

    reader: int
    text: str
    status: int
    seconds: float
    comment: int | None = None


def readers(told: Sequence[dict[str, Any]]) -> list[Reader]:
    """Those of a paper, each with an address."""
    return [
        Reader(each["pk"], each["session"], _address(number), _secret())
        for number, each in enumerate(told)
    ]


def texts(length: int, words: Sequence[str]) -> Iterator[str]:
    """Different remarks of so many characters, never ending."""
    while True:
        text = ""
        while len(text) < length:
            sentence = " ".join(_chance.choices(words, k=_chance.randint(6, 14)))
            text += f"{sentence.capitalize()}{_chance.choice('..?')} "
        yield text[: length - 1].strip() + "."


def form(port: int, reader: Reader, path: str, text: str) -> bytes:
    """The request that a browser sends with the button."""
    fields = {"csrfmiddlewaretoken": _masked(reader.secret), "token": uuid.uuid4(), "text": text}
    body = urlencode(fields).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n"
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
        "Accept-Language: en-GB,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
        f"Origin: http://{HOST}:{port}\r\nReferer: http://{HOST}:{port}{path}\r\n"
        f"Cookie: {reader.cookies()}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def send(port: int, reader: Reader, request: bytes, text: str) -> Sent:
    """Send a form and read the whole answer. Status 0 where there was none."""
    began = time.perf_counter()
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            status, head, _ = await ask(port, reader.address, request)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        status, head = 0, ""
    place = _PLACE.search(head)
    return Sent(
        reader.pk, text, status, time.perf_counter() - began, int(place[1]) if place else None
    )


async def ask(port: int, address: str, request: bytes) -> tuple[int, str, bytes]:
    """Status, headers and body of the answer to a request that comes from this address."""
    stream, sink = await asyncio.open_connection(HOST, port, local_addr=(address, 0))
    try:
        sink.write(request)
        head = (await stream.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"(?i)\r\ncontent-length: *(\d+)", head)
        body = await stream.readexactly(int(length[1])) if length else b""
        return int(head.split(" ", 2)[1]), head, body
    finally:
        sink.close()


def _address(number: int) -> str:
    place = ADDRESSES_FROM + number
    return f"127.{1 + (place >> 16)}.{place >> 8 & 255}.{place & 255}"


def _secret() -> str:
    return "".join(_chance.choices(CHARACTERS, k=32))


def _masked(secret: str) -> str:
    """The token of a form: the cookie's secret under a mask, another one in each form."""
    mask = _secret()
    places = zip(map(CHARACTERS.index, secret), map(CHARACTERS.index, mask), strict=True)
    return mask + "".join(CHARACTERS[(a + b) % len(CHARACTERS)] for a, b in places)

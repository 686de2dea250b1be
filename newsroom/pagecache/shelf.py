"""Where a process keeps its copies, bounded by bytes, and who makes one that is missing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from newsroom.pagecache.address import Address
from newsroom.pagecache.copy import Copy

# Of so many addresses a process remembers that what they answer with is not to be kept.
UNKEPT_REMEMBERED = 2_000


@dataclass
class _Making:
    lock: Any = field(default_factory=Lock)
    askers: int = 0


class Shelf:
    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._copies: OrderedDict[Address, Copy] = OrderedDict()
        self._sizes: dict[Address, int] = {}
        self._lock = Lock()
        self._making: dict[Address, _Making] = {}
        self._unkept: OrderedDict[Address, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._copies)

    def get(self, address: Address) -> Copy | None:
        copy = self._copies.get(address)
        if copy is not None:
            with suppress(KeyError):  # another thread may have just made room
                self._copies.move_to_end(address)
        return copy

    def keep(self, address: Address, copy: Copy) -> None:
        """In the place of an earlier copy, or again with what it has grown by; what was asked for
        least recently makes room."""
        with self._lock:
            self._copies[address] = copy
            self._copies.move_to_end(address)
            self._unkept.pop(address, None)
            self.bytes += copy.size - self._sizes.get(address, 0)
            self._sizes[address] = copy.size
            while self.bytes > self.most_bytes and self._copies:
                oldest, _ = self._copies.popitem(last=False)
                self.bytes -= self._sizes.pop(oldest)

    def refuse(self, address: Address) -> None:
        """What is answered there is not to be kept; nor is what was before."""
        with self._lock:
            if self._copies.pop(address, None) is not None:
                self.bytes -= self._sizes.pop(address)
            self._unkept[address] = None
            while len(self._unkept) > UNKEPT_REMEMBERED:
                self._unkept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._copies.clear()
            self._sizes.clear()
            self._unkept.clear()
            self.bytes = 0

    @contextmanager
    def making(self, address: Address, wait_seconds: float) -> Iterator[bool]:
        """Inside it, whether this thread had to wait for another that made the same page. Nobody
        waits where nothing is kept, nor longer than that."""
        if address in self._unkept:
            yield False
            return
        with self._lock:
            made = self._making.setdefault(address, _Making())
            made.askers += 1
        is_free = made.lock.acquire(blocking=False)
        has_waited = not is_free
        if has_waited:
            is_free = made.lock.acquire(timeout=wait_seconds)
        try:
            yield has_waited
        finally:
            if is_free:
                made.lock.release()
            with self._lock:
                made.askers -= 1
                if not made.askers:
                    del self._making[address]

    def askers(self, address: Address) -> int:
        """How many threads make this page now, or wait for the one that does."""
        made = self._making.get(address)
        return made.askers if made else 0

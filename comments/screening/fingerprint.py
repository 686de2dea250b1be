"""By what a text is known again when it is pasted anew, whole or a little changed.

The sketch is a one-permutation MinHash (Li, Owen, Zhang: One Permutation Hashing, NIPS 2012): every
piece of the text is hashed once, and the least hash of each of sixteen bins is kept. Two texts that
share most of their pieces share most of these. Four bands of four bins make them findable by
equality: a band in common is likely from about 0.7 of the pieces on.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

from comments.screening.folding import folded

BINS = 16
BANDS = 4
PIECE_BYTES = 5
# What is shorter is said by many who never met: "I agree", "Thank you for this article".
LEAST_WORDS = 5
LEAST_CHARACTERS = 24
_EMPTY = 0xFFFFFFFF
_MIX = 0x9E3779B1  # spreads what crc32 leaves close together (Knuth's multiplicative hash)
_FORMAT = f"<{BINS}I"


@dataclass(frozen=True)
class Print:
    exact: int
    bands: tuple[int, ...]
    sketch: bytes


def of(text: str) -> Print | None:
    """The fingerprint, the same in every process; none for a text too short to be known by."""
    plain = plainly(text)
    if len(plain) < LEAST_CHARACTERS or (plain.isascii() and plain.count(" ") < LEAST_WORDS - 1):
        return None
    bins = _bins(plain)
    sketch = struct.pack(_FORMAT, *bins)
    width = len(sketch) // BANDS
    return Print(
        exact=_hash(plain.encode()),
        bands=tuple(_hash(bytes([n]) + sketch[n * width :][:width]) for n in range(BANDS)),
        sketch=sketch,
    )


def likeness(one: bytes, other: bytes) -> float:
    """About the share of their pieces that two texts have in common, from 0 to 1."""
    if len(one) != len(other) or len(one) != struct.calcsize(_FORMAT):
        return 0.0
    pairs = list(zip(struct.unpack(_FORMAT, one), struct.unpack(_FORMAT, other), strict=True))
    told = [(a, b) for a, b in pairs if (a, b) != (_EMPTY, _EMPTY)]
    return sum(a == b for a, b in told) / len(told) if told else 0.0


def plainly(text: str) -> str:
    """Letters and digits alone, folded, parted by single spaces: punctuation, emoji, accents and
    look-alike letters are what a paste is changed in."""
    return " ".join("".join(c if c.isalnum() else " " for c in folded(text).text).split())


def _bins(plain: str) -> list[int]:
    """The least hash of each bin, from the overlapping pieces."""
    bins = [_EMPTY] * BINS
    raw = plain.encode()
    ends = range(PIECE_BYTES, len(raw) + 1)
    for piece in {raw[end - PIECE_BYTES : end] for end in ends}:
        mixed = (crc32(piece) * _MIX) & 0xFFFFFFFF
        place, value = mixed >> 28, mixed & 0x0FFFFFFF
        if value < bins[place]:
            bins[place] = value
    return bins


def _hash(data: bytes) -> int:
    """64 bits as a database keeps them: signed."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), signed=True)

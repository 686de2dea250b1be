"""By what a text is known again when it is pasted anew, whole or a little changed.

The sketch is a one-permutation MinHash (Li, Owen, Zhang: One Permutation Hashing, NIPS 2012): every
piece of the text is hashed once, and the least hash of each of sixteen bins is kept. Two texts that
share most of their pieces share most of these. Four bands of three bins make them findable by
equality: a band in common is likely from about 0.6 of the pieces on.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

from comments.screening.folding import folded

BINS = 16
BANDS = 4
# Of the four bins that each band could have. All four found 72 % of comments under 100 characters
# with one word changed, three find 79 %, for 24 instead of 3 strangers in 921,403 pairs to look at.
BAND_BINS = 3
# Tried on comments in four languages: with 4 bytes ten times as many strangers share a band.
PIECE_BYTES = 5
# What is shorter is said by many who never met: "I agree", "Thank you for this article".
LEAST_WORDS = 5
LEAST_CHARACTERS = 24
_EMPTY = 0xFFFFFFFF
BIN_BYTES = 4
EMPTY_BIN = _EMPTY.to_bytes(BIN_BYTES, "little")
_MIX = 0x9E3779B1  # spreads what crc32 leaves close together (Knuth's multiplicative hash)
_FORMAT = f"<{BINS}I"
_WORDS = re.compile(r"[^\W_]+")
# Scripts that part no words: Thai, Lao, Myanmar, Khmer, kana, Han.
_UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Print:
    exact: int
    bands: tuple[int, ...]
    sketch: bytes


def of(text: str) -> Print | None:
    """The fingerprint, the same in every process; none for a text too short to be known by."""
    plain = plainly(text)
    if _is_too_short(plain):
        return None
    sketch, exact = struct.pack(_FORMAT, *_bins(plain)), _hash(plain.encode())
    return Print(exact=exact, bands=_bands(sketch, exact), sketch=sketch)


def pieces_of(text: str) -> frozenset[bytes]:
    """The overlapping pieces that a fingerprint is made of; none for a text that has none."""
    plain = plainly(text)
    return frozenset() if _is_too_short(plain) else frozenset(_pieces(plain))


def likeness(one: bytes, other: bytes) -> float:
    """About the share of their pieces that two texts have in common, from 0 to 0.99: a word changed
    in a long text seldom shows in its sketch, and that two are the same `exact` alone can tell."""
    if len(one) != len(other) or len(one) != struct.calcsize(_FORMAT):
        return 0.0
    pairs = list(zip(struct.unpack(_FORMAT, one), struct.unpack(_FORMAT, other), strict=True))
    told = [(a, b) for a, b in pairs if (a, b) != (_EMPTY, _EMPTY)]
    return min(sum(a == b for a, b in told) / len(told), 0.99) if told else 0.0


def plainly(text: str) -> str:
    """Letters and digits alone, folded, parted by single spaces: punctuation, emoji, accents and
    look-alike letters are what a paste is changed in."""
    return " ".join(_WORDS.findall(folded(text).text))


def _is_too_short(plain: str) -> bool:
    return len(plain) < LEAST_CHARACTERS or (
        plain.count(" ") < LEAST_WORDS - 1 and not _UNPARTED.search(plain)
    )


def _pieces(plain: str) -> set[bytes]:
    raw = plain.encode()
    return {raw[end - PIECE_BYTES : end] for end in range(PIECE_BYTES, len(raw) + 1)}


def _bins(plain: str) -> list[int]:
    """The least hash of each bin, from the overlapping pieces."""
    bins = [_EMPTY] * BINS
    for piece in _pieces(plain):
        mixed = (crc32(piece) * _MIX) & 0xFFFFFFFF
        place, value = mixed >> 28, mixed & 0x0FFFFFFF
        if value < bins[place]:
            bins[place] = value
    return bins


def _bands(sketch: bytes, exact: int) -> tuple[int, ...]:
    """Short texts may have no piece in all bins of a band. As that would be the same for all of
    them, such a band is that of this text alone."""
    width, empty = len(sketch) // BANDS, b"\xff" * 4 * BAND_BINS
    bands = [sketch[place:][: 4 * BAND_BINS] for place in range(0, len(sketch), width)]
    return tuple(
        exact if band == empty else _hash(bytes([number]) + band)
        for number, band in enumerate(bands)
    )


def _hash(data: bytes) -> int:
    """64 bits as a database keeps them: signed."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), signed=True)

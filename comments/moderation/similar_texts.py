"""Which comments of the last days are one text with changes: pasted, spun, translated in part.

A campaign changes its text from comment to comment, so the last has little in common with the
first, and what they share is seldom what a fingerprint happens to keep. So the search goes from one
text to the next, and the texts themselves are compared, without their links. Two are the same text
if they share half of their pieces. They are also the same if they share a quarter and both belong
to a crowd, in which each is like at least four others. A proverb, a quotation or a figure of speech
makes a pair of ordinary comments alike, or three; it does not make such a crowd.

Tried on made-up campaigns of 42 (words changed, sentences dropped, swapped or spun, other links,
greetings): at least 41 were found where up to a sixth of the words was changed, and 33 where it was
a quarter. Of 14,166 ordinary comments from three news sites no two that differ were joined.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Max, QuerySet

from comments.models import Comment, Fingerprint
from comments.screening.addresses import addresses_in
from comments.screening.fingerprint import BANDS, BIN_BYTES, BINS, EMPTY_BIN, pieces_of

# The share of their pieces that makes two texts one.
SAME = 0.5
# The share, and the number, of pieces that count within a crowd, and how many such neighbours each
# member of one has. 30 pieces are about six words in a row.
AKIN = 0.25
AKIN_PIECES = 30
CROWD = 4

# Of the bins of two sketches, so many are equal in about nine of ten pairs that share 0.3 of their
# pieces, and in one of 800 pairs of ordinary comments.
EQUAL_BINS = 3
# How many sketches are looked through one by one, the newest ones; what shares a band with a text
# that was found is found by an index, however many there are.
LOOKED_THROUGH = 100_000
# How many of the texts that were found are compared with all sketches as the first one is.
PROBES = 3
# In one search: how many steps from text to text are made, how many different texts are read and
# how many of them taken for akin, and with how many of these a new one is compared.
STEPS = 6
MOST_READ = 2_000
MOST_TEXTS = 1_000
COMPARED = 40
_AT_ONCE = 200
_COLUMNS = ("exact", "sketch", *(f"band_{number}" for number in range(1, BANDS + 1)))


@dataclass
class _Text:
    """One text, by however many comments; `exact` names it."""

    exact: int
    bands: tuple[int, ...]
    sketch: bytes
    pieces: frozenset[bytes]
    akin: dict[int, float] = field(default_factory=dict)
    """The share of pieces in common, by the name of the other text."""


def find_similar_texts(comment: Comment, since: datetime) -> QuerySet[Fingerprint]:
    """The fingerprints made since then of all comments whose text is that of this one, or nearly;
    none for a text too short to have one."""
    recent = Fingerprint.objects.filter(made_at__gte=since)
    own = Fingerprint.objects.filter(comment=comment).first()
    if own is None:
        return recent.none()
    first = _text_of(own, comment.text)
    if not first.pieces:  # nothing but links
        return recent.filter(exact=own.exact)
    return recent.filter(exact__in=_joined(first.exact, _collect(first, recent, since)))


def _collect(first: _Text, recent: QuerySet[Fingerprint], since: datetime) -> dict[int, _Text]:
    """The texts that can be reached from the first, each akin to one that was reached before."""
    texts = {first.exact: first}
    read: dict[int, _Text] = {}
    oldest_pk = _oldest_looked_through(since)
    newest, probes = [first], PROBES
    for _ in range(STEPS):
        found = _with_a_band_of(newest, recent)
        for text in newest[:probes]:
            found |= _with_equal_bins(text, oldest_pk)
        probes -= min(probes, len(newest))
        unread = [pk for exact, pk in found.items() if exact not in read]
        read |= _read(unread[: MOST_READ - len(read)])
        candidates = [read[exact] for exact in found if exact in read and exact not in texts]
        newest = _akin(candidates, texts, newest)
        if not newest:
            break
    return texts


def _akin(candidates: list[_Text], texts: dict[int, _Text], newest: list[_Text]) -> list[_Text]:
    """Those that are akin to some of the texts, which they join: they are compared with the first
    and with the newest."""
    firsts = list(texts.values())[: COMPARED // 2]
    joined: list[_Text] = []
    for candidate in candidates:
        if len(texts) == MOST_TEXTS:
            break
        for other in [*firsts, *(newest + joined)[-COMPARED // 2 :]]:
            if other.exact not in candidate.akin and (share := _akin_by(candidate, other)):
                candidate.akin[other.exact] = other.akin[candidate.exact] = share
        if candidate.akin:
            texts[candidate.exact] = candidate
            joined.append(candidate)
    return joined


def _akin_by(one: _Text, other: _Text) -> float:
    """The share of their pieces that two texts have in common, if it is enough; otherwise 0."""
    common = len(one.pieces & other.pieces)
    share = common / (len(one.pieces) + len(other.pieces) - common or 1)
    is_akin = share >= SAME or (share >= AKIN and common >= AKIN_PIECES)
    return share if is_akin else 0.0


def _joined(first: int, texts: dict[int, _Text]) -> set[int]:
    """The names of those that are the same text as the first, step by step."""
    crowd = _crowd(texts)
    joined, rest = {first}, [first]
    while rest:
        exact = rest.pop()
        for other, share in texts[exact].akin.items():
            if other not in joined and (share >= SAME or (exact in crowd and other in crowd)):
                joined.add(other)
                rest.append(other)
    return joined


def _crowd(texts: dict[int, _Text]) -> set[int]:
    """The largest set in which each is akin to CROWD others of the set (its k-core)."""
    neighbours = {exact: len(text.akin) for exact, text in texts.items()}
    leaving = [exact for exact, number in neighbours.items() if number < CROWD]
    crowd = set(texts) - set(leaving)
    while leaving:
        for other in texts[leaving.pop()].akin:
            neighbours[other] -= 1
            if other in crowd and neighbours[other] < CROWD:
                crowd.remove(other)
                leaving.append(other)
    return crowd


def _with_equal_bins(text: _Text, oldest_pk: int) -> dict[int, int]:
    """Of each text with some of the same bins the name and one comment: all sketches from this
    comment on are looked at."""
    bins = [
        text.sketch[start : start + BIN_BYTES] for start in range(0, BIN_BYTES * BINS, BIN_BYTES)
    ]
    filled = {number: value for number, value in enumerate(bins) if value != EMPTY_BIN}
    equal = " + ".join(
        f"CASE WHEN substr(sketch, {BIN_BYTES * number + 1}, {BIN_BYTES}) = %s THEN 1 ELSE 0 END"
        for number in filled
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT exact, comment_id FROM comments_fingerprint"  # noqa: S608 - numbers of ours
            f" WHERE comment_id >= %s AND {equal} >= %s LIMIT {MOST_TEXTS}",
            [oldest_pk, *filled.values(), EQUAL_BINS],
        )
        return dict(cursor.fetchall())


def _with_a_band_of(texts: list[_Text], recent: QuerySet[Fingerprint]) -> dict[int, int]:
    """Of each text that shares a band with one of these the name and one comment: a range of an
    index for each, the newest first. Copies of these texts are passed over."""
    found: dict[int, int] = {}
    for start in range(0, len(texts), _AT_ONCE):
        batch = texts[start : start + _AT_ONCE]
        others = recent.exclude(exact__in=[text.exact for text in batch])
        for place in range(BANDS):
            bands = {text.bands[place] for text in batch}
            alike = others.filter(**{f"band_{place + 1}__in": bands}).order_by("-made_at")
            found |= dict(alike.values_list("exact", "comment")[:MOST_READ])
    return found


def _read(comment_ids: list[int]) -> dict[int, _Text]:
    texts = {}
    for start in range(0, len(comment_ids), _AT_ONCE):
        rows = Fingerprint.objects.filter(pk__in=comment_ids[start : start + _AT_ONCE])
        for row in rows.select_related("comment").only(*_COLUMNS, "comment__text"):
            texts[row.exact] = _text_of(row, row.comment.text)
    return texts


def _text_of(fingerprint: Fingerprint, text: str) -> _Text:
    bands = [getattr(fingerprint, f"band_{number}") for number in range(1, BANDS + 1)]
    return _Text(
        fingerprint.exact, tuple(bands), bytes(fingerprint.sketch), pieces_of(_without_links(text))
    )


def _without_links(text: str) -> str:
    """A link is what differs most within a campaign, and what is most alike outside of one: every
    address of one video site begins with the same letters."""
    for address in reversed(addresses_in(text)):
        start, end = address.span
        text = f"{text[:start]} {text[end:]}"
    return text


def _oldest_looked_through(since: datetime) -> int:
    """The comment from which on all sketches are looked through."""
    recent = Comment.objects.filter(created_at__gte=since).order_by("created_at", "pk")
    first = recent.values_list("pk", flat=True).first() or 0
    newest = Fingerprint.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return max(first, newest - LOOKED_THROUGH)

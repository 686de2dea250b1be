"""Two thousand voices on one question: sentences put together by voice, always the same way."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

SIZE = 2_000
READERS = 420
FIRST_NAMES = (
    "Agnes", "Anselm", "Bettina", "Bram", "Cato", "Clemence", "Corin", "Dagny", "Dora", "Edda",
    "Emil", "Esme", "Fabian", "Frida", "Gideon", "Greta", "Hale", "Ines", "Ivo", "Jasper",
    "Juna", "Kit", "Leonie", "Linus", "Maren", "Milo", "Nadia", "Oskar", "Petra", "Quentin",
    "Rafe", "Rosalind", "Silas", "Tamsin", "Thea", "Ulla", "Viktor", "Wanda", "Yara", "Zeno",
)  # fmt: skip
LAST_NAMES = (
    "Abbot", "Ashdown", "Beck", "Brine", "Calloway", "Carver", "Delmar", "Dunmore", "Eastlake",
    "Falk", "Fenwright", "Garrow", "Gull", "Hartnell", "Hollis", "Ivory", "Jessop", "Kestrel",
    "Lamb", "Larkin", "Marsh", "Merrow", "Nye", "Oakes", "Pellow", "Quayle", "Reed", "Rook",
    "Saltonby", "Sele", "Tarrant", "Thwaite", "Underhill", "Vane", "Wharf", "Wick", "Yarrow",
)  # fmt: skip
SHARE_OF_ANSWERS = 0.45
# Half of the comments come within so many minutes of the article, the rest ever more slowly.
HALF_LIFE_MINUTES = 550


def comments(material: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Comments in the form of the written conversations: key, reader, parent, minutes, text.

    Most answer nobody; some answers draw answers of their own, so that a few threads run deep,
    as they do under real articles. A reader has one voice and says once where it comes from.
    """
    random = Random(f"crowd of {material['article']}")
    voices = {reader: random.choice(material["voice"]) for reader in readers(random)}
    minutes = sorted(random.expovariate(0.693 / HALF_LIFE_MINUTES) for _ in range(SIZE))
    introduced: set[str] = set()
    said: set[str] = set()
    earlier: list[dict[str, Any]] = []
    for number, minute in enumerate(minutes):
        reader = random.choice(list(voices))
        answers = number > 5 and random.random() < SHARE_OF_ANSWERS
        parent = random.choice(earlier[-60:]) if answers else None
        new = reader not in introduced and not parent
        introduced |= {reader} if new else set()
        comment = {
            "key": f"crowd-{number}",
            "reader": reader,
            "minutes": round(minute, 2),
            "text": _unsaid(said, random, voices[reader], new, material if parent else None),
            **({"parent": parent["key"]} if parent else {}),
        }
        earlier.append(comment)
        yield comment


def readers(random: Random) -> list[str]:
    pairs = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    return random.sample(pairs, k=READERS)


def _unsaid(
    said: set[str],
    random: Random,
    voice: dict[str, Any],
    new: bool,
    answer: dict[str, Any] | None,
) -> str:
    """A comment that nobody has made in the same words."""
    while True:
        text = _answer(random, voice, answer) if answer else _opening(random, voice, new)
        if text not in said:
            said.add(text)
            return text


def _opening(random: Random, voice: dict[str, Any], new: bool) -> str:
    middles = random.sample(voice["middles"], k=random.choice((1, 1, 2, 2, 3)))
    parts = [random.choice(voice["openers"]), *middles] if new else middles
    if random.random() < 0.6:
        parts.append(random.choice(voice["closers"]))
    if len(parts) > 3:
        return f"{' '.join(parts[:2])}\n\n{' '.join(parts[2:])}"
    return " ".join(parts)


def _answer(random: Random, voice: dict[str, Any], material: dict[str, Any]) -> str:
    tone = random.choice(sorted(material["replies"]))
    parts = [random.choice(material["replies"][tone])]
    if random.random() < 0.75:
        parts.append(random.choice(voice["middles"]))
    return " ".join(parts)

"""Two thousand voices on one question: sentences put together by voice, always the same way."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

SIZE = 2_000
SHARE_OF_ANSWERS = 0.45
# Half of the comments come within so many minutes of the article, the rest ever more slowly.
HALF_LIFE_MINUTES = 550


def comments(material: dict[str, Any], readers: list[str]) -> Iterator[dict[str, Any]]:
    """Comments in the form of the written conversations: key, reader, parent, minutes, text.

    Most answer nobody; some answers draw answers of their own, so that a few threads run deep,
    as they do under real articles.
    """
    random = Random(f"crowd of {material['article']}")
    voices = {reader: random.choice(material["voice"]) for reader in readers}
    minutes = sorted(random.expovariate(0.693 / HALF_LIFE_MINUTES) for _ in range(SIZE))
    said: set[str] = set()
    open_to_answers: list[dict[str, Any]] = []
    for number, minute in enumerate(minutes):
        reader = random.choice(readers)
        parent = (
            random.choice(open_to_answers[-60:]) if number > 5 and random.random() < 0.45 else None
        )
        text = _new(said, random, voices[reader], material if parent else None)
        comment = {
            "key": f"crowd-{number}",
            "reader": reader,
            "minutes": round(minute, 2),
            "text": text,
            **({"parent": parent["key"]} if parent else {}),
        }
        open_to_answers.append(comment)
        yield comment


def _new(
    said: set[str], random: Random, voice: dict[str, Any], answer: dict[str, Any] | None
) -> str:
    """A comment that nobody has made in the same words."""
    while True:
        text = _answer(random, voice, answer) if answer else _opening(random, voice)
        if text not in said:
            said.add(text)
            return text


def _opening(random: Random, voice: dict[str, Any]) -> str:
    middles = random.sample(voice["middles"], k=random.choice((1, 1, 1, 2, 2, 3)))
    parts = [random.choice(voice["openers"]), *middles]
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

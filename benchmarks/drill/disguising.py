"""How attackers spell a word that they expect to be on a list."""

from __future__ import annotations

import random
from collections.abc import Callable

_LEET = str.maketrans("aeiost", "43105+")
_LOOKALIKES = str.maketrans("aceiopsxy", "асеіорѕху")  # Cyrillic
_ACCENTED = str.maketrans("aeiouncy", "áéíóúñçý")
_VOWELS = "aeiou"


def _stretched(word: str, chance: random.Random) -> str:
    return "".join(c * chance.randint(3, 6) if c in _VOWELS else c for c in word)


def _without_vowels(word: str, chance: random.Random) -> str:
    inner = "".join("*" if c in _VOWELS else c for c in word[1:-1])
    return word[0] + inner + word[-1]


def _swapped(word: str, chance: random.Random) -> str:
    """Two inner letters in each other's place: what people still read."""
    at = chance.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "in plain letters": lambda word, chance: word,
    "leetspeak": lambda word, chance: word.translate(_LEET),
    "s p a c e d": lambda word, chance: chance.choice(" .-_").join(word),
    "look-alike letters": lambda word, chance: word.translate(_LOOKALIKES),
    "stretched": _stretched,
    "unseen characters": lambda word, chance: chance.choice("\u200b\u00ad\u2060").join(word),
    "accents": lambda word, chance: word.translate(_ACCENTED),
    "st*rs": _without_vowels,
    "swapped letters": _swapped,
    "run together": lambda word, chance: f"you{word}face",
}

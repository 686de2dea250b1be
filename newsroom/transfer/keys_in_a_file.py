"""Which keys the records of a file have used: a second record with one may be the same or not."""

from __future__ import annotations

WITHOUT_ONE = "{} without a number of their own: another has it in the same file"


class KeysInAFile:
    def __init__(self) -> None:
        self._hashes: dict[str, int] = {}

    def is_of_another(self, key: str, *content: str) -> bool:
        """Whether a record with other content has had the key already; remembers the first."""
        number = hash(content)
        return self._hashes.setdefault(key, number) != number

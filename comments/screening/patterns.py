"""Patterns of moderators, in RE2: none can hang the site, whatever the comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import re2

# Of one pattern's program, in its instructions: a{1000} has a thousand and some.
MOST_INSTRUCTIONS = 5_000
_MEMORY_OF_ALL = 64 << 20


def complaint_about_pattern(text: str) -> str:
    """What is wrong with it, in a sentence for people; empty if nothing is."""
    try:
        pattern = re2.compile(text, _options())
    except re2.error as error:
        reason = error.args[0]
        reason = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        if "invalid perl operator" in reason or reason.startswith("invalid escape sequence: \\"):
            reason += " (RE2 knows neither look-around nor back-references)"
        return f"This is not a pattern that RE2 understands: {reason}."
    except UnicodeEncodeError:
        return "This is not a pattern that RE2 understands: it holds half a character."
    if pattern.search("") is not None:
        return "This pattern also matches an empty text, so it would find every comment."
    if pattern.programsize > MOST_INSTRUCTIONS:
        return "This pattern is too large: write it with fewer or smaller repetitions."
    return ""


class Patterns:
    """All patterns as one machine that says which of them match; only those are looked for."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        """Raises ValueError, with a sentence for people, where one is no pattern."""
        for text in texts:
            if complaint := complaint_about_pattern(text):
                raise ValueError(f"{text}: {complaint}")
        self._each = [re2.compile(text, _options()) for text in texts]
        self._all = re2.Set.SearchSet(_options(_MEMORY_OF_ALL))
        for text in texts:
            self._all.Add(text)
        if texts:
            self._all.Compile()

    def found(self, text: str) -> Iterator[tuple[int, int, int]]:
        """The number of the pattern, and from where to where it matched."""
        if not self._each:
            return
        whole = text.encode("utf-8", "replace").decode()  # half a character is one character
        for number in self._all.Match(whole) or ():
            for match in self._each[number].finditer(whole):
                if match.end() > match.start():
                    yield number, *match.span()


def _options(memory: int = 8 << 20) -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory
    return options

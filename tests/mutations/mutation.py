from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Mutation:
    """A small change that breaks a rule, and where the tests are that must notice it."""

    rule: str
    """What holds as long as the change is not made, as a sentence."""
    path: str
    """The file to change, from the root of the project."""
    before: str
    """Text that stands in the file exactly once."""
    after: str
    tests: tuple[str, ...]
    """Arguments for pytest: files, or files with the names of tests."""

    def applied_to(self, source: str) -> str:
        """The mutated source. Raises ValueError unless `before` stands in it exactly once."""
        if source.count(self.before) != 1:
            raise ValueError(
                f"{self.path}: the text of the mutation “{self.rule}” occurs "
                f"{source.count(self.before)} times, not once: adapt tests/mutations."
            )
        return source.replace(self.before, self.after)

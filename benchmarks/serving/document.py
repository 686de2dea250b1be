"""docs/performance.md: what stands between its marks is written here, and never typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "performance.md"


def rewrite(sections: Mapping[str, str], path: Path = DOCUMENT) -> None:
    """Put each section in its place; the rest of the page stays as it is."""
    text = path.read_text(encoding="utf-8")
    for name, section in sections.items():
        text = between(text, name, section)
    path.write_text(text, encoding="utf-8")


def between(text: str, name: str, section: str) -> str:
    """The text with this between the marks of that name. Raises ValueError where they are not
    there exactly once: a section would be lost without a word."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if (found := len(pattern.findall(text))) != 1:
        raise ValueError(f"The marks of {name!r} stand {found} times in the page.")
    whole = f"{begin}\n\n{section.strip()}\n\n{end}"
    return pattern.sub(lambda _: whole, text)

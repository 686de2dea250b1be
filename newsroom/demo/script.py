"""The demo paper as its files have it: plain data, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """An article of the demo paper: its front matter and its Markdown."""

    slug: str
    facts: dict[str, Any]
    text: str


def paper() -> dict[str, Any]:
    return _toml(FOLDER / "paper.toml")


def stories() -> list[Story]:
    return [_story(path) for path in sorted((FOLDER / "articles").glob("*.md"))]


def conversations() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Slug of the article, and its comments in the order of their writing."""
    for path in sorted((FOLDER / "conversations").glob("*.toml")):
        yield path.stem, _toml(path)["comment"]


def crowd() -> dict[str, Any]:
    """The raw material of the long conversation; see `crowd.py`."""
    return _toml(FOLDER / "crowd.toml")


def _story(path: Path) -> Story:
    _, front, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    return Story(slug=path.stem, facts=tomllib.loads(front), text=text.strip())


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))

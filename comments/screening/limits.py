"""How a check declares what people may set about it: a frozen dataclass with a sentence for each
field. The admin makes its form from it, and keeps only what differs from the default."""

from __future__ import annotations

from dataclasses import Field, field, fields
from typing import Any


def limit(
    default: Any,
    label: str,
    *,
    help_text: str = "",
    least: int | None = None,
    most: int | None = None,
    choices: tuple[tuple[str, str], ...] = (),
    long: bool = False,
) -> Any:
    """A setting of a check: an int, a float, a bool or a str, told by its default. `long` is a
    text of many lines; with `choices` it is one of these."""
    about = {
        "label": label,
        "help_text": help_text,
        "least": least,
        "most": most,
        "choices": choices,
        "long": long,
    }
    return field(default=default, metadata={"limit": about})


def settable(limits: type) -> list[Field[Any]]:
    """The fields that people set; others are filled from rows."""
    return [each for each in fields(limits) if "limit" in each.metadata]

"""What every text loses on its way in, wherever it comes from: controls and half characters that
XML, mail, headers and PostgreSQL refuse, and that nobody can see."""

from __future__ import annotations

import re
from typing import Any

# C0 and C1 but tab and newline; halves of a pair; what is no character (Unicode, section 23.7).
_NO_CHARACTER = "".join(
    chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
_REFUSED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTER}]")
_LINE_END = re.compile("\r\n?")
_BREAK = re.compile("[ \t]*[\t\n\u2028\u2029][ \t\n\u2028\u2029]*")


def clean_text(text: str) -> str:
    """The text without control characters, its lines ending in a newline. Cleaning it twice
    changes nothing more."""
    if text.isprintable():
        return text
    return _REFUSED.sub("", _LINE_END.sub("\n", text))


def clean_line(text: str) -> str:
    """The same for what stands on one line: a tab or an end of line becomes a space."""
    if text.isprintable():
        return text
    return _BREAK.sub(" ", clean_text(text))


def clean_value(value: Any) -> Any:
    """The same for every text within lists and dictionaries, their keys included."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_value(key): clean_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(clean_value, value))
    return value

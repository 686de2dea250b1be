"""Shortcodes in a text, told from brackets that people write.

A shortcode is one because it has attributes, is the beginning or the end of a pair, or has a name
that is known to be one. “[sic]”, “[…]”, “[1]” and “[Name]” are none of these and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_NAME = re.compile(r"\[(/?)([A-Za-z][\w-]*)")
_SPACE = re.compile(r"\s*")
_VALUE = r"""(?:"([^"]{0,100000})"|'([^']{0,100000})'|([^\s\]"'<>]+))"""
_ATTRIBUTE = re.compile(rf"([A-Za-z_][\w-]*)\s*=\s*{_VALUE}")
# As an editor that mends quotation marks has left them.
_CURLY = re.compile(r"""([A-Za-z_][\w-]*)\s*=\s*[“”″]([^“”″\]]{0,10000})[“”″]""")
_POSITIONAL = re.compile(_VALUE)
_BBCODE = re.compile(r"=([^\]\s]+)")


@dataclass(frozen=True)
class Shortcode:
    name: str
    """In lower case."""
    attributes: dict[str, str] = field(default_factory=dict)
    positional: tuple[str, ...] = ()
    content: str | None = None
    """What stands between the two marks of a pair, its own shortcodes replaced already."""
    stands_alone: bool = False
    """Whether its marks have a line of their own."""

    def get(self, *names: str) -> str:
        """The first of these attributes that is not empty."""
        return next((value for name in names if (value := self.attributes.get(name))), "")


@dataclass
class _Mark:
    start: int
    end: int
    name: str
    is_end: bool
    is_closed: bool
    attributes: dict[str, str]
    positional: tuple[str, ...]


def replaced(
    text: str, is_known: Callable[[str], bool], replace: Callable[[Shortcode], str]
) -> str:
    """The text with every shortcode replaced, the inner ones first. `[[name]]` is how WordPress
    writes a shortcode that is meant as text."""
    marks = list(_marks(text))
    pairs = _pairs(marks, is_known)
    out: list[list[str]] = [[]]
    opened: list[tuple[int, _Mark]] = []
    position = 0
    for number, mark in enumerate(marks):
        literal = text[position : mark.start]
        escaped = literal.endswith("[") and text[mark.end : mark.end + 1] == "]"
        if escaped:
            out[-1] += [literal[:-1], text[mark.start : mark.end]]
            position = mark.end + 1
            continue
        is_shortcode = number in pairs or is_known(mark.name) or bool(mark.attributes)
        if not is_shortcode:
            continue
        out[-1].append(literal)
        position = mark.end
        if pairs.get(number, -1) > number:
            opened.append((number, mark))
            out.append([])
        elif number in pairs:
            _, begun = opened.pop()
            inside = "".join(out.pop())
            out[-1].append(replace(_shortcode(text, begun, mark, inside)))
        elif not mark.is_end:
            out[-1].append(replace(_shortcode(text, mark, mark, None)))
        else:  # the end of something known that never began
            out[-1].append(replace(Shortcode(mark.name)))
    out[-1].append(text[position:])
    return "".join(out[-1])


def _shortcode(text: str, begun: _Mark, ended: _Mark, content: str | None) -> Shortcode:
    before = text[: begun.start].rpartition("\n")[2][-200:]
    after = text[ended.end : ended.end + 200].partition("\n")[0]
    return Shortcode(
        begun.name,
        begun.attributes,
        begun.positional,
        content,
        stands_alone=not before.strip() and not after.strip(),
    )


def _pairs(marks: list[_Mark], is_known: Callable[[str], bool]) -> dict[int, int]:
    """For each mark that is one of a pair, the number of the other; pairs never overlap."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    open_names: dict[str, int] = {}
    for number, mark in enumerate(marks):
        if not mark.is_end:
            if not mark.is_closed:
                waiting.append(number)
                open_names[mark.name] = open_names.get(mark.name, 0) + 1
            continue
        if not open_names.get(mark.name):
            continue
        while waiting:
            other = waiting.pop()
            open_names[marks[other].name] -= 1
            if marks[other].name == mark.name:
                pairs[other], pairs[number] = number, other
                break
    return pairs


def _marks(text: str) -> Iterator[_Mark]:
    for match in _NAME.finditer(text):
        if mark := _mark(text, match):
            yield mark


def _mark(text: str, match: re.Match[str]) -> _Mark | None:
    """The mark that begins here, if what follows is that of one."""
    position, is_end = match.end(), bool(match[1])
    attributes: dict[str, str] = {}
    positional: list[str] = []
    if bbcode := _BBCODE.match(text, position):
        attributes["="] = bbcode[1].strip("\"'")
        position = bbcode.end()
    while position < len(text):
        space = _SPACE.match(text, position)
        assert space is not None
        position = space.end()
        if text.startswith("]", position) or text.startswith("/]", position):
            is_closed = text[position] == "/"
            return _Mark(
                match.start(),
                position + 1 + is_closed,
                match[2].lower(),
                is_end,
                is_closed,
                attributes,
                tuple(positional),
            )
        if is_end or not space[0]:
            return None
        found = _CURLY.match(text, position) or _ATTRIBUTE.match(text, position)
        if found:
            attributes[found[1].lower()] = next(filter(None, found.groups()[1:]), "")
        elif found := _POSITIONAL.match(text, position):
            positional.append(next(filter(None, found.groups()), ""))
        else:
            return None
        position = found.end()
    return None

"""What of a text can be seen: invisible characters, and the direction in which a text is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import groupby, pairwise

from newsroom.foundation.clean_text import clean_text

# Letters and marks that are drawn as nothing: fillers of Hangul, selectors of variants, the vowels
# of Khmer that nobody writes.
_FILLERS = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef"
)
# Not assigned yet, but reserved for characters that are not drawn (Default_Ignorable_Code_Point).
_RESERVED = "\u2065\ufff0-\ufff8\U000e0000-\U000e0fff"
_IS_INVISIBLE = re.compile(f"[{_FILLERS}{_RESERVED}]")
# These take room, as a space does: the empty Braille pattern, the null note head.
_BLANKS = "\u2800\U0001d159"
# Any of these is seen, and nearly every text begins with one.
_SEEN_AT_ONCE = re.compile(
    r"[!-~¡-¬®-˿Ͱ-ϿЀ-ҁҊ-ԯ\u4e00-\u9fff\u3041-\u3096\u309b-\u30ff\uac00-\ud7a3]"
)

LRE, RLE, PDF, LRO, RLO = "\u202a\u202b\u202c\u202d\u202e"
LRI, RLI, FSI, PDI = "\u2066\u2067\u2068\u2069"
_OVERRIDE = re.compile(f"[{LRO}{RLO}]")
TURNS = re.compile(f"[{LRE}-{RLO}{LRI}-{PDI}]")
_EMBEDS, _ISOLATES = {LRE, RLE, LRO, RLO}, {LRI, RLI, FSI}
_REMOVED = _EMBEDS | {PDF}
# The deepest nesting that the bidirectional algorithm takes notice of (UAX #9, BD2).
_DEEPEST = 125


def is_invisible(character: str) -> bool:
    """Whether nothing is drawn for it: zero-width and bidi characters, soft hyphens, selectors of
    variants, fillers. A space counts as visible here: it keeps words apart."""
    return unicodedata.category(character) == "Cf" or bool(_IS_INVISIBLE.match(character))


def has_visible_text(text: str) -> bool:
    """Whether a reader would see anything at all. Spaces of every kind, controls, invisible
    characters and accents without a letter show nothing."""
    return bool(_SEEN_AT_ONCE.search(text)) or any(map(_is_seen, text))


def what_is_written(text: str) -> str:
    """The text as it is kept: without control characters and empty ends, and empty if it shows
    nothing."""
    cleaned = clean_text(text).strip()
    return cleaned if has_visible_text(cleaned) else ""


def _is_seen(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cn":  # an emoji newer than our tables, unless it is no character at all
        return not _IS_INVISIBLE.match(character) and not is_noncharacter(ord(character))
    draws_nothing = category in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}
    return not (draws_nothing or character in _BLANKS or _IS_INVISIBLE.match(character))


def is_noncharacter(point: int) -> bool:
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


def balance_directions(text: str) -> str:
    """The text with every embedding, override and isolate closed at the end of its line, so that
    no line turns the direction of what follows it."""
    if not TURNS.search(text):
        return text
    return "\n".join(map(_balance_line, text.split("\n")))


def balance_within(text: str, most: int | None) -> str:
    """The same in no more than so many characters: where what closes has no room, nothing turns
    the direction."""
    balanced = balance_directions(text)
    is_too_long_for_it = most is not None and len(text) <= most < len(balanced)
    return TURNS.sub("", text) if is_too_long_for_it else balanced


def _balance_line(line: str) -> str:
    open_: list[str] = []  # what closes each that is open
    balanced: list[str] = []
    for character in line:
        if character in _EMBEDS or character in _ISOLATES:
            open_.append(PDF if character in _EMBEDS else PDI)
        elif character == PDF:
            if open_ and open_[-1] == PDF:
                open_.pop()
        elif character == PDI and PDI in open_:
            while (closing := open_.pop()) != PDI:
                balanced.append(closing)
        balanced.append(character)
    return "".join(balanced + open_[::-1])


def reading_order(text: str) -> list[int] | None:
    """The places of a text's characters in the order in which they are read, where an override of
    direction makes that another than the order in which they are stored; otherwise None."""
    if not _OVERRIDE.search(text):
        return None
    order: list[int] = []
    start = 0
    for line in text.splitlines(keepends=True):
        order += [start + place for place in _order_of_line(line)]
        start += len(line)
    return order


def _order_of_line(line: str) -> list[int]:
    """Overrides, embeddings and isolates of one paragraph, resolved as UAX #9 does: a level for
    each character (X1 to X8), and neighbours on one level turned together (L2)."""
    levels, is_overridden = _levels_of_line(line)
    order = list(range(len(line)))
    present = sorted({0, *levels}, reverse=True)
    for level, below in pairwise(present):
        if (level - below) % 2:
            is_inside = [each >= level for each in levels]
            order = _with_runs_turned(order, is_inside.__getitem__)

    def is_read_from_the_right(place: int) -> bool:
        return is_overridden[place] and unicodedata.bidirectional(line[place]) in ("R", "AL")

    # Shown from the left, Hebrew and Arabic are read from the right all the same.
    order = _with_runs_turned(order, is_read_from_the_right)
    return [place for place in order if not TURNS.match(line[place])]


def _levels_of_line(line: str) -> tuple[list[int], list[bool]]:
    """The level of each character and whether an override says it. What is not overridden is read
    in the order in which it is stored: an even level, however its letters run."""
    levels: list[int] = []
    is_overridden: list[bool] = []
    stack = [("", 0)]
    too_deep = 0
    for character in line:
        opener, level = stack[-1]
        if character in _EMBEDS or character in _ISOLATES:
            if len(stack) > _DEEPEST:
                too_deep += 1
            else:
                stack.append((character, _level_inside(character, level)))
        elif character in (PDF, PDI):
            if too_deep:
                too_deep -= 1
            else:
                _close(stack, character)
        is_drawn_as_nothing = unicodedata.bidirectional(character) == "BN" or character in _REMOVED
        if character == PDI:
            level = stack[-1][1]
        elif is_drawn_as_nothing and levels:
            level = levels[-1]  # it parts no two runs (X9)
        levels.append(level)
        is_overridden.append(opener in (RLO, LRO))
    return levels, is_overridden


def _level_inside(opener: str, level: int) -> int:
    odd, even = (level + 1) | 1, level + 2 - level % 2
    return odd if opener == RLO else even


def _close(stack: list[tuple[str, int]], end: str) -> None:
    if end == PDF:
        if stack[-1][0] in _EMBEDS:
            stack.pop()
    elif any(opener in _ISOLATES for opener, _ in stack):
        while stack.pop()[0] not in _ISOLATES:
            pass


def _with_runs_turned(order: list[int], is_turned: Callable[[int], bool]) -> list[int]:
    turned: list[int] = []
    for is_run, places in groupby(order, is_turned):
        turned += [*places][:: -1 if is_run else 1]
    return turned

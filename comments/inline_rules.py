"""What stands within a line of a comment: addresses, links, emphasis and backslashes. The rules of
CommonMark are for people who write Markdown; these are for people who do not know that they do.
docs/comment-text.md has them with examples."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from comments.web_urls import UNSPACED, WebURL, find_urls, whole_url
from newsroom.foundation.visible_text import has_visible_text

_STOPS = re.compile(r"[\n\\*_\[\]<]")
_UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
_MARKED_OFF = re.compile(r"<([^\s<>]+)>")
_IN_ANGLES = re.compile(r"\(\s*<([^<>\n]*)>\s*\)")
_PATTERN_OF_FILES = re.compile(r"[/\\]|\.\w")
# What may stand between a sign that emphasises and a space.
_OPENS, _OPENING = re.compile(r"[\"'*_—–]"), {"Ps", "Pi", "Pf"}
_CLOSES, _CLOSING = re.compile(r"[\"'*_—–.,;:!?]"), {"Pe", "Pi", "Pf", "So"}
_DRIVE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]:", re.ASCII)
# Between these and a letter or digit a sign is part of a name: foo.__init__, src/*.py
_WITHIN_NAMES = {"*": ".\\", "_": ".\\/-:"}
_MAY_BE_A_NAME = re.compile(r"[\w./\\:-]+")
_IS_A_NAME = re.compile(r"_[./\\:-][^\W_]|[^\W_][./\\:-]_")


def add_to(reader: MarkdownIt) -> None:
    """Put these rules in the place of the reader's own, addresses first."""
    rules = reader.inline.ruler
    rules.at("text", _text)
    rules.before("text", "url", _url)
    rules.at("escape", _backslash)
    rules.at("emphasis", _emphasis)
    rules.at("link", _link)
    rules.at("autolink", _marked_off_url)
    rules.enable(["url", "escape", "emphasis", "link", "autolink", "newline"])
    reader.inline.ruler2.enable("emphasis")
    reader.inline.ruler2.before("emphasis", "only_with_words", _only_with_words)
    reader.inline.ruler2.enable("only_with_words")


@dataclass(frozen=True)
class _Paragraph:
    """What is looked up again and again in one paragraph, each found in one pass over it."""

    src: str
    urls: dict[int, WebURL]
    """By their beginning."""
    url_starts: list[int]
    names: set[int]
    """The underscores in names such as foo.__init__, which emphasise nothing."""
    brackets: dict[int, int]
    """Where each round bracket is closed within its line."""
    escaped: Counter[str]
    """How many signs have been escaped whose counterpart has not."""
    opened: Counter[str]
    """How many signs may have begun an emphasis that is not closed."""

    @classmethod
    def of(cls, src: str) -> _Paragraph:
        urls = {url.start: url for url in find_urls(src)}
        names = {
            match.start() + place
            for match in (_MAY_BE_A_NAME.finditer(src) if "_" in src else ())
            if _IS_A_NAME.search(match[0])
            for place, character in enumerate(match[0])
            if character == "_"
        }
        return cls(src, urls, list(urls), names, _matching_brackets(src), Counter(), Counter())


def _paragraph(state: StateInline) -> _Paragraph:
    known: _Paragraph | None = state.env.get("paragraph")
    if known is None or known.src is not state.src:
        known = state.env["paragraph"] = _Paragraph.of(state.src)
    return known


def _matching_brackets(src: str) -> dict[int, int]:
    closed: dict[int, int] = {}
    open_: list[int] = []
    for match in re.finditer(r"[()\n]", src):
        if match[0] == "(":
            open_.append(match.start())
        elif match[0] == "\n":
            open_.clear()
        elif open_:
            closed[open_.pop()] = match.start()
    return closed


def _text(state: StateInline, silent: bool) -> bool:
    stop = _STOPS.search(state.src, state.pos, state.posMax)
    end = stop.start() if stop else state.posMax
    starts = _paragraph(state).url_starts
    following = bisect_right(starts, state.pos)
    if following < len(starts):
        end = min(end, starts[following])
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _url(state: StateInline, silent: bool) -> bool:
    """An address in running text. One that leads nowhere is shown as it was typed."""
    url = _paragraph(state).urls.get(state.pos)
    if url is None or url.end > state.posMax:
        return False
    typed = state.src[url.start : url.end]
    href, shown, end = url.href, url.shown, url.end
    if closing := _closing_underscores(state, typed):
        href, shown, end = href[:-closing], shown[:-closing], end - closing
    if silent:
        pass
    elif href and not state.linkLevel:
        _add_link(state, href, shown)
    else:
        state.append_pending(typed[: len(typed) - closing])
    state.pos = end
    return True


def _closing_underscores(state: StateInline, typed: str) -> int:
    """How many of the underscores at an address's end close an emphasis begun before it."""
    at_end = len(typed) - len(typed.rstrip("_"))
    if not at_end:
        return 0
    return min(at_end, _paragraph(state).opened["_"])


def _add_link(state: StateInline, href: str, words: str = "") -> None:
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": state.md.normalizeLink(href)}
    if words:
        state.push("text", "", 0).content = words
        state.push("link_close", "a", -1)


def _marked_off_url(state: StateInline, silent: bool) -> bool:
    """<https://example.org/page>: the brackets mark it off and are not shown."""
    match = _MARKED_OFF.match(state.src, state.pos, state.posMax)
    if not match or not (href := whole_url(match[1])):
        return False
    if not silent:
        if state.linkLevel:
            state.append_pending(match[1])
        else:
            _add_link(state, href, match[1])
    state.pos = match.end()
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """[words](address). Whatever is no address, or has no words, is shown as it was typed."""
    start = state.pos
    if state.src[start] != "[" or state.linkLevel:
        return False
    label_end = state.md.helpers.parseLinkLabel(state, start, True)
    if label_end < 0 or not state.src.startswith("(", label_end + 1):
        return False
    written, end = _destination(state, label_end + 1)
    href = whole_url(written)
    if not href or not has_visible_text(state.src[start + 1 : label_end]):
        return False
    if not silent:
        state.pos, before, state.posMax = start + 1, state.posMax, label_end
        _add_link(state, href)
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
        state.posMax = before
    state.pos = end
    return True


def _destination(state: StateInline, start: int) -> tuple[str, int]:
    """What stands within the round brackets, and where they end; empty if they do not end."""
    if match := _IN_ANGLES.match(state.src, start, state.posMax):
        return match[1], match.end()
    end = _paragraph(state).brackets.get(start, state.posMax)
    return (state.src[start + 1 : end], end + 1) if end < state.posMax else ("", start)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """A run of * or _, of which may be said whether it can open or close an emphasis."""
    start, sign = state.pos, state.src[state.pos]
    if silent or sign not in "*_":
        return False
    end = start
    while end < state.posMax and state.src[end] == sign:
        end += 1
    is_literal = start in _paragraph(state).names
    can_open = not is_literal and _can_open(state.src, start, end, sign)
    can_close = not is_literal and _can_close(state.src, start, end, sign)
    opened = _paragraph(state).opened
    if can_open:
        opened[sign] += end - start
    elif can_close:
        opened[sign] = max(0, opened[sign] - (end - start))
    for _ in range(end - start):
        state.push("text", "", 0).content = sign
        state.delimiters.append(
            Delimiter(ord(sign), end - start, len(state.tokens) - 1, -1, can_open, can_close)
        )
    state.pos = end
    return True


def _can_open(src: str, start: int, end: int, sign: str) -> bool:
    if _is_space_at(src, end) or _PATTERN_OF_FILES.match(src, end):
        return False
    # Between two signs it is a face: >_< and -_-
    if _is_sign_at(src, start - 1) and not _is_letter(src[end]):
        before = src[start - 1]
        if not (_OPENS.match(before) or _category(before) in _OPENING):
            return False
    return begins_a_word(src, start, sign)


def _can_close(src: str, start: int, end: int, sign: str) -> bool:
    if _is_space_at(src, start - 1):
        return False
    if _is_sign_at(src, end) and not _is_letter(src[start - 1]):
        closes = _CLOSES.match(src[end]) or _category(src[end]) in _CLOSING
        return bool(closes) and ends_a_word(src, end, sign)
    return ends_a_word(src, end, sign)


def _is_sign_at(src: str, place: int) -> bool:
    return not _is_space_at(src, place) and not _is_letter(src[place])


def _only_with_words(state: StateInline) -> None:
    """An emphasis of nothing but signs is none: *_* and (*^_^*) are faces too."""
    words = [0]
    for token in state.tokens:
        words.append(words[-1] + any(map(_is_letter, token.content)) + (token.type != "text"))
    for delimiters in (state.delimiters, *(m["delimiters"] for m in state.tokens_meta if m)):
        for each in delimiters:
            if each.end >= 0 and words[each.token + 1] == words[delimiters[each.end].token]:
                each.end = -1


def _backslash(state: StateInline, silent: bool) -> bool:
    """A backslash takes the meaning from the sign behind it. It is not shown where the sign would
    have one: before a bracket, where an emphasis would begin or end, and where it is the second
    of a pair. Elsewhere both are as they were typed."""
    src, place = state.src, state.pos
    sign = src[place + 1 : min(place + 2, state.posMax)]
    if src[place] != "\\" or not sign or sign not in "*_[]<>":
        return False
    if not silent:
        state.append_pending(sign if _is_escape(state, place, sign) else f"\\{sign}")
    state.pos += 2
    return True


def _is_escape(state: StateInline, place: int, sign: str) -> bool:
    src, paragraph = state.src, _paragraph(state)
    if sign in "[]":
        return True
    if sign == ">":
        return not src[src.rfind("\n", 0, place) + 1 : place].strip()
    if sign == "<":
        return bool((match := _MARKED_OFF.match(src, place + 1)) and whole_url(match[1]))
    if begins_a_word(src, place, sign):
        paragraph.escaped[sign] += 1
        return True
    if not ends_a_word(src, place + 2, sign):
        return False
    if paragraph.escaped[sign]:
        paragraph.escaped[sign] -= 1
        return True
    return bool(paragraph.opened[sign])


def _is_space_at(src: str, place: int) -> bool:
    return not 0 <= place < len(src) or src[place].isspace()


def begins_a_word(src: str, place: int, sign: str) -> bool:
    """Whether a sign at this place stands before a word, rather than within one."""
    if _is_space_at(src, place - 1):
        return True
    before = src[place - 1]
    if before == "\\":
        return True
    if _is_letter(before):
        return sign != "_" and bool(_UNSPACED_LETTER.match(before))
    if before == "@" or unicodedata.category(before) == "Sk":
        return False
    if before == ":" and _DRIVE.match(src, place - 2):
        return False
    is_within_a_name = before in _WITHIN_NAMES.get(sign, "")
    return not (is_within_a_name and place > 1 and _is_letter(src[place - 2]))


def ends_a_word(src: str, place: int, sign: str) -> bool:
    """Whether what stands at this place, behind a sign, goes on with no word."""
    if _is_space_at(src, place):
        return True
    after = src[place]
    if _is_letter(after):
        return sign != "_" and bool(_UNSPACED_LETTER.match(after))
    is_within_a_name = sign == "_" and after in _WITHIN_NAMES[sign]
    return not (is_within_a_name and _is_letter(src[place + 1 : place + 2] or " "))


def _category(character: str) -> str:
    """Of Unicode; the punctuation of other scripts that ends a clause as what closes a bracket."""
    category = unicodedata.category(character)
    return "Pe" if category == "Po" and not character.isascii() else category


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")

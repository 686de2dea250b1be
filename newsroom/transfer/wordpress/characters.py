"""The characters of an export: decoded as they were meant, and without what XML forbids."""

from __future__ import annotations

import codecs
import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.entities import html5
from typing import IO

_CHUNK = 1 << 16

STRIPPED = "characters that XML forbids, which were taken out"
ENTITIES = "HTML entities, read as the characters they stand for"
AMPERSANDS = "bare ampersands, read as text"
MISENCODED = "bytes in another encoding than the file says"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]*\?>")
# Windows-1252 as browsers read it: the five bytes that it does not define are themselves.
_WINDOWS = "".join(
    bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)
)
_STRAY = re.compile("[\udc80-\udcff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Where entities count and where they do not; inside CDATA an ampersand is a letter like others.
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_REFERENCE = re.compile(r"&(#\d{1,9};|#[xX][0-9a-fA-F]{1,8};|[A-Za-z][A-Za-z0-9]{0,31};)?")
_XML_OWN = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}
# The longest thing that must not be cut in two, an entity.
_LONGEST = 34


def decoded(file: IO[bytes], count: Counter[str]) -> Iterator[str]:
    """The text of the file in chunks, from its first character on, without its declaration: what
    follows is characters, whatever bytes they were."""
    start = file.read(_CHUNK)
    encoding, skipped = _encoding_of(start)
    decode = _decoder(encoding)
    chunk, is_first = start[skipped:], True
    try:
        while chunk:
            text = _healed(decode(chunk), count)
            yield _DECLARATION.sub(_lines_alone, text, count=1) if is_first else text
            chunk, is_first = file.read(_CHUNK), False
    except UnicodeError:
        count[MISENCODED] += 1


def _encoding_of(start: bytes) -> tuple[str, int]:
    """The encoding by its mark, its first bytes or its declaration, and the length of the mark."""
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding, len(mark)
    for first, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if start.startswith(first):
            return encoding, 0
    declared = _DECLARED.match(start[:200].lstrip())
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
        if not name.startswith(("utf", "ascii")):
            b"<".decode(name)  # some codecs are no encodings of text
            return name, 0
    except (LookupError, UnicodeError):
        pass
    return "utf-8", 0


def _decoder(encoding: str) -> Callable[[bytes], str]:
    # Nobody writes the control characters that Latin-1 has where Windows has quotation marks.
    if encoding in ("iso8859-1", "cp1252"):
        return lambda chunk: codecs.charmap_decode(chunk, "strict", _WINDOWS)[0]
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    return codecs.getincrementaldecoder(encoding)(errors=errors).decode


def _healed(text: str, count: Counter[str]) -> str:
    """The text with bytes that were no UTF-8 as the Windows characters they nearly always are."""
    if text.isascii() or not (strays := _STRAY.findall(text)):
        return text
    count[MISENCODED] += len(strays)
    return _STRAY.sub(lambda stray: _WINDOWS[ord(stray[0]) - 0xDC00], text)


def _lines_alone(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


class Cleaner:
    """Takes text in pieces and gives it back as XML, holding back what might be cut in two.
    Lines stay lines, so that a complaint names the right one."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self._held = ""
        self._in_cdata = False

    def clean(self, text: str) -> str:
        text = self._held + text
        cut = len(text)
        tail = text[-_LONGEST:]
        places = [place for mark in "&<]" if (place := tail.rfind(mark)) >= 0]
        if places and not tail.endswith((">", "\n")):
            cut = len(text) - len(tail) + min(places)
        if text[cut : cut + 1] == "]" == text[cut - 1 : cut]:
            cut -= 1  # both brackets of a `]]>` whose end is still to come
        self._held = text[cut:]
        return self._cleaned(text[:cut])

    def rest(self) -> str:
        held, self._held = self._held, ""
        return self._cleaned(held)

    def _cleaned(self, text: str) -> str:
        text, stripped = _FORBIDDEN.subn("", text)
        if stripped:
            self.count[STRIPPED] += stripped
        pieces = []
        while text:
            mark = _CDATA_END if self._in_cdata else _CDATA
            inside, found, text = text.partition(mark)
            pieces.append(inside if self._in_cdata else _REFERENCE.sub(self._reference, inside))
            if found:
                pieces.append(found)
                self._in_cdata = not self._in_cdata
        return "".join(pieces)

    def _reference(self, match: re.Match[str]) -> str:
        whole = match[0]
        if whole in _XML_OWN:
            return whole
        if whole == "&":
            self.count[AMPERSANDS] += 1
            return "&amp;"
        if whole.startswith("&#"):
            return self._numbered(whole)
        if whole[1:] in html5:
            self.count[ENTITIES] += 1
            return "".join(f"&#{ord(character)};" for character in html5[whole[1:]])
        self.count[AMPERSANDS] += 1
        return f"&amp;{whole[1:]}"

    def _numbered(self, whole: str) -> str:
        character = html.unescape(whole)
        if len(character) == 1 and not _FORBIDDEN.match(character):
            return f"&#{ord(character)};"
        self.count[STRIPPED] += 1
        return ""

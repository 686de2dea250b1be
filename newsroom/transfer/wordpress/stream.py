"""The parts of an export, one after another, and how much of the file had to be mended.

Exports are written by a program that does not check its XML: a character pasted from Word, an
`&nbsp;` outside CDATA or a plugin's undeclared namespace are common. All of that is mended while
the file is read, so that memory does not grow with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from newsroom.transfer.records import BrokenFileError
from newsroom.transfer.wordpress.characters import Cleaner, decoded

ITEM_END = "</item>"


@dataclass
class Part:
    """A child of the channel, such as an item or an author."""

    name: str
    element: Element
    mended: Counter[str] = field(default_factory=Counter)
    """What was mended in it, and how often."""


def parts(path: str) -> Iterator[Part]:
    """The parts of the export. Raises OSError if there is no such file, and BrokenFileError, with
    the line where it is known, for what is no export or cannot be mended."""
    collector = _Collector()
    parser = DefusedExpatParser()  # without namespaces: an undeclared prefix is just a name
    parser.setContentHandler(collector)
    cleaner = Cleaner()
    with open(path, "rb") as file:
        try:
            for text in _by_item(decoded(file, cleaner.count)):
                parser.feed(cleaner.clean(text))
                yield from _finished(collector, cleaner)
            parser.feed(cleaner.rest())
            parser.close()
        except SAXParseException as error:
            said = error.getMessage()
            raise BrokenFileError(
                f"the XML is broken ({said})", error.getLineNumber() or 0
            ) from error
        except DefusedXmlException as error:
            raise BrokenFileError("the XML declares entities, which no export needs") from error
    yield from _finished(collector, cleaner)
    if not collector.is_export:
        raise BrokenFileError("this is no WordPress export: nothing in it is WXR")


def _by_item(chunks: Iterator[str]) -> Iterator[str]:
    """The same text, cut after each item, so that what is mended belongs to one."""
    for chunk in chunks:
        *items, rest = chunk.split(ITEM_END)
        for item in items:
            yield item + ITEM_END
        yield rest


def _finished(collector: _Collector, cleaner: Cleaner) -> Iterator[Part]:
    """The parts that are whole, with what was mended since the last: text is cut after each item,
    so it is the last of them that it was mended in."""
    elements, collector.finished = collector.finished, []
    for element in elements[:-1]:
        yield Part(element.tag, element)
    for last in elements[-1:]:
        mended = Counter(cleaner.count)
        cleaner.count.clear()
        yield Part(last.tag, last, mended)


class _Collector(ContentHandler):
    """Builds the children of the channel, each by itself, with the names as they are written."""

    def __init__(self) -> None:
        super().__init__()
        self.finished: list[Element] = []
        self.is_export = False
        self._open: list[str] = []
        self._tree: list[Element] = []
        self._texts: list[list[str]] = []

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - SAX's name
        self.is_export = self.is_export or name.startswith("wp:")
        is_part = (bool(self._open) and self._open[-1] == "channel") or name == "item"
        if self._tree or is_part:
            element = Element(name, dict(attrs.items()))  # type: ignore[attr-defined]
            if self._tree:
                self._tree[-1].append(element)
            self._tree.append(element)
            self._texts.append([])
        self._open.append(name)

    def characters(self, content: str) -> None:
        if self._texts:
            self._texts[-1].append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        self._open.pop()
        if self._tree:
            element = self._tree.pop()
            element.text = "".join(self._texts.pop())
            if not self._tree:
                self.finished.append(element)

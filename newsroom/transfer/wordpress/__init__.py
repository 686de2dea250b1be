"""A WordPress export (WXR), read as records: posts, who wrote them, and what was said under them.

The file is read twice, streaming: once for what its attachments are, since a post may name a
picture that comes later, and once for all else. Memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from newsroom.transfer.intake import BrokenFileError, PaperRecord, Record
from newsroom.transfer.wordpress.attachments import Attachments
from newsroom.transfer.wordpress.names import named, text
from newsroom.transfer.wordpress.posts import Posts
from newsroom.transfer.wordpress.taxonomy import Taxonomy
from newsroom.transfer.wordpress.thread import Commenters


def read(path: str) -> Generator[tuple[int, Record], None, None]:
    """The records of the export. Raises BrokenFileError, with the line where it is known, and
    OSError if there is no such file."""
    attachments = Attachments(Path(path).parent)
    for name, element in _parts(path):
        if name == "item" and text(element, "wp:post_type") == "attachment":
            attachments.add(element)
    for record in _records(path, attachments):
        yield 0, record


def _records(path: str, attachments: Attachments) -> Iterator[Record]:
    taxonomy, site = Taxonomy(), ""
    posts, commenters = Posts(attachments, taxonomy), Commenters()
    for name, element in _parts(path):
        match name:
            case "title":
                yield PaperRecord(text(element))
            case "link" | "wp:base_blog_url":
                site = urlsplit(text(element)).netloc or site
            case "wp:author":
                yield from taxonomy.author(element)
            case "wp:category":
                taxonomy.category(element)
            case "item":
                site = site or urlsplit(text(element, "link")).netloc
                yield from posts.records(element, site)
                yield from commenters.records(element, site, with_post=posts.are_brought(element))


def _parts(path: str) -> Iterator[tuple[str, Element]]:
    """The parts of the channel, one after another, each forgotten after its turn."""
    above: list[Element] = []
    is_export = False
    with open(path, "rb") as file:
        try:
            for event, element in iterparse(file, events=("start", "end")):
                if event == "start":
                    above.append(element)
                    is_export = is_export or named(element.tag).startswith("wp:")
                    continue
                above.pop()
                if above and named(above[-1].tag) == "channel":
                    yield named(element.tag), element
                    above[-1].remove(element)
        except ParseError as error:
            line = error.position[0]
            said = str(error).partition(":")[0]
            raise BrokenFileError(f"the XML is broken ({said})", line) from error
        except DefusedXmlException as error:
            raise BrokenFileError("the XML declares entities, which no export needs") from error
    if not is_export:
        raise BrokenFileError("this is no WordPress export: nothing in it is WXR")

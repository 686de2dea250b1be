"""What WordPress keeps of a text, made into the HTML that it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.transfer import FigureRecord
from newsroom.transfer.wordpress import embeds
from newsroom.transfer.wordpress.attachments import Attachments
from newsroom.transfer.wordpress.builders import unbuilt
from newsroom.transfer.wordpress.draft import MARK, Draft
from newsroom.transfer.wordpress.figures import Figures, apart
from newsroom.transfer.wordpress.paragraphs import paragraphed

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_DYNAMIC_BLOCK = re.compile(r"<!--\s+wp:([\w/-]+)\s+(?:\{(?:(?!-->).)*\}\s+)?/-->", re.S)
_PATTERN = re.compile(r"""<!--\s+wp:block\s+\{[^}]*"ref":\s*(\d+)[^}]*\}\s+/-->""")
_PRE = re.compile(r"<pre\b.*?</pre>", re.S | re.I)
_MACHINERY = re.compile(
    r"<(script|style|form|svg|canvas|math|applet|select)\b[^>]*>.*?</\1\s*>", re.S | re.I
)
_OUR_MARKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Body:
    """The body of a post, not sanitised yet, with marks where its figures stand."""

    html: str
    figures: tuple[FigureRecord, ...]
    left_out: dict[str, int]
    changed: dict[str, int]


def body_of(source: str, attachments: Attachments, site: str = "", post: str = "") -> Body:
    """The body that WordPress shows for this source, of the post with this number."""
    draft = Draft()
    figures = Figures(attachments, site, post, draft)
    is_made_of_blocks = "<!-- wp:" in source
    patterns = attachments.patterns
    source = _PATTERN.sub(lambda match: patterns.get((site, match[1]), match[0]), source)
    html = _OUR_MARKS.sub("", source.replace("\r\n", "\n"))
    html = _PRE.sub(lambda match: draft.block(match[0]), html)
    for match in _DYNAMIC_BLOCK.finditer(html):
        draft.left_out[f"blocks “{match[1]}”, which hold no text"] += 1
    html = _COMMENT.sub("", html)
    html = unbuilt(html, figures, draft)
    html = embeds.replaced(html, draft)
    html = _MACHINERY.sub(lambda match: _without_machinery(match, draft), html)
    html = figures.replaced(html)
    if not is_made_of_blocks:
        html = paragraphed(html)
    html = draft.whole(apart(html))
    return Body(html, tuple(draft.figures), _some(draft.left_out), _some(draft.changed))


def text_alone(source: str, attachments: Attachments) -> str:
    """A short text, such as an excerpt, without marks of shortcodes and blocks; still HTML."""
    draft = Draft()
    html = _COMMENT.sub("", _OUR_MARKS.sub("", source))
    return re.sub(MARK, "", unbuilt(html, Figures(attachments, "", "", draft), draft))


def _without_machinery(match: re.Match[str], draft: Draft) -> str:
    draft.left_out[f"elements <{match[1].lower()}> in texts"] += 1
    return ""


def _some(counts: dict[str, int]) -> dict[str, int]:
    return {what: number for what, number in counts.items() if number}

"""docs/comment-text.md is what readers are promised: each of its examples is tried."""

import re
from pathlib import Path

import pytest

from comments import markup, posting

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "comment-text.md"
ROW = re.compile(r"^\| `(?P<typed>.+?)` \| (?:`(?P<html>.+)`|(?P<answer>refused|taken)) \|$", re.M)


def characters(written):
    """`⏎` and `{U+200B}` as the characters that they stand for."""
    return re.sub(r"\{U\+([0-9A-F]+)\}", lambda m: chr(int(m[1], 16)), written.replace("⏎", "\n"))


def examples():
    text = DOCUMENT.read_text(encoding="utf-8").partition("\n## ")[2]
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    matches = [ROW.fullmatch(row) for row in rows]
    assert None not in matches, rows[matches.index(None)]
    return matches


@pytest.mark.parametrize(
    ("typed", "html"),
    [(m["typed"], m["html"]) for m in examples() if m["html"]],
)
def test_readers_see_what_the_document_says(typed, html):
    rendered = markup.render(characters(typed)).replace(f' rel="{markup.LINK_REL}"', "")
    rendered = re.sub(r">\n", ">", rendered)
    expected = characters(html)
    if not expected.startswith(("<p>", "<blockquote>")):
        expected = f"<p>{expected}</p>"
    assert rendered == expected


@pytest.mark.parametrize(
    ("typed", "answer"),
    [(m["typed"], m["answer"]) for m in examples() if m["answer"]],
)
def test_a_comment_that_shows_nothing_is_refused(typed, answer):
    complaint = posting.complaint_about(characters(typed))
    assert complaint == ("Please write something first." if answer == "refused" else "")


def test_the_document_has_examples_of_every_rule():
    sections = DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:]
    rules = [s for s in sections if not s.startswith("How it is kept")]
    assert len(rules) == 8
    assert all(len(re.findall(r"^\| `", s, re.M)) >= 4 for s in rules)

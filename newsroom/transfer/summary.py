"""What an import did, in the words of whoever ran it."""

from __future__ import annotations

from collections.abc import Iterator

from newsroom.transfer.intake import Summary

NOUNS = ("sections", "topics", "authors", "articles", "readers", "comments")


def lines(summary: Summary) -> Iterator[str]:
    """What came and what was there already, noun by noun; then what was left out, and why."""
    yield f"{'':<10}{'new':>10}{'there already':>16}"
    for noun in NOUNS:
        came, there = summary.came[noun], summary.there_already[noun]
        if came or there:
            yield f"{noun:<10}{came:>10,}{there:>16,}"
    if summary.left_out:
        yield "Left out:"
        for what, number in sorted(summary.left_out.items()):
            yield f"{number:>10,}  {what}"

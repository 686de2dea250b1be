"""A language that the site does not speak, and its moderators perhaps neither."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pycld2

from comments.screening.limits import limit
from comments.screening.submission import Submission
from comments.screening.verdict import DOUBT, Finding


@dataclass(frozen=True)
class LanguageLimits:
    languages: str = limit(
        "",
        "Languages that may be written",
        help_text="Codes, as in: en de. Empty: that of the article.",
    )
    least_characters: int = limit(
        60,
        "In texts of at least so many characters",
        help_text="Of fewer nobody could tell.",
        least=20,
        most=5000,
    )


def find(submission: Submission, limits: LanguageLimits) -> Iterator[Finding]:
    """A text that is surely in another language is held."""
    if len(submission.text) < limits.least_characters:
        return
    spoken = set(limits.languages.lower().split()) or {submission.language}
    code, name = language_of(submission.text)
    if code and code not in {each[:2] for each in spoken}:
        yield Finding("language", f"written in {name}", DOUBT)


def language_of(text: str) -> tuple[str, str]:
    """The code and the name of the language of nearly all of the text; empty if that is not
    sure."""
    # What is no letter tells nothing, and some of it the library takes for a broken text.
    plain = "".join(c if c.isalpha() or unicodedata.category(c)[0] == "M" else " " for c in text)
    try:
        is_sure, _, [(name, code, percent, _), *_] = pycld2.detect(plain.encode(), bestEffort=False)
    except pycld2.error:
        return "", ""
    return (code[:2], name.title()) if is_sure and percent >= 80 and code != "un" else ("", "")

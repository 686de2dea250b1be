"""Words, phrases and patterns that the newsroom has listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from comments.screening.disguises import LETTERS_LEFT_OUT
from comments.screening.limits import limit
from comments.screening.listed_words import Entry, Found, Words, complaint_about
from comments.screening.patterns import complaint_about_pattern
from comments.screening.submission import Submission
from comments.screening.verdict import Finding, Verdict

__all__ = ["Entry", "WordLimits", "Words", "complaint_about", "complaint_about_pattern", "find"]

# One word a hundred times is told three times, and no comment has more than a screenful.
MOST_OF_ONE, MOST = 3, 20


@dataclass(frozen=True)
class WordLimits:
    advice: str = limit(
        "Please say it without “{word}”: this newspaper does not publish that word.",
        "What the writer of a banned word is told",
        help_text="One sentence. {word} becomes what was written.",
    )
    listed: Words = field(default_factory=Words)


def find(submission: Submission, limits: WordLimits) -> Iterator[Finding]:
    """A banned word refuses the comment, a suspect one makes it wait for a person."""
    found = limits.listed.found(submission.text, submission.language)
    told: Counter[str] = Counter()
    guessed = set()
    for each in sorted(found, key=lambda each: (not each.entry.refuses, each.span)):
        if each.how == LETTERS_LEFT_OUT:
            if each.span in guessed:
                continue
            guessed.add(each.span)
        told[each.entry.rule] += 1
        if told[each.entry.rule] <= MOST_OF_ONE:
            yield _finding(each, submission.text[slice(*each.span)], limits)
        if told.total() >= MOST:
            return


def _finding(found: Found, written: str, limits: WordLimits) -> Finding:
    entry, shown = found.entry, _short(written)
    sort = "banned" if entry.refuses else "suspect"
    # What is guessed is no matter of fact.
    refuses = entry.refuses and found.how != LETTERS_LEFT_OUT
    if entry.kind == "pattern":
        evidence = f"“{shown}” matches the {sort} pattern {entry.text}"
    elif found.how:
        evidence = f"“{shown}” is the {sort} {entry.kind} “{entry.text}”"
    else:
        evidence = f"“{shown}” is on the list of {sort} words"
    return Finding(
        "words",
        f"{evidence}, written {found.how}" if found.how else evidence,
        weight=entry.weight,
        leads_to=Verdict.REFUSE if refuses else Verdict.HOLD,
        span=found.span,
        rule=entry.rule,
        advice=limits.advice.replace("{word}", shown) if refuses else "",
    )


def _short(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= 60 else f"{line[:59]}…"

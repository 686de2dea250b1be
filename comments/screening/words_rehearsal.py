"""A list of words tried on the comments that are there, before any of it is in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from comments.models import Comment, Word
from comments.screening.checks import words as check
from comments.screening.rehearsal import LATEST, as_sent, latest_comments
from comments.screening.verdict import Finding, Verdict

# Characters of the comment on either side of what was found.
PASSAGE_CHARACTERS = 80


@dataclass(frozen=True)
class Passage:
    """What was found first in a comment, and the text around it."""

    before: str
    found: str
    after: str


@dataclass(frozen=True)
class FoundComment:
    """A comment that these words would have kept back."""

    comment: Comment
    findings: tuple[Finding, ...]

    @property
    def is_refused(self) -> bool:
        return any(each.leads_to == Verdict.REFUSE for each in self.findings)

    @property
    def evidence(self) -> list[str]:
        return list(dict.fromkeys(each.evidence for each in self.findings))

    @property
    def passage(self) -> Passage:
        text = self.comment.text
        start, end = self.findings[0].span or (0, 0)
        first, last = max(0, start - PASSAGE_CHARACTERS), end + PASSAGE_CHARACTERS
        return Passage(
            f"{'…' if first else ''}{text[first:start]}",
            text[start:end],
            f"{text[end:last]}{'…' if last < len(text) else ''}",
        )


@dataclass(frozen=True)
class Counts:
    held: int
    refused: int

    @property
    def total(self) -> int:
        return self.held + self.refused


@dataclass(frozen=True)
class WordsRehearsal:
    looked_at: int
    found: list[FoundComment]
    """Those that readers can see first, then the others, the newest first in both."""
    by_word: list[tuple[Word, int]]
    """How many comments have each of the words, the most frequent first."""

    @property
    def counts(self) -> Counts:
        return _counted(self.found)

    @property
    def published(self) -> Counts:
        return _counted([each for each in self.found if each.comment.is_published])


def rehearse_words(rows: Sequence[Word], latest: int = LATEST) -> WordsRehearsal:
    """Which of the latest comments these words, saved or not, would have held or refused. The
    words are compiled once, however many there are; one query."""
    rules = {f"row:{number}": word for number, word in enumerate(rows)}
    entries = [
        check.Entry(
            rule=rule,
            text=word.text,
            kind=word.kind,
            refuses=word.act == Word.Act.REFUSE,
            whole=word.whole_words,
        )
        for rule, word in rules.items()
    ]
    limits = check.WordLimits(listed=check.Words.compiled(entries))
    comments = latest_comments(latest)
    found, by_rule = [], Counter[str]()
    for comment in comments:
        if findings := tuple(check.find(as_sent(comment), limits)):
            found.append(FoundComment(comment, findings))
            by_rule.update({each.rule for each in findings})
    found.sort(key=lambda each: not each.comment.is_published)
    by_word = [(rules[rule], number) for rule, number in by_rule.most_common()]
    return WordsRehearsal(len(comments), found, by_word)


def _counted(found: Sequence[FoundComment]) -> Counts:
    refused = sum(each.is_refused for each in found)
    return Counts(held=len(found) - refused, refused=refused)

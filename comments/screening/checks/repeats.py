"""The same text again, or nearly: by one account that insists, or by many that were told to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comments.screening.limits import limit
from comments.screening.submission import ALIKE, Earlier, Submission
from comments.screening.verdict import DOUBT, OPINION, Finding, Verdict


@dataclass(frozen=True)
class RepeatLimits:
    accounts_hold: int = limit(
        2,
        "Held from so many other accounts on that said it in the last day",
        help_text="0 turns it off.",
        least=0,
        most=50,
    )
    accounts_spam: int = limit(
        4,
        "Spam from so many other accounts on",
        help_text="0 turns it off.",
        least=0,
        most=50,
    )
    refuses_own: bool = limit(True, "Refuse what its author has written already, word by word")


def find(submission: Submission, limits: RepeatLimits) -> Iterator[Finding]:
    """One's own words again are refused, nearly the same are held; the same words from several
    accounts are held, from more they are spam, and sooner where moderators have removed them."""
    if submission.standing.is_staff:
        return
    alike = [each for each in submission.earlier if each.likeness >= ALIKE]
    own = [each for each in alike if each.author == submission.author]
    others = {each.author for each in alike if each.author != submission.author}
    if own:
        yield _again(own, limits)
    removed = sum(each.is_removed for each in alike)
    if removed and not submission.standing.is_trusted:
        yield Finding(
            "repeats", f"like {removed} removed in the last day", OPINION, leads_to=Verdict.SPAM
        )
    said = f"said by {len(others)} other account{'' if len(others) == 1 else 's'} in the last day"
    if 0 < limits.accounts_spam <= len(others):
        yield Finding("repeats", said, OPINION, leads_to=Verdict.SPAM)
    elif 0 < limits.accounts_hold <= len(others):
        yield Finding("repeats", said, DOUBT)


def _again(own: list[Earlier], limits: RepeatLimits) -> Finding:
    if limits.refuses_own and any(each.likeness == 1.0 for each in own):
        return Finding(
            "repeats",
            "the author has written the same already",
            leads_to=Verdict.REFUSE,
            advice="You have written this already. Once is enough: others can read it there.",
        )
    return Finding("repeats", f"the author has written nearly the same {len(own)}×", DOUBT)

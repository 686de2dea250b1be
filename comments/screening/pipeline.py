"""The checks in the order in which they run. All run and all findings are kept: a moderator sees
every reason, not the first. The verdict is drawn at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comments.screening.checks import (
    contact,
    language,
    links,
    network,
    newcomer,
    noise,
    outside,
    pace,
    repeats,
    standing,
    words,
)
from comments.screening.submission import Submission
from comments.screening.verdict import DOUBT, OPINION, Finding, Screened, Verdict, weight_of


@dataclass(frozen=True)
class Check:
    name: str
    label: str
    find: Callable[[Submission, Any], Iterator[Finding]]
    limits: type
    is_on: bool = True
    """Whether it runs as long as nobody has said otherwise."""


CHECKS = (
    # Who writes: cheap, and told by what has happened before.
    Check("standing", "Sanctions", standing.find, standing.StandingLimits),
    Check("newcomer", "Newcomers", newcomer.find, newcomer.NewcomerLimits),
    Check("network", "Addresses and mail", network.find, network.NetworkLimits),
    # How: refused at once, before anybody spends time on the text.
    Check("pace", "Pace", pace.find, pace.PaceLimits),
    Check("repeats", "Repeats", repeats.find, repeats.RepeatLimits),
    # What: the text itself.
    Check("words", "Words", words.find, words.WordLimits),
    Check("links", "Links", links.find, links.LinkLimits),
    Check("contact", "Private data", contact.find, contact.ContactLimits),
    Check("noise", "Shouting and noise", noise.find, noise.NoiseLimits),
    Check("language", "Language", language.find, language.LanguageLimits, is_on=False),
    # Others: slow, so last, and asked of nothing that is refused already.
    Check("akismet", "Akismet", outside.ask_akismet, outside.AkismetLimits, is_on=False),
    Check(
        "classifier",
        "HTTP classifier",
        outside.ask_classifier,
        outside.ClassifierLimits,
        is_on=False,
    ),
)
ASKS_OUTSIDE = frozenset({"akismet", "classifier"})


@dataclass(frozen=True)
class Rules:
    """What the checks are told, at one version of the rulebook."""

    version: int = 0
    limits: Mapping[str, Any] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    ends_at: datetime | None = None
    """When the first of the rules ends by itself."""

    def is_over(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    def of(self, check: Check) -> Any:
        return self.limits.get(check.name) or check.limits()


def screen(
    submission: Submission, rules: Rules, *, without: frozenset[str] = frozenset()
) -> Screened:
    """Run every check that is on. `without` names those to leave out, as where nothing may be
    asked outside."""
    findings: list[Finding] = []
    for check in CHECKS:
        if check.name in rules.off or check.name in without:
            continue
        if check.name in ASKS_OUTSIDE and verdict_on(findings) == Verdict.REFUSE:
            continue
        findings.extend(check.find(submission, rules.of(check)))
    return Screened(verdict_on(findings), tuple(findings))


def verdict_on(findings: list[Finding]) -> Verdict:
    """A refusal is a matter of fact; the rest is weighed."""
    if any(each.leads_to == Verdict.REFUSE for each in findings):
        return Verdict.REFUSE
    if weight_of(findings, Verdict.SPAM) >= OPINION:
        return Verdict.SPAM
    if weight_of(findings, Verdict.HOLD, Verdict.SPAM) >= DOUBT:
        return Verdict.HOLD
    return Verdict.PUBLISH

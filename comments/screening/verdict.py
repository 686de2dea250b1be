"""What screening says of a text: plain data, kept with the comment and shown to moderators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

# Findings weigh from 0, a mere note, to 100. Half of it is a doubt, all of it an opinion.
DOUBT, OPINION = 50, 100


class Verdict(StrEnum):
    """What becomes of a submission, from the mildest to the gravest."""

    PUBLISH = "publish"
    HOLD = "hold"
    SPAM = "spam"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Finding:
    """One thing that one check noticed, in words a moderator understands."""

    check: str
    evidence: str
    weight: int = DOUBT
    leads_to: Verdict = Verdict.HOLD
    """Where enough weight of this leads. A refusal needs none: it is a matter of fact."""
    span: tuple[int, int] | None = None
    """The characters of the text, from and up to; none where it is about something else."""
    rule: str = ""
    """The row that a person made and that found this, as word:12; empty for the check's own."""
    advice: str = ""
    """Of a refusal alone: what its writer is told, as one sentence with a way out."""
    wait_seconds: int = 0
    """Of a refusal for haste alone: after which time the same text will be taken."""


@dataclass(frozen=True)
class Screened:
    """The verdict with all findings, in the order of the checks."""

    verdict: Verdict
    findings: tuple[Finding, ...] = field(default=())

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it: all that is held, and spam that little speaks for."""
        if self.verdict == Verdict.SPAM:
            return weight_of(self.findings, Verdict.SPAM) < 2 * OPINION
        return self.verdict == Verdict.HOLD

    @property
    def advice(self) -> list[str]:
        return list(dict.fromkeys(each.advice for each in self.findings if each.advice))

    @property
    def wait_seconds(self) -> int:
        return max((each.wait_seconds for each in self.findings), default=0)


def weight_of(findings: Iterable[Finding], *towards: Verdict) -> int:
    return sum(each.weight for each in findings if each.leads_to in towards)

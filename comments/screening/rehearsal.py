"""Screening tried out, with nothing kept: a text that nobody has sent, and a rule that is not in
force yet, on the comments that are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from comments.models import Comment, Domain, MailDomain, Network, Sanction, Word
from comments.screening import rulebook
from comments.screening.checks import links, network, words
from comments.screening.gathering import own_hosts
from comments.screening.submission import Submission
from comments.screening.verdict import Finding
from comments.standing import REGULAR_AFTER, TRUSTED_AFTER, Standing

# What is read of the past to see what a rule would do: some days of a busy paper.
LATEST = 1_000

STANDINGS = {
    # An hour: what befalls the very first minutes of an account is not what is tried.
    "newcomer": Standing(approved=0, account_age=timedelta(hours=1)),
    "regular": Standing(approved=REGULAR_AFTER),
    "trusted": Standing(approved=TRUSTED_AFTER),
}
PREMODERATED = Standing(
    approved=REGULAR_AFTER,
    premoderation=Sanction(kind=Sanction.Kind.PREMODERATION, reason="as chosen for this trial"),
)

Rule = Word | Domain | Network | MailDomain


def submission(text: str, *, standing: Standing, language: str = "en") -> Submission:
    """A text on its own: nothing came before it, from nowhere, in no thread."""
    return Submission(text, standing=standing, language=language, hosts=own_hosts())


@dataclass(frozen=True)
class Found:
    """A comment that the rule would have found, and where in it."""

    comment: Comment
    findings: tuple[Finding, ...]

    @property
    def spans(self) -> list[tuple[int, int] | None]:
        return [each.span for each in self.findings]


def rehearse(rule: Rule, latest: int = LATEST) -> tuple[list[Found], int]:
    """Which of the latest comments this rule, saved or not, would have found, the newest first;
    and how many were looked at. One query, and the rule's own check for each of them."""
    find, limits = _alone(rule)
    comments = latest_comments(latest)
    found = (
        Found(comment, tuple(each for each in find(as_sent(comment), limits) if each.rule))
        for comment in comments
    )
    return [each for each in found if each.findings], len(comments)


def latest_comments(number: int) -> list[Comment]:
    """The newest comments on which a rule is tried: one query."""
    return list(
        Comment.objects.select_related("author", "thread__article")
        .defer("html", "thread__article__body")
        .order_by("-created_at", "-pk")[:number]
    )


def _alone(rule: Rule) -> tuple[Any, Any]:
    """The check of the rule, told nothing but this rule. What a rule allows is found too: it is
    what the rule concerns."""
    if isinstance(rule, Word):
        return words.find, words.WordLimits(listed=rulebook.listed_words([rule]))
    if isinstance(rule, Domain):
        entry = links.Entry(rule=rule.rule, domain=rule.name, act="hold")
        return links.find, links.LinkLimits(listed=links.Domains.compiled([entry]))
    of_networks, of_mail = ([rule], []) if isinstance(rule, Network) else ([], [rule])
    listed = rulebook.listed_networks(of_networks, of_mail)
    return network.find, network.NetworkLimits(holds_disposable=False, listed=listed)


def as_sent(comment: Comment) -> Submission:
    """The comment as it was sent, as far as rules made by people ask."""
    return Submission(
        comment.text,
        at=comment.created_at,
        standing=Standing(is_staff=comment.author.is_staff),
        language=comment.thread.article.language,
        hosts=own_hosts(),
        address=comment.address or "",
        mail_domain=(comment.author.email or "").rpartition("@")[2].lower(),
    )

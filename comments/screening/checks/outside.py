"""What others say of the text, where the newsroom asks them: Akismet, or any classifier that
answers over HTTP (docs/screening-services.md). When they are down, the moderators choose what
happens, and see that it does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from comments.screening.limits import limit
from comments.screening.outside.circuit import Unavailable, through
from comments.screening.submission import Submission
from comments.screening.verdict import DOUBT, OPINION, Finding, Verdict
from newsroom.foundation import targets

TIMEOUT_SECONDS = 1.5
AKISMET_URL = "https://rest.akismet.com/1.1/comment-check"
WHEN_DOWN = (("hold", "Hold the comment"), ("pass", "Go by the other checks"))
# Who does not want to give the reader's address away gives one that is nobody's (RFC 5737).
NOBODYS_ADDRESS = "192.0.2.1"


@dataclass(frozen=True)
class AkismetLimits:
    key: str = limit("", "Key", help_text="As Akismet has given it. Empty: nothing is asked.")
    site: str = limit("", "Address of the paper", help_text="As registered with Akismet.")
    sends_address: bool = limit(
        False,
        "Send the reader’s network address",
        help_text="Akismet judges better with it; it leaves the site.",
    )
    when_down: str = limit("hold", "When it does not answer", choices=WHEN_DOWN)
    url: str = AKISMET_URL


@dataclass(frozen=True)
class ClassifierLimits:
    url: str = limit("", "Address", help_text="Where the question is sent. Empty: none is asked.")
    key: str = limit("", "Key", help_text="Sent as a bearer token, if there is one.")
    hold_percent: int = limit(70, "Hold from a score of (per cent)", least=1, most=100)
    when_down: str = limit("hold", "When it does not answer", choices=WHEN_DOWN)


def ask_akismet(submission: Submission, limits: AkismetLimits) -> Iterator[Finding]:
    """Whether Akismet takes the text for spam. Of staff nothing is asked."""
    if not (limits.key and limits.site) or submission.standing.is_staff:
        return
    try:
        is_spam, is_certain = through("akismet", lambda: _akismet(submission, limits))
    except Unavailable:
        yield _down("akismet", limits.when_down)
        return
    if is_spam:
        evidence = "spam beyond doubt, says Akismet" if is_certain else "spam, says Akismet"
        yield Finding("akismet", evidence, OPINION, Verdict.SPAM)
        if is_certain:
            yield Finding("akismet", "known from other sites", OPINION, Verdict.SPAM)


def ask_classifier(submission: Submission, limits: ClassifierLimits) -> Iterator[Finding]:
    """What a classifier makes of the text. Of staff nothing is asked."""
    if not limits.url or submission.standing.is_staff:
        return
    try:
        percent, label, reason = through("classifier", lambda: _classify(submission, limits))
    except Unavailable:
        yield _down("classifier", limits.when_down)
        return
    if percent >= limits.hold_percent:
        said = ": ".join(filter(None, [label, reason])) or "no reason given"
        yield Finding("classifier", f"{percent} % {said}", DOUBT)


def _down(check: str, choice: str) -> Finding:
    """Never silent: what was not asked stands beside the comment."""
    holds = choice == Verdict.HOLD
    return Finding(
        check,
        "could not be asked",
        DOUBT if holds else 0,
        Verdict.HOLD if holds else Verdict.PUBLISH,
    )


def _akismet(submission: Submission, limits: AkismetLimits) -> tuple[bool, bool]:
    told = {
        "api_key": limits.key,
        "blog": limits.site,
        "blog_lang": submission.language,
        "comment_type": "comment",
        "comment_content": submission.text,
        "user_ip": (limits.sends_address and submission.address) or NOBODYS_ADDRESS,
    }
    answer = targets.post(
        limits.url,
        urlencode(told).encode(),
        {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Newsroom/1"},
        timeout_seconds=TIMEOUT_SECONDS,
    )
    said = answer.body.strip()
    if answer.status != 200 or said not in (b"true", b"false"):
        raise ValueError("an answer that is none")
    return said == b"true", answer.headers.get("x-akismet-pro-tip") == "discard"


def _classify(submission: Submission, limits: ClassifierLimits) -> tuple[int, str, str]:
    """The score in per cent, the label and the reason. Raises ValueError, TypeError or KeyError
    for what is no answer."""
    question = {"text": submission.text, "language": submission.language}
    headers = {"Content-Type": "application/json", "User-Agent": "Newsroom/1"}
    if limits.key:
        headers["Authorization"] = f"Bearer {limits.key}"
    answer = targets.post(
        limits.url, json.dumps(question).encode(), headers, timeout_seconds=TIMEOUT_SECONDS
    )
    if answer.status != 200:
        raise ValueError("an answer that is none")
    told = json.loads(answer.body)
    score = told["score"]
    if isinstance(score, bool) or not 0 <= score <= 1:
        raise ValueError("a score that is none")
    label, reason = (str(told.get(name, ""))[:120] for name in ("label", "reason"))
    return round(score * 100), label, reason

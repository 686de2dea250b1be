"""Where a comment leads: how many links, whose, and whether they pretend to be others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from comments.screening.addresses import Address, addresses_in, registered
from comments.screening.folding import folded
from comments.screening.limits import limit
from comments.screening.submission import Submission
from comments.screening.verdict import DOUBT, OPINION, Finding, Verdict

# Where an address leads cannot be seen: the well-known services that shorten one.
SHORTENERS = frozenset(
    {
        "bit.ly",
        "buff.ly",
        "cutt.ly",
        "dlvr.it",
        "fb.me",
        "goo.gl",
        "is.gd",
        "j.mp",
        "lnkd.in",
        "ow.ly",
        "rb.gy",
        "rebrand.ly",
        "s.id",
        "shorturl.at",
        "soo.gd",
        "t.co",
        "t.ly",
        "t.me",
        "tiny.cc",
        "tinyurl.com",
        "trib.al",
        "v.gd",
    }
)


@dataclass(frozen=True)
class Entry:
    rule: str
    domain: str
    act: str
    """allow, hold, spam or refuse."""


@dataclass(frozen=True)
class Domains:
    """Listed domains. A rule holds for all beneath its domain: example.co.uk for
    news.example.co.uk, and never for notexample.co.uk."""

    by_name: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def compiled(cls, entries: Iterable[Entry]) -> Domains:
        return cls({entry.domain.lower().strip("."): entry for entry in entries})

    def of(self, host: str) -> Entry | None:
        """The rule of the host or of the nearest domain above it."""
        while host:
            if entry := self.by_name.get(host):
                return entry
            host = host.partition(".")[2]
        return None


@dataclass(frozen=True)
class LinkLimits:
    newcomer: int = limit(
        0, "Links that a newcomer may set", help_text="More are held.", least=0, most=50
    )
    regular: int = limit(3, "Links that anybody else may set", least=0, most=50)
    trusted: int = limit(8, "Links that a trusted author may set", least=0, most=50)
    holds_shortened: bool = limit(True, "Hold addresses of shortening services")
    advice: str = limit(
        "Your comment links to a site that we do not link to.", "What is said to a refused link"
    )
    listed: Domains = field(default_factory=Domains)


def find(submission: Submission, limits: LinkLimits) -> Iterator[Finding]:
    """Too many links, links to listed domains, and links that hide where they lead."""
    links = [
        (link, limits.listed.of(link.host))
        for link in submission.addresses
        if not is_ours(link.host, submission.hosts) or link.has_name
    ]
    for link, entry in links:
        if entry:
            yield from _listed(link, entry, limits)
    strange = [link for link, entry in links if not (entry and entry.act == "allow")]
    known = submission.hosts | {n for n, e in limits.listed.by_name.items() if e.act == "allow"}
    for link in strange:
        yield from _disguised(link, known)
        if (
            limits.holds_shortened
            and link.domain in SHORTENERS
            and not submission.standing.is_trusted
        ):
            yield Finding("links", f"{link.domain} hides where it leads", DOUBT, span=link.span)
    yield from _too_many(strange, submission, limits)


def _too_many(
    links: list[Address], submission: Submission, limits: LinkLimits
) -> Iterator[Finding]:
    standing = submission.standing
    if standing.is_newcomer:
        for link in links[limits.newcomer :]:
            yield Finding(
                "links", f"a newcomer’s link to {link.domain}", 60, Verdict.SPAM, span=link.span
            )
        return
    allowed = limits.trusted if standing.is_trusted else limits.regular
    for link in links[allowed:][:1]:
        yield Finding("links", f"{len(links)} links, more than {allowed}", DOUBT, span=link.span)


def domains_in(text: str) -> list[str]:
    """The registered domains that a text leads to, each once, in its order."""
    return list(dict.fromkeys(link.domain for link in addresses_in(text)))


def foreign_domains(submission: Submission) -> list[str]:
    """The same of a comment on its way in, without the paper's own."""
    domains = dict.fromkeys(link.domain for link in submission.addresses)
    return [each for each in domains if not is_ours(each, submission.hosts)]


def _listed(link: Address, entry: Entry, limits: LinkLimits) -> Iterator[Finding]:
    if entry.act == "allow":
        return
    leads_to = Verdict(entry.act)
    yield Finding(
        "links",
        f"leads to {entry.domain}, a listed domain",
        OPINION,
        leads_to,
        span=link.span,
        rule=entry.rule,
        advice=limits.advice if leads_to == Verdict.REFUSE else "",
    )


def _disguised(link: Address, known: frozenset[str] | set[str]) -> Iterator[Finding]:
    """What makes a link look like another one."""
    if link.is_hidden:
        yield Finding(
            "links", "an address with hidden characters", 60, Verdict.SPAM, span=link.span
        )
    if link.is_spelled_out:
        yield Finding("links", "an address spelled out", DOUBT, Verdict.SPAM, span=link.span)
    if link.has_name:
        yield Finding(
            "links", f"a name before the host {link.host}", 80, Verdict.SPAM, span=link.span
        )
    if link.is_number:
        yield Finding("links", "a number for a host", 60, Verdict.SPAM, span=link.span)
    shown = addresses_in(link.shown) if link.shown else []
    if shown and shown[0].domain != link.domain:
        yield Finding(
            "links", f"shows {shown[0].domain}, leads to {link.domain}", 80, Verdict.SPAM,
            span=link.span,
        )  # fmt: skip
    if model := _model(link.host, known):
        yield Finding(
            "links", f"looks like {model}, and is not", OPINION, Verdict.SPAM, span=link.span
        )
    elif not link.host.isascii() and len(_scripts(link.host)) > 1:
        yield Finding(
            "links", "letters of several scripts in one host", 60, Verdict.SPAM, span=link.span
        )


def _model(host: str, known: Iterable[str]) -> str:
    """The known host that this one looks like without being it, or empty."""
    if host.isascii():
        return ""
    looks = folded(host).text
    return next((each for each in known if looks in (each, f"www.{each}") and host != each), "")


def _scripts(host: str) -> set[str]:
    return {unicodedata.name(c, "?").split()[0] for c in host if c.isalpha()}


def is_ours(host: str, hosts: frozenset[str]) -> bool:
    """Whether a host is one of the paper’s own, or beneath one."""
    return host in hosts or registered(host) in hosts

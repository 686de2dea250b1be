"""Where somebody writes from, and which mailbox the account stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from disposable_email_domains import blocklist

from comments.screening.limits import limit
from comments.screening.submission import Submission
from comments.screening.verdict import DOUBT, OPINION, Finding, Verdict

# What is said tells nobody which rule it was: whoever is meant would only go around it.
ADVICE = "We cannot take comments from this connection. If that surprises you, please write to us."


@dataclass(frozen=True)
class Entry:
    rule: str
    network: str
    act: str
    """hold or refuse."""


@dataclass(frozen=True)
class MailEntry:
    rule: str
    domain: str
    act: str


@dataclass(frozen=True)
class Networks:
    """Listed networks by their length, so that an address costs one look for each length in use,
    however many are listed; and listed mail domains."""

    by_length: Mapping[tuple[int, int], Mapping[int, Entry]] = field(default_factory=dict)
    mail: Mapping[str, MailEntry] = field(default_factory=dict)

    @classmethod
    def compiled(cls, entries: Iterable[Entry], mail: Iterable[MailEntry] = ()) -> Networks:
        by_length: dict[tuple[int, int], dict[int, Entry]] = {}
        for entry in entries:
            network: IPv4Network | IPv6Network = ip_network(entry.network, strict=False)
            key = (network.version, network.max_prefixlen - network.prefixlen)
            start = int(network.network_address) >> key[1]
            by_length.setdefault(key, {})[start] = entry
        return cls(by_length, {each.domain.lower(): each for each in mail})

    def of(self, address: str) -> Entry | None:
        """The rule of the smallest listed network that the address is in."""
        try:
            there = ip_address(address)
        except ValueError:
            return None
        found = (
            starts.get(int(there) >> bits)
            for (version, bits), starts in sorted(
                self.by_length.items(), key=lambda item: item[0][1]
            )
            if version == there.version
        )
        return next((entry for entry in found if entry), None)

    def of_mail(self, domain: str) -> MailEntry | None:
        while domain:
            if entry := self.mail.get(domain):
                return entry
            domain = domain.partition(".")[2]
        return None


@dataclass(frozen=True)
class NetworkLimits:
    holds_disposable: bool = limit(
        True,
        "Hold comments of accounts with a throw-away mailbox",
        help_text="By the list of disposable-email-domains.",
    )
    listed: Networks = field(default_factory=Networks)


def find(submission: Submission, limits: NetworkLimits) -> Iterator[Finding]:
    """Addresses, networks and mail domains that people have listed, and throw-away mailboxes."""
    if submission.standing.is_staff:
        return
    if submission.address and (entry := limits.listed.of(submission.address)):
        yield _listed(f"written from {entry.network}, a listed network", entry.rule, entry.act)
    if mail := limits.listed.of_mail(submission.mail_domain):
        yield _listed(f"an account at {mail.domain}, a listed mail domain", mail.rule, mail.act)
    elif (
        limits.holds_disposable
        and submission.mail_domain in blocklist
        and not submission.standing.is_trusted
    ):
        yield Finding("network", "an account with a throw-away mailbox", DOUBT)


def _listed(evidence: str, rule: str, act: str) -> Finding:
    refuses = act == Verdict.REFUSE
    return Finding(
        "network",
        evidence,
        OPINION,
        Verdict.REFUSE if refuses else Verdict.HOLD,
        rule=rule,
        advice=ADVICE if refuses else "",
    )

"""All that screening is told by people, compiled: once in each process, and anew as soon as
somebody has changed a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from comments import models
from comments.models import Domain, MailDomain, Network, Word
from comments.screening.checks import links, network, words
from comments.screening.limits import settable
from comments.screening.pipeline import CHECKS, Rules

L = TypeVar("L")

_kept: Rules | None = None


def current(at: datetime) -> Rules:
    """The rules in force: one query, for their version, as long as nothing has changed."""
    global _kept
    version = models.Rulebook.objects.version()
    rules = _kept
    if rules is None or rules.version != version or rules.is_over(at):
        rules = _kept = compiled(at, version)
    return rules


def forget() -> None:
    """Read the rules anew: where a database was put in the place of another."""
    global _kept
    _kept = None


def compiled(at: datetime, version: int = 0) -> Rules:
    """The rules as the rows have them, in as many queries as there are kinds of rows."""
    rows = {row.name: row for row in models.Limit.objects.all()}
    listed = {
        "words": listed_words(Word.objects.in_force(at)),
        "links": listed_domains(Domain.objects.in_force(at)),
        "network": listed_networks(Network.objects.in_force(at), MailDomain.objects.in_force(at)),
    }
    limits: dict[str, Any] = {}
    for check in CHECKS:
        row = rows.get(check.name)
        told = {"listed": listed[check.name]} if check.name in listed else {}
        limits[check.name] = limits_from(check.limits, row.settings if row else {}, **told)
    return Rules(
        version=version,
        limits=limits,
        off=frozenset(
            check.name
            for check in CHECKS
            if not (rows[check.name].is_on if check.name in rows else check.is_on)
        ),
        ends_at=min(
            (
                end
                for model in (Word, Domain, Network, MailDomain)
                for end in model.objects.in_force(at).ends()
            ),
            default=None,
        ),
    )


def limits_of(name: str, limits: type[L]) -> L:
    """What people have set under this name, for what is no check: one query."""
    row = models.Limit.objects.filter(pk=name).first()
    return limits_from(limits, row.settings if row else {})


def limits_from(limits: type[L], settings: Mapping[str, Any], **listed: Any) -> L:
    """Limits with what was set, as far as they still know it."""
    known = {each.name for each in settable(limits)}
    return limits(**{name: value for name, value in settings.items() if name in known}, **listed)


def listed_words(rows: Iterable[Word]) -> words.Words:
    """Raises ValueError, with a sentence for people, where a pattern is none."""
    return words.Words.compiled(
        [
            words.Entry(
                rule=row.rule,
                text=row.text,
                kind=row.kind,
                refuses=row.act == Word.Act.REFUSE,
                whole=row.whole_words,
            )
            for row in rows
        ]
    )


def listed_domains(rows: Iterable[Domain]) -> links.Domains:
    return links.Domains.compiled(
        [links.Entry(rule=row.rule, domain=row.name, act=row.act) for row in rows]
    )


def listed_networks(networks: Iterable[Network], mail: Iterable[MailDomain]) -> network.Networks:
    return network.Networks.compiled(
        [network.Entry(rule=row.rule, network=row.network, act=row.act) for row in networks],
        [network.MailEntry(rule=row.rule, domain=row.name, act=row.act) for row in mail],
    )

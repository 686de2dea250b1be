"""The domains that an account links to, and what is known of them from the comments of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from comments.models import Comment, Domain
from comments.moderation.domain_blocks import is_allowed, is_blocked, may_be_blocked
from comments.screening.checks.links import domains_in

# How many comments of the account are read for links, and how many domains are offered.
READ, OFFERED = 500, 12
# Among so many of the newest comments of the paper the uses by others are counted.
LATEST = 5_000

# Sites that honest readers link to every day: they are never ticked unasked. Our own choice of
# newspapers, broadcasters and works of reference; and the endings that only public bodies get.
WELL_KNOWN = frozenset(
    {
        "apnews.com",
        "bbc.co.uk",
        "bbc.com",
        "bild.de",
        "bloomberg.com",
        "britannica.com",
        "cbc.ca",
        "cnn.com",
        "dw.com",
        "economist.com",
        "elpais.com",
        "espn.com",
        "europa.eu",
        "foxnews.com",
        "ft.com",
        "imdb.com",
        "lemonde.fr",
        "nature.com",
        "nbcnews.com",
        "npr.org",
        "nytimes.com",
        "politico.com",
        "politico.eu",
        "reuters.com",
        "science.org",
        "sky.com",
        "spiegel.de",
        "sueddeutsche.de",
        "tagesschau.de",
        "telegraph.co.uk",
        "theatlantic.com",
        "theguardian.com",
        "time.com",
        "un.org",
        "usatoday.com",
        "washingtonpost.com",
        "who.int",
        "wsj.com",
        "zeit.de",
    }
)
PUBLIC_BODIES = (".gov", ".mil", ".int", ".edu", ".gov.uk", ".ac.uk", ".gov.au", ".gc.ca")


@dataclass(frozen=True)
class LinkedDomain:
    name: str
    count: int
    """In how many of the account's comments it stands."""
    others_visible: int = 0
    """Comments of other accounts among the LATEST that link to it and that readers see."""
    others_removed: int = 0
    """And those that were rejected or are spam."""
    others_waiting: int = 0
    by_group: int = 0
    """And those by accounts that look like one of the same hand, which are none of the others."""
    is_well_known: bool = False
    is_allowed: bool = False
    is_blocked: bool = False

    @property
    def others(self) -> int:
        return self.others_visible + self.others_removed + self.others_waiting

    @property
    def is_suggested(self) -> bool:
        """Whether it is ticked before the moderator has chosen: nobody else is known to have
        linked to it with good reason."""
        return not (self.is_well_known or self.others_visible)


def linked_domains(person: Any, group: Collection[int], at: datetime) -> list[LinkedDomain]:
    """The domains in the newest READ comments of this account that may be blocked, those that it
    used most first: three queries. Shared hosts and the paper's own are left out. `group` are the
    primary keys of accounts that look like one of the same hand."""
    texts = Comment.objects.filter(author=person).order_by("-created_at")
    counted: Counter[str] = Counter()
    for text in texts.values_list("text", flat=True)[:READ]:
        counted.update(domains_in(text))
    used = [(name, count) for name, count in counted.most_common() if may_be_blocked(name)]
    used = used[:OFFERED]
    if not used:
        return []
    names = [name for name, _ in used]
    listed = {entry.name: entry for entry in Domain.objects.filter(name__in=names)}
    by_others = _uses_by_others(names, person, group)
    return [
        LinkedDomain(
            name=name,
            count=count,
            others_visible=by_others[name, "visible"],
            others_removed=by_others[name, "removed"],
            others_waiting=by_others[name, "waiting"],
            by_group=by_others[name, "group"],
            is_well_known=name in WELL_KNOWN or f".{name}".endswith(PUBLIC_BODIES),
            is_allowed=name in listed and is_allowed(listed[name], at),
            is_blocked=name in listed and is_blocked(listed[name]),
        )
        for name, count in used
    ]


def _uses_by_others(
    names: Collection[str], person: Any, group: Collection[int]
) -> Counter[tuple[str, str]]:
    """By domain and by what became of them, the comments of others that link to it."""
    latest = Comment.objects.order_by("-created_at", "-pk").values("pk")[:LATEST]
    naming = Q()
    for name in names:
        naming |= Q(text__icontains=name)
    near = Comment.objects.filter(naming, pk__in=latest).exclude(author=person)
    became = {
        Comment.Status.PUBLISHED: "visible",
        Comment.Status.HELD: "waiting",
        Comment.Status.REJECTED: "removed",
        Comment.Status.SPAM: "removed",
    }
    uses: Counter[tuple[str, str]] = Counter()
    for text, status, author in near.values_list("text", "status", "author"):
        if status in became:
            place = "group" if author in group else became[Comment.Status(status)]
            uses.update((name, place) for name in domains_in(text))
    return uses

"""The links of a comment as its moderator sees them: where they really lead, and what this site
knows of the domain. Nothing is asked outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comments.models import Comment
from comments.moderation.domain_uses import DomainUse, domain_uses
from comments.screening import rulebook
from comments.screening.addresses import addresses_in
from comments.screening.gathering import own_hosts
from comments.screening.link_details import LinkDetails, details_of

SHOWN = 10


@dataclass(frozen=True)
class LinkView:
    link: LinkDetails
    use: DomainUse


@dataclass(frozen=True)
class Links:
    shown: list[LinkView]
    more: int
    """How many more there are."""
    pictures: list[tuple[int, int]]
    """Where those that lead to pictures stand in the text."""

    def __bool__(self) -> bool:
        return bool(self.shown)


def links_of(comment: Comment, at: datetime) -> Links:
    """Three queries for a comment with links, none for one without."""
    if not addresses_in(comment.text):
        return Links([], 0, [])
    limits = rulebook.current(at).limits["links"]
    found = details_of(comment.text, own_hosts(), limits.listed)
    shown = found[:SHOWN]
    uses = domain_uses(
        [link.domain for link in shown], at, author=comment.author_id, besides=comment.pk
    )
    return Links(
        [LinkView(link, uses[link.domain]) for link in shown],
        more=len(found) - len(shown),
        pictures=[link.address.span for link in found if link.is_picture],
    )

"""From one comment to all that are similar: what a campaign or a flood left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Fingerprint
from comments.models.comment import CommentQuerySet
from comments.moderation.section_scope import comments_for
from comments.moderation.similar_texts import find_similar_texts
from comments.screening.linked_sites import sites_in

# At most so many in one act, and no older than this: a flood is fresh, and what stood for a month
# is looked at one by one.
MOST = 1_000
WITHIN = timedelta(days=7)
# More sites than these are not offered: a text with so many links is swept by its text.
MOST_SITES = 5
# A shorter name would be found within many words. The whole domain is looked for instead.
SHORTEST_NAME = 5


class Likeness(TextChoices):
    TEXT = "text", gettext_lazy("the same text, or nearly")
    AUTHOR = "author", gettext_lazy("the same author")
    ADDRESS = "address", gettext_lazy("the same network address")
    DOMAIN = "domain", gettext_lazy("a link to the same site")


@dataclass(frozen=True)
class Choice:
    """One respect in which others may be similar to a comment, and those that are."""

    comment: Comment
    likeness: Likeness
    at: datetime
    moderator: Any
    """Whose sections are looked through."""
    site: str = ""
    """The name of the site, where the likeness is a link."""

    @property
    def label(self) -> str:
        if self.site:
            return _("a link to %(site)s") % {"site": self.site}
        return str(self.likeness.label)

    @cached_property
    def comments(self) -> CommentQuerySet:
        similar = alikes(self.comment, self.likeness, self.at, self.site)
        return comments_for(similar, self.moderator)

    @cached_property
    def count(self) -> int:
        """How many there are, counted up to one more than an act can have."""
        return self.comments.order_by()[: MOST + 1].count()


def choices(comment: Comment, at: datetime, moderator: Any) -> list[Choice]:
    """All respects in which others could be similar to a comment: one for each site it links to;
    of the others those in sections of this moderator."""
    sites = [site.name for site in sites_in(comment.text)][:MOST_SITES]
    return [
        Choice(comment, likeness, at, moderator, site)
        for likeness in possible(comment)
        for site in (sites if likeness == Likeness.DOMAIN else [""])
    ]


def alikes(comment: Comment, likeness: str, at: datetime, site: str = "") -> CommentQuerySet:
    """What is like the comment in this respect and can still be removed, itself first among it,
    the latest first; none where it has nothing that could be alike. `site` is the name of the
    site, for links; the first one if it is not given."""
    recent = Comment.objects.removable().filter(created_at__gt=at - WITHIN)
    found: CommentQuerySet
    if likeness == Likeness.TEXT:
        similar = find_similar_texts(comment, at - WITHIN).values("comment")
        found = recent.filter(pk__in=similar)
    elif likeness == Likeness.AUTHOR:
        found = recent.filter(author=comment.author_id)
    elif likeness == Likeness.ADDRESS:
        found = recent.filter(address=comment.address) if comment.address else recent.none()
    else:
        found = _with_a_link_to(site or next(iter(_sites(comment.text)), ""), recent)
    return found.order_by("-created_at", "-pk")


def possible(comment: Comment) -> list[Likeness]:
    """In which respects others could be like this one: no query but for its fingerprint."""
    ways = [Likeness.AUTHOR]
    if Fingerprint.objects.filter(comment=comment).exists():
        ways.insert(0, Likeness.TEXT)
    if comment.address:
        ways.append(Likeness.ADDRESS)
    if _sites(comment.text):
        ways.append(Likeness.DOMAIN)
    return ways


def _with_a_link_to(site: str, recent: CommentQuerySet) -> CommentQuerySet:
    """By the text of the last days, read through: what is asked rarely needs no index."""
    if not site:
        return recent.none()
    domain, _slash, path = site.partition("/")
    # What no spelling of the address leaves out: “example dot com” has the name, not the dot.
    name = max([*path.split("/"), domain.partition(".")[0]], key=len)
    near = recent.filter(text__icontains=name if len(name) >= SHORTEST_NAME else domain)
    latest = near.order_by("-created_at").values_list("pk", "text").iterator()
    sure = [pk for pk, text in latest if site in _sites(text)]
    return recent.filter(pk__in=sure[: MOST + 1])


def _sites(text: str) -> list[str]:
    return [site.name for site in sites_in(text)]

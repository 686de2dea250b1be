"""Which story stands where on the front page, now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db.models import Exists, OuterRef, Subquery

from articles.edition import Now
from articles.models import Article, Placement, Section

SECONDS = 4
IN_A_BLOCK = 4
LATEST = 7
# The lead and its seconds are sought among so many of the newest, pictures first.
NEWEST = 30


@dataclass(frozen=True)
class Block:
    """A section's part of the front page."""

    section: Section
    stories: list[Article]


@dataclass(frozen=True)
class FrontPage:
    lead: Article | None = None
    seconds: list[Article] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    latest: list[Article] = field(default_factory=list)

    @property
    def cards(self) -> list[Article]:
        """Every story on the page, once."""
        lead = [self.lead] if self.lead else []
        blocks = [story for block in self.blocks for story in block.stories]
        return list(dict.fromkeys([*lead, *self.seconds, *blocks, *self.latest]))


@dataclass(frozen=True)
class Plan:
    """Which story stands where, by primary key."""

    top: list[int]
    latest: list[int]
    of_sections: dict[Section, list[int]]

    @property
    def stories(self) -> set[int]:
        return {*self.top, *self.latest, *chain.from_iterable(self.of_sections.values())}


def compose(at: datetime, now: Now) -> FrontPage:
    """The front page of the paper as it stands."""
    plan = now.kept("front page", lambda: _planned(at))
    found = Article.objects.public(at).for_cards().in_bulk(list(plan.stories))

    def those(pks: Iterable[int]) -> list[Article]:
        """Without what was taken back since the plan was made, a moment ago."""
        return [found[pk] for pk in pks if pk in found]

    top = those(plan.top)
    return FrontPage(
        lead=top[0] if top else None,
        seconds=top[1:],
        blocks=[
            Block(section, _picture_first(stories))
            for section, pks in plan.of_sections.items()
            if (stories := those(pks))
        ],
        latest=those(plan.latest),
    )


def _planned(at: datetime) -> Plan:
    """What an editor placed stands first; the newest with pictures fill up. A story stands in
    one place, but `latest` is a list by the clock and may name what a section shows below."""
    public = Article.objects.public(at)
    newest = list(public.latest_first().values_list("pk", "lead_image")[:NEWEST])
    top = _first_few(
        1 + SECONDS,
        _placed(at),
        [pk for pk, picture in newest if picture],
        [pk for pk, _ in newest],
    )
    latest = [pk for pk, _ in newest if pk not in top][:LATEST]
    of_sections = {
        section: [pk for pk in pks if pk not in top][:IN_A_BLOCK]
        for section, pks in _newest_of_sections(at)
    }
    return Plan(top, latest, of_sections)


def _placed(at: datetime) -> list[int]:
    """The lead first; should there be two, the other becomes a secondary story."""
    # Asked of each: SQLite would list all public articles to look them up in.
    public = Article.objects.public(at).filter(pk=OuterRef("article"))
    in_force = Placement.objects.in_force(at).filter(Exists(public))
    return list(in_force.values_list("article_id", flat=True))


def _newest_of_sections(at: datetime) -> Iterator[tuple[Section, list[int]]]:
    """The newest stories of every section in one query, each found by the index: enough to fill
    a block even where the top of the page has taken all it can from one section."""
    newest = Article.objects.public(at).filter(section=OuterRef("pk")).latest_first().values("pk")
    places = range(1 + SECONDS + IN_A_BLOCK)
    sections = Section.objects.annotate(
        **{f"story_{place}": Subquery(newest[place : place + 1]) for place in places}
    )
    for section in sections:
        found = (getattr(section, f"story_{place}") for place in places)
        yield section, [pk for pk in found if pk is not None]


def _first_few(count: int, *lists: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(chain(*lists)))[:count]


def _picture_first(stories: list[Article]) -> list[Article]:
    """By time, but for the first: a block opens with a picture if one of its stories has any."""
    opening = next((story for story in stories if story.lead_image), stories[0])
    return [opening, *(story for story in stories if story is not opening)]

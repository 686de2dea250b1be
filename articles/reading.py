"""What the pages of the paper need, each in a fixed number of queries."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from copy import copy
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.dateparse import parse_date

from articles import related
from articles.edition import STORIES, Now
from articles.models import Article, Author, Byline, Redirect, Section, Topic, WebLink
from newsroom.foundation import keyset

CARDS_A_PAGE = 20
FROM_THE_WEB = 6

_DATED_PATH = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/(?P<slug>[^/]+)/")


def sections() -> list[Section]:
    """The sections in the paper's order."""
    return list(Section.objects.all())


def article_of_the_day(dated: date, slug: str, at: datetime, now: Now) -> Article:
    """The article at an address, whoever may read it; raises `Article.DoesNotExist`."""
    story = now.kept(
        ("article", dated, slug),
        lambda: _whole().get(dated=dated, slug=slug),
        among=STORIES,
        # A draft changes, and the paper does not.
        unless=lambda story: not story.is_public(at),
    )
    return copy(story)


def article_by_number(pk: int) -> Article:
    """Raises `Article.DoesNotExist`."""
    return _whole().get(pk=pk)


def see_also(article: Article, at: datetime, now: Now) -> list[Article]:
    """Headlines, sections and times alone: what stands in the list beside an article."""

    def find() -> list[Article]:
        pks = now.kept(("see also", article.pk), lambda: related.to(article, at))
        found = Article.objects.for_headlines().in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]

    return [copy(each) for each in now.kept(("headlines beside", article.pk), find, among=STORIES)]


def from_the_web(article: Article, at: datetime, now: Now) -> list[WebLink]:
    return now.kept(
        ("from the web", article.pk),
        lambda: list(WebLink.objects.valid(at).under(article)[:FROM_THE_WEB]),
        among=STORIES,
    )


def of_section(section: Section, at: datetime, cursor: str) -> keyset.Page[Article]:
    return _page(Article.objects.public(at).in_section(section), cursor)


def of_topic(topic: Topic, at: datetime, cursor: str) -> keyset.Page[Article]:
    return _page(Article.objects.public(at).filter(topics=topic), cursor)


def of_author(author: Author, at: datetime, cursor: str) -> keyset.Page[Article]:
    return _page(Article.objects.public(at).filter(authors=author), cursor)


def latest(at: datetime, count: int) -> list[Article]:
    return list(Article.objects.public(at).for_cards().latest_first()[:count])


def new_address(old: Iterable[str], at: datetime) -> str:
    """Where the article has gone that was at one of the `old` addresses; nothing if none was,
    or if it may not be read now."""
    paths, public = sorted(set(old)), Article.objects.public(at)
    redirects = Redirect.objects.filter(path__in=paths, article__in=public)
    if redirect := redirects.select_related("article").first():
        return redirect.article.path
    for match in filter(None, map(_DATED_PATH.fullmatch, paths)):
        dated = parse_date("-".join(match.groups()[:3])) if _is_day(match) else None
        if dated and (story := public.filter(dated=dated, slug=match["slug"]).first()):
            return story.path
    return ""


def _is_day(match: re.Match[str]) -> bool:
    year, month, day = (int(number) for number in match.groups()[:3])
    return year > 0 and 0 < month < 13 and 0 < day <= monthrange(year, month)[1]


def _whole() -> QuerySet[Article]:
    bylines = Byline.objects.select_related("author__portrait")
    return Article.objects.select_related("section", "lead_image").prefetch_related(
        Prefetch("bylines", queryset=bylines), "topics"
    )


def _page(articles: QuerySet[Article], cursor: str) -> keyset.Page[Article]:
    return keyset.page(
        articles.for_cards(),  # type: ignore[attr-defined]
        size=CARDS_A_PAGE,
        time="published_at",
        cursor=cursor,
    )

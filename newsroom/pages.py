"""The pages made of both halves: the paper's, with the conversation's part filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import views
from articles.models import Article
from comments import reading, switch
from comments.views import conversation
from comments.views.places import private
from newsroom.foundation import keeping
from newsroom.foundation.keeping import reads

Page = Callable[..., HttpResponse]

DISCUSSED_SHOWN = 5


def with_counts(page: Page) -> Page:
    """The page with the number of comments on its cards."""

    @wraps(page)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = page(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and (context := response.context_data):
            spoken = _Spoken(context["cards"], context["at"])
            spoken.count(context["cards"])
            keeping.shows(response, threads=spoken.versions, until=spoken.changes_at)
        return response

    return counted


section = with_counts(views.section)
topic = with_counts(views.topic)
author = with_counts(views.author)


@reads(moved_to=views.moved_to)
def front(request: HttpRequest) -> HttpResponse:
    response = views.front(request)
    if isinstance(response, TemplateResponse) and (context := response.context_data):
        response.template_name = "newsroom/front.html"
        discussed = _discussed(context["at"])
        context["cards"] = [*context["cards"], *discussed]
        spoken = _Spoken(context["cards"], context["at"])
        spoken.count(context["cards"])
        # A conversation of which the card says nothing is hidden.
        shown = [each for each in discussed if each.tail][:DISCUSSED_SHOWN]
        context["discussed"] = shown
        leaves = (reading.no_longer_discussed_at(each) for each in shown)
        keeping.shows(response, any_thread=True, until=_earliest([spoken.changes_at, *leaves]))
    return response


@reads("comment", "from", "order")
def article(request: HttpRequest, **address: str) -> HttpResponse:
    response = views.article(request, **address)
    if isinstance(response, TemplateResponse) and (context := response.context_data):
        story, cards = context["article"], context["cards"]
        spoken = _Spoken([story, *cards], context["at"], about=story)
        spoken.count(cards)
        if spoken.state and story.is_public(context["at"]):
            response.template_name = "newsroom/article.html"
            context |= conversation(request, story, spoken.threads.get(story.pk), spoken.state)
            keeping.shows(response, threads=spoken.versions, until=spoken.changes_at)
        private(request, response, is_for_moderator=context.get("moderation") is not None)
    return response


class _Spoken:
    """What is said of some articles, each of which may have a thread: read once for a page."""

    def __init__(
        self, articles: Iterable[Article], at: datetime, about: Article | None = None
    ) -> None:
        """`about` is the article whose own conversation is on the page, said or not."""
        found = {article.pk: article for article in articles}
        self.threads = reading.threads(found)
        spoken_of = [each for pk, each in found.items() if each is about or self._count(pk)]
        self._states = switch.states(spoken_of, at) if spoken_of else {}
        self.state = self._states.get(about.pk) if about else None
        self.versions = {pk: self._version(pk) for pk in found}
        self.changes_at = _earliest(state.changes_at for state in self._states.values())

    def count(self, cards: Iterable[Article]) -> None:
        """Give each card its tail: none where nobody has written or where nothing is to be read."""
        for card in cards:
            count = self._count(card.pk)
            if count and self._states[card.pk].readable:
                card.tail = _tail(card, count)

    def _count(self, article: int) -> int:
        return self.threads[article].comment_count if article in self.threads else 0

    def _version(self, article: int) -> int:
        return self.threads[article].version if article in self.threads else 0


def _discussed(at: datetime) -> list[Article]:
    """The articles of which readers speak most, and some in reserve."""
    order = reading.most_discussed(at, size=2 * DISCUSSED_SHOWN)
    articles = Article.objects.public(at).for_headlines().in_bulk(order)
    return [articles[pk] for pk in order if pk in articles]


def _tail(article: Article, count: int) -> SafeString:
    return format_html(
        '<a class="comment-count" href="{}#comments" aria-label="{} on {}">{}</a>',
        article.get_absolute_url(),
        _said(count),
        article.headline,
        _said(count),
    )


def _said(count: int) -> str:
    return "1 comment" if count == 1 else f"{count:,} comments"


def _earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)

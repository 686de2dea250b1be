"""The pages made of both halves: the paper's, with the conversation's part filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import views
from articles.models import Article
from comments import reading, switch
from comments.views import conversation

Page = Callable[..., HttpResponse]

DISCUSSED_SHOWN = 5


def with_counts(page: Page) -> Page:
    """The page with the number of comments on its cards."""

    @wraps(page)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = page(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            _count(response.context_data or {})
        return response

    return counted


section = with_counts(views.section)
topic = with_counts(views.topic)
author = with_counts(views.author)


def front(request: HttpRequest) -> HttpResponse:
    response = views.front(request)
    if isinstance(response, TemplateResponse) and response.context_data:
        response.template_name = "newsroom/front.html"
        context = response.context_data
        discussed = _discussed(context["at"])
        context["cards"] = [*context["cards"], *discussed]
        _count(context)
        # A conversation of which the card says nothing is hidden.
        context["discussed"] = [each for each in discussed if each.tail][:DISCUSSED_SHOWN]
    return response


@with_counts
def article(request: HttpRequest, **address: str) -> HttpResponse:
    response = views.article(request, **address)
    if isinstance(response, TemplateResponse) and response.context_data:
        context = response.context_data
        if context["article"].is_public(context["at"]):
            response.template_name = "newsroom/article.html"
            context |= conversation(request, context["article"], context["at"])
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
    return response


def _discussed(at: datetime) -> list[Article]:
    """The articles of which readers speak most, and some in reserve."""
    order = reading.most_discussed(at, size=2 * DISCUSSED_SHOWN)
    articles = Article.objects.public(at).for_cards().in_bulk(order)
    return [articles[pk] for pk in order if pk in articles]


def _count(context: dict[str, Any]) -> None:
    """Give each card its tail: none where nobody has written or where nothing is to be read."""
    cards: list[Article] = context.get("cards") or []
    counts = reading.counts({card.pk for card in cards})
    spoken_of = [card for card in cards if card.pk in counts]
    states = switch.states(spoken_of, context["at"]) if spoken_of else {}
    for card in spoken_of:
        if states[card.pk].readable:
            card.tail = _tail(card, counts[card.pk])


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

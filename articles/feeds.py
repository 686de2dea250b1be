"""The news as RSS: of the paper, of a section, a topic, an author."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from articles.models import Article, Author, Section, Topic
from articles.models.author import listed
from newsroom.foundation.clean_text import clean_value
from newsroom.foundation.keeping import keep, reads
from newsroom.foundation.site_url import absolute_url

STORIES = 30


class WellFormedRss(Rss201rev2Feed):
    """RSS without what XML forbids, whatever the database holds."""

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed, self.items = clean_value(self.feed), clean_value(self.items)
        super().write(outfile, encoding)


@reads()
class PaperFeed(Feed):
    """The newest stories of the whole paper."""

    feed_type = WellFormedRss
    language = settings.LANGUAGE_CODE

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        keep(response)
        return response

    def get_feed(self, obj: Any, request: HttpRequest) -> Any:
        self.paper = render_to_string("paper_name.txt", request=request).strip()
        return super().get_feed(obj, request)

    def title(self, obj: Any) -> str:
        return f"{self.paper}: {obj}" if obj else self.paper

    def link(self, obj: Any) -> str:
        return absolute_url(obj.get_absolute_url() if obj else reverse("front"))

    def feed_url(self, obj: Any) -> str:
        return f"{self.link(obj)}feed/"

    def item_link(self, item: Article) -> str:
        return absolute_url(item.get_absolute_url())

    def description(self, obj: Any) -> str:
        return f"The latest of {self.title(obj)}"

    def items(self, obj: Any) -> list[Article]:
        public = Article.objects.public(timezone.now())
        return list(self.of(obj, public).for_cards().latest_first()[:STORIES])

    def of(self, obj: Any, public: Any) -> Any:
        return public

    def item_title(self, item: Article) -> str:
        return item.headline

    def item_description(self, item: Article) -> str:
        return item.standfirst

    item_guid_is_permalink = False

    def item_guid(self, item: Article) -> str:
        """The same for ever, so that nobody is given a story again because its address changed."""
        return item.guid or f"article {item.pk}"

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_author_name(self, item: Article) -> str:
        return listed([byline.author.name for byline in item.bylines.all()])

    def item_categories(self, item: Article) -> list[str]:
        return [item.section.name]


class SectionFeed(PaperFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Section:
        return get_object_or_404(Section, slug=slug)

    def of(self, obj: Section, public: Any) -> Any:
        return public.in_section(obj)


class TopicFeed(PaperFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Topic:
        return get_object_or_404(Topic, slug=slug)

    def of(self, obj: Topic, public: Any) -> Any:
        return public.filter(topics=obj)


class AuthorFeed(PaperFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Author:
        return get_object_or_404(Author, slug=slug)

    def of(self, obj: Author, public: Any) -> Any:
        return public.filter(authors=obj)

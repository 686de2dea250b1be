"""The pages of the paper. Each is a TemplateResponse whose context names every story that is
shown as a card in `cards`, and on its own page in `article`, for whoever composes more in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from articles import edition, frontpage, library, reading
from articles.models import Article, Author, Section, Topic
from newsroom.foundation import keyset
from newsroom.foundation.keeping import keep, reads
from newsroom.foundation.tracking import without_tracking

LATEST_WHEN_LOST = 8
MISSING_KEPT_SECONDS = 60

# WordPress has addresses of its own for the pages of a conversation or of a long article, for an
# article's feed and for its forms.
_PART_OF_AN_ARTICLE = re.compile(
    r"(?<=[^/])/(?:comment-page-\d+|page/\d+|\d{1,2}|feed|amp|embed|trackback|attachment/[^/]+)$"
)


def moved_to(path: str) -> str:
    """Where this path with its query leads, if it was an article's once."""
    asked, _, query = path.partition("?")
    query = without_tracking(query)
    if not query:
        return ""
    posts = parse_qs(query).get("p", [])  # WordPress: /?p=110&cpage=2
    old = [f"{asked}?{query}", *(f"{asked}?p={number}" for number in posts[:1])]
    return reading.new_address(old, timezone.now())


@reads(moved_to=moved_to)
def front(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if request.GET and (address := moved_to(request.get_full_path())):
        return HttpResponsePermanentRedirect(address)
    page = frontpage.compose(at, edition_of(request))
    response = TemplateResponse(
        request, "articles/front.html", {"page": page, "cards": page.cards, "at": at}
    )
    keep(response)
    return response


@reads()
def article(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
    at = timezone.now()
    try:
        dated = date(int(year), int(month), int(day))
        story = reading.article_of_the_day(dated, slug, at, edition_of(request))
    except (ValueError, Article.DoesNotExist) as nobody:
        raise Http404 from nobody
    if not story.is_public(at) and not _may_preview(request):
        raise Http404
    return _article_page(request, story, at)


@never_cache
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What an article will look like, for those who may see it in the admin."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not _may_preview(request):
        raise Http404
    at = timezone.now()
    try:
        story = reading.article_by_number(pk)
    except Article.DoesNotExist as nobody:
        raise Http404 from nobody
    return redirect(story) if story.is_public(at) else _article_page(request, story, at)


@reads("from")
def section(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    found = get_object_or_404(Section, slug=slug)
    page = reading.of_section(found, at, request.GET.get("from", ""))
    return _list(request, "articles/section.html", page, at, section=found)


@reads("from")
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    found = get_object_or_404(Topic, slug=slug)
    page = reading.of_topic(found, at, request.GET.get("from", ""))
    return _list(request, "articles/topic.html", page, at, topic=found)


@reads("from")
def author(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    page = reading.of_author(found, at, request.GET.get("from", ""))
    return _list(request, "articles/author.html", page, at, author=found)


def missing_file(request: HttpRequest, name: str) -> HttpResponse:
    """A URL under MEDIA_URL with no file behind it: 410 where a picture was removed, and where a
    rendition is outdated the picture as it is now."""
    if library.is_removed(name):
        response = TemplateResponse(request, "articles/picture_gone.html", status=410)
        # For a while, so that a page that still names it does not ask for each of its readers.
        patch_cache_control(response, public=True, max_age=MISSING_KEPT_SECONDS)
        return response
    if url := library.current_url(name):
        return redirect(url)
    raise Http404


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that nothing answers: where an article has moved from it, go there; otherwise
    offer what there is to read."""
    at = timezone.now()
    if request.method in ("GET", "HEAD") and (
        address := reading.new_address(_spellings(request), at)
    ):
        return HttpResponsePermanentRedirect(address)
    latest = reading.latest(at, LATEST_WHEN_LOST)
    return TemplateResponse(
        request, "404.html", {"latest": latest, "cards": latest, "at": at}, status=404
    ).render()


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For the template engine's context processors: what every page leads to, and the paper's
    own address (foundation/site_url.py). Nothing is read until a template shows it."""
    sections = SimpleLazyObject(lambda: edition_of(request).kept("sections", reading.sections))
    return {"sections": sections, "site_url": settings.SITE_URL}


def edition_of(request: HttpRequest) -> edition.Now:
    """The paper as it stands for this request: its number is read once, before all that shows."""
    now: edition.Now | None = getattr(request, "edition", None)
    if now is None:
        now = edition.now(timezone.now())
        request.edition = now  # type: ignore[attr-defined]
    return now


def _article_page(request: HttpRequest, story: Article, at: datetime) -> HttpResponse:
    now = edition_of(request)
    see_also = reading.see_also(story, at, now)
    context = {
        "article": story,
        "section": story.section,
        "see_also": see_also,
        "from_the_web": reading.from_the_web(story, at, now),
        "cards": see_also,
        "is_preview": not story.is_public(at),
        "at": at,
    }
    response = TemplateResponse(request, "articles/article.html", context)
    if story.is_public(at):
        keep(response)
    return response


def _list(
    request: HttpRequest, template: str, page: keyset.Page[Article], at: datetime, **of: Any
) -> HttpResponse:
    ((noun, subject),) = of.items()
    context = {
        noun: subject,
        "subject": subject,
        "feed_address": reverse(f"{noun}_feed", args=[subject.slug]),
        "page": page,
        "is_first_page": not page.previous,
        "cards": page.rows,
        "at": at,
    }
    response = TemplateResponse(request, template, context)
    keep(response)
    return response


def _may_preview(request: HttpRequest) -> bool:
    return request.user.is_staff and request.user.has_perm("articles.view_article")


def _spellings(request: HttpRequest) -> Iterable[str]:
    """The address as asked for, without what only tracks, without its query, and without what
    names a part of an article elsewhere, each with and without a last slash."""
    bare = request.path.rstrip("/")
    whole = _PART_OF_AN_ARTICLE.sub("", bare)
    query = getattr(request, "whole_query", request.META.get("QUERY_STRING", ""))
    paths = {request.path, bare, f"{bare}/", whole, f"{whole}/"}
    return paths | {f"{path}?{each}" for path in paths for each in {query, without_tracking(query)}}

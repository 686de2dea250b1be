"""Who else has an article open: shown in its form, and kept current by a small script."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.admin.shown import ShownAdmin
from articles.models import Article, Presence

HEARTBEAT_SECONDS = 30
WINDOW_MAX_LENGTH = 32


@dataclass(frozen=True)
class OtherWindow:
    """A window in which the article is open, as its form names it."""

    name: str
    is_own: bool
    opened_at: datetime
    seen_at: datetime


def other_windows(article: Article, person: Any, window: str, at: datetime) -> list[OtherWindow]:
    return [
        OtherWindow(str(each.person), each.person_id == person.pk, each.opened_at, each.seen_at)
        for each in Presence.objects.in_other_windows(article.pk, window, at)
    ]


class PresenceAdmin(ShownAdmin):
    """What the admin of articles stands on. Only who may change the article is noted and told."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.presence))
        return [
            path("<int:pk>/presence/", view, name="articles_article_presence"),
            *super().get_urls(),
        ]

    def presence(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The heartbeat of an open form; `leaving` is sent when its window closes."""
        article = self.model.objects.for_headlines().filter(pk=pk).first()
        if article is None:
            raise Http404
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        window = request.POST.get("window", "")[:WINDOW_MAX_LENGTH]
        if not window:
            raise Http404
        if "leaving" in request.POST:
            Presence.objects.leave(article.pk, request.user, window)
            return HttpResponse(status=204)
        at = timezone.now()
        Presence.objects.note(article.pk, request.user, window, at)
        others = other_windows(article, request.user, window, at)
        template = "admin/articles/article/_others.html"
        return TemplateResponse(request, template, {"others": others})

    def presence_context(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        """For the form, which a person has just opened or sent."""
        window = request.POST.get("window", "")[:WINDOW_MAX_LENGTH] or secrets.token_urlsafe(12)
        at = timezone.now()
        Presence.objects.note(article.pk, request.user, window, at)
        return {
            "window": window,
            "others": other_windows(article, request.user, window, at),
            "presence_url": reverse("admin:articles_article_presence", args=[article.pk]),
            "heartbeat_seconds": HEARTBEAT_SECONDS,
        }

    def forget_window(self, request: HttpRequest, article: Article) -> None:
        """A form that was saved is no longer open; the next one is a window of its own."""
        window = request.POST.get("window", "")[:WINDOW_MAX_LENGTH]
        Presence.objects.leave(article.pk, request.user, window)

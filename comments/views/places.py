"""Who asks, about which comment, and where it stands: what all these pages share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import patch_cache_control

from comments import reading
from comments.models import Comment


def reader_of(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def draft_key_of(request: HttpRequest) -> str:
    """The account whose drafts are shown; empty for a stranger."""
    return request.user.draft_key if request.user.is_authenticated else ""


def is_number(text: str) -> bool:
    """A primary key that every database can compare with."""
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < 2**63


def comment_or_404(pk: int, request: HttpRequest) -> Comment:
    found = reading.found(pk, reader=reader_of(request)) if pk < 2**63 else None
    if found is None or not found.thread.article.is_public(timezone.now()):
        raise Http404
    return found


def see(comment: Comment, status: int = 303) -> HttpResponseRedirect:
    """To where the comment stands."""
    article = comment.thread.article
    place = f"{article.get_absolute_url()}?comment={comment.pk}#comment-{comment.pk}"
    return HttpResponseRedirect(place, status=status)


def place_of(comment: Comment) -> dict[str, Any]:
    return {"comment": comment, "article": comment.thread.article}


def private(
    request: HttpRequest, response: HttpResponse, *, is_for_moderator: bool = False
) -> HttpResponse:
    """A page for one reader is kept by nobody else, and asked for anew by the reader's browser;
    a page for a moderator is not kept by the browser either."""
    if is_for_moderator:
        patch_cache_control(response, private=True, no_store=True)
    elif request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
    return response

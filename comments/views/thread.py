"""The conversation under an article, and the replies to one comment."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article
from comments import reading, switch
from comments.models import Thread
from comments.switch import Commenting
from comments.views.moderating import may_moderate, moderation
from comments.views.places import comment_or_404, is_number, place_of, private, reader_of
from comments.views.writing import writing_context
from newsroom.foundation import keeping
from newsroom.foundation.keeping import reads


def conversation(
    request: HttpRequest, article: Article, thread: Thread | None, commenting: Commenting
) -> dict[str, Any]:
    """What the page of an article needs to show the conversation under it, in this state."""
    reader, at = reader_of(request), commenting.at
    moderates = may_moderate(request, article)
    asked = request.GET.get("comment", "")
    page = None
    if commenting.readable:
        page = reading.page(
            article,
            thread,
            at=at,
            reader=reader,
            order=request.GET.get("order", reading.NEWEST),
            cursor=request.GET.get("from", ""),
            showing=(
                reading.found(int(asked), reader=reader, moderates=moderates)
                if is_number(asked)
                else None
            ),
            moderates=moderates,
        )
    return {
        **moderation(request, article, thread, commenting, page),
        **writing_context(request, article, None, commenting, at),
    }


@reads("from")
@require_safe
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    found = comment_or_404(pk, request)
    article, reader = found.thread.article, reader_of(request)
    commenting = switch.state(article, at)
    if not commenting.readable:
        return redirect(f"{article.get_absolute_url()}#comments")
    if found.below != found:
        return redirect("replies", found.below.pk)
    cursor, moderates = request.GET.get("from", ""), may_moderate(request, article)
    top, page = reading.replies(found, at=at, reader=reader, cursor=cursor, moderates=moderates)
    context = place_of(found) | writing_context(request, article, None, commenting, at)
    context |= moderation(request, article, found.thread, commenting, page, top)
    response = render(request, "comments/replies.html", context | {"top": top})
    keeping.keep(response)
    versions = {article.pk: found.thread.version}
    keeping.shows(response, threads=versions, until=commenting.changes_at)
    return private(request, response, is_for_moderator=context["moderation"] is not None)

"""One comment: its permalink, and what its author may do with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article
from comments import drafts, notices, posting, reading, switch
from comments.drafts import Place
from comments.forms import Composer
from comments.models import Comment
from comments.moderation import breaker
from comments.posting import Refused
from comments.transfer import numbers
from comments.views.moderating import may_moderate
from comments.views.places import place_of, private, reader_of, see


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The permalink: to the page of the conversation on which the comment stands."""
    at = timezone.now()
    reader, moderates = reader_of(request), may_moderate(request)
    if found := reading.found(pk, reader=reader, moderates=moderates):
        if not found.thread.article.is_public(at):
            raise Http404
        return see(found, status=302)
    gone = get_object_or_404(Comment.objects.removed().select_related("thread__article"), pk=pk)
    if not gone.thread.article.is_public(at):
        raise Http404
    if gone.author_id == request.user.pk:
        return private(request, _own_gone(request, gone))
    return render(request, "comments/permalink-gone.html", place_of(gone), status=410)


@require_safe
def numbered_comment(request: HttpRequest, article_id: int, number: int) -> HttpResponse:
    """The comment that had this number in the system from which the article came, or has it
    here; without one, the conversation. Only ever a comment under this article."""
    article = get_object_or_404(Article.objects.public(timezone.now()), pk=article_id)
    if (pk := numbers.find(article, number)) is None:
        return HttpResponseRedirect(f"{article.get_absolute_url()}#comments")
    return HttpResponseRedirect(reverse("comment", args=[pk]))


def _own_gone(request: HttpRequest, gone: Comment) -> HttpResponse:
    """What its author reads where others read that it is no longer there."""
    context = place_of(gone) | {"fate": reading.fate(gone)}
    return render(request, "comments/statement.html", context, status=410)


@never_cache
def comment_text(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own text, to be changed while it is fresh."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    at = timezone.now()
    own = get_object_or_404(
        Comment.objects.select_related("thread__article__section", "author"), pk=pk
    )
    context = place_of(own) | {"notice": None, "reader": reader_of(request)}
    if own.author_id != request.user.pk:
        raise Http404
    place, owner = Place(own.thread.article_id, changing=own.pk), request.user.draft_key
    kept = drafts.find_draft(request.session, place, owner=owner, at=at)
    text = request.POST.get("text", kept.text if kept else own.text)
    saved_at = own.edited_at or own.created_at
    typed_at = at if request.method == "POST" else kept.typed_at if kept else saved_at
    refused = posting.refusal(request.user, switch.state(own.thread.article, at), at)
    if request.method == "POST":
        outcome = posting.edit(own, text, by=request.user)
        if not isinstance(outcome, Refused):
            drafts.drop_draft(request.session, place, owner=owner)
            if not outcome.comment.is_published:
                breaker.watch(outcome.comment.thread, at)
            return see(outcome.comment)
        refused = outcome
    elif not own.is_editable_by(request.user, at):
        refused = Refused(text, gone="This comment can no longer be changed.")
    return _text_page(request, own, text, typed_at, refused, context)


def _text_page(
    request: HttpRequest,
    own: Comment,
    text: str,
    typed_at: datetime,
    refused: Refused | None,
    context: dict[str, Any],
) -> HttpResponse:
    status = 200
    if refused and not refused.complaint:
        commenting = refused.commenting
        context |= {
            "typed": text,
            "gone": refused.gone,
            "standing": refused.standing,
            "place": {"article": own.thread.article, "changing": own},
            "notice": commenting and notices.of(commenting, own.thread.article),
        }
        status = 403 if refused.standing else 409
    else:
        context["composer"] = Composer(
            request.path,
            text=text,
            complaint=refused.complaint if refused else "",
            button="Save",
            place=Place(own.thread.article_id, changing=own.pk).key,
            typed_at=typed_at,
        )
        status = 422 if refused else 200
    return render(request, "comments/comment_text.html", context, status=status)


@never_cache
@login_required
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own comment taken back, in any commenting mode."""
    own = get_object_or_404(
        Comment.objects.select_related("thread__article__section"), pk=pk, author=request.user
    )
    article = own.thread.article
    if request.method == "POST":
        if posting.delete(own, by=request.user):
            messages.success(request, "Your comment has been deleted.")
        return HttpResponseRedirect(f"{article.get_absolute_url()}#comments", status=303)
    if not own.is_deletable_by(request.user):
        return render(request, "comments/permalink-gone.html", place_of(own), status=410)
    return render(request, "comments/deletion.html", place_of(own))

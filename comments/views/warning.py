"""A warning, read by its receiver: then writing goes on where it stopped."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from articles.models import Article
from comments import drafts, posting
from comments.drafts import Place
from comments.models import Comment, Sanction
from comments.moderation import sanctions
from comments.views.places import draft_key_of, is_number


@never_cache
def warning_reading(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    at = timezone.now()
    warning = get_object_or_404(
        Sanction.objects.select_related("comment"),
        pk=pk,
        person=request.user,
        kind=Sanction.Kind.WARNING,
    )
    if request.method == "POST":
        sanctions.confirm(warning, by=request.user, at=at)
        return HttpResponseRedirect(_back(request, at), status=303)
    is_unread = Sanction.objects.in_force(at).filter(pk=pk).exists()
    context = {"warning": warning if is_unread else None, "reader": request.user}
    return render(request, "comments/warning.html", context)


def _back(request: HttpRequest, at: datetime) -> str:
    """To the form from which the reader came, with the text that was typed in it."""
    text, owner = request.POST.get("text", ""), draft_key_of(request)
    changing, parent = _posted(request, "changing"), _posted(request, "parent")
    comment = changing or parent
    article = comment.thread.article if comment else _article(request)
    if article is None:
        return reverse("my_comments")
    place = Place(
        article.pk, parent.pk if parent else None, changing=changing.pk if changing else None
    )
    if text and not posting.complaint_about(text):
        drafts.keep_draft(request.session, place, text, owner=owner, at=at)
    if changing:
        return reverse("comment_text", args=[changing.pk])
    if parent:
        return reverse("reply", args=[parent.pk])
    if drafts.find_draft(request.session, place, owner=owner, at=at):
        return reverse("write", args=[article.pk])
    return f"{article.get_absolute_url()}#comments"


def _posted(request: HttpRequest, name: str) -> Comment | None:
    number = request.POST.get(name, "")
    whole = Comment.objects.select_related("thread__article__section")
    return whole.filter(pk=int(number)).first() if is_number(number) else None


def _article(request: HttpRequest) -> Article | None:
    number = request.POST.get("article", "")
    whole = Article.objects.public(timezone.now()).select_related("section")
    return whole.filter(pk=int(number)).first() if is_number(number) else None

"""What readers do under an article, and the pages on which they do it without JavaScript."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.utils import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from articles.models import Article
from comments import drafts, notices, posting, reading, switch
from comments.forms import Composer, ReportForm, token_in
from comments.models import Comment, Report
from comments.posting import Refused, Submission


def conversation(request: HttpRequest, article: Article, at: datetime) -> dict[str, Any]:
    """What the page of an article needs to show the conversation under it."""
    reader = _reader(request)
    commenting = switch.state(article, at)
    asked = request.GET.get("comment", "")
    page = None
    if commenting.readable:
        page = reading.page(
            article,
            at=at,
            reader=reader,
            order=request.GET.get("order", reading.NEWEST),
            cursor=request.GET.get("from", ""),
            showing=reading.found(int(asked), reader=reader) if _is_number(asked) else None,
        )
    return {
        "conversation": page,
        **_writing(request, article, None, commenting, at),
    }


# Writing


@never_cache
@csrf_exempt
def write(request: HttpRequest, article_id: int) -> HttpResponse:
    return _write(request, get_object_or_404(Article, pk=article_id), None)


@never_cache
@csrf_exempt
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    parent = get_object_or_404(
        Comment.objects.select_related("author", "thread__article__section"), pk=pk
    )
    return _write(request, parent.thread.article, parent)


def _write(request: HttpRequest, article: Article, parent: Comment | None) -> HttpResponse:
    """Show the form, keep what somebody typed who has yet to sign in, or take a comment in. Only
    a signed-in reader's form carries a CSRF token: pages for strangers are the same for all. A
    form without one can therefore only leave a draft."""
    at = timezone.now()
    if not article.is_public(at):
        if request.method != "POST":
            raise Http404
        typed = {"typed": request.POST.get("text", ""), "gone": "This article is no longer there."}
        return render(request, "comments/write.html", typed, status=410)
    if request.method != "POST":
        if parent and not parent.is_published:
            return render(request, "comments/permalink-gone.html", _place(parent), status=410)
        return _writing_page(request, article, parent, at)
    if request.user.is_authenticated and request.POST.get("csrfmiddlewaretoken"):
        return _post(request, article, parent)
    return _keep_draft(request, article, parent)


@csrf_protect
def _post(request: HttpRequest, article: Article, parent: Comment | None) -> HttpResponse:
    text = request.POST.get("text", "")
    submission = Submission(
        article=article,
        author=request.user,
        text=text,
        token=token_in(request.POST.get("token", "")),
        parent=parent,
    )
    try:
        outcome = posting.submit(submission)
    except OperationalError:  # too many write at once, or the database is going away
        page = render(request, "503.html", {"typed": text}, status=503)
        page["Retry-After"] = "5"
        return page
    if isinstance(outcome, Refused):
        return _refused_page(request, article, parent, outcome)
    drafts.drop(request.session, article.pk, parent.pk if parent else None)
    return _see(outcome.comment)


def _keep_draft(request: HttpRequest, article: Article, parent: Comment | None) -> HttpResponse:
    text, at = request.POST.get("text", ""), timezone.now()
    refused = posting.refusal(request.user, switch.state(article, at), at, text)
    if complaint := posting.complaint_about(text):
        refused = Refused(text, complaint=complaint)
    elif parent and not parent.is_published:
        refused = Refused(text, gone=posting.PARENT_GONE)
    if refused and (refused.commenting or refused.complaint or refused.gone):
        return _refused_page(request, article, parent, refused)
    drafts.keep(request.session, article.pk, parent.pk if parent else None, text)
    return HttpResponseRedirect(request.path, status=303)


def _writing_page(
    request: HttpRequest,
    article: Article,
    parent: Comment | None,
    at: datetime,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    commenting = switch.state(article, at)
    context = _writing(request, article, parent, commenting, at) | {
        "article": article,
        "parent": parent if commenting.readable else None,
        "kept": drafts.of(request.session, article.pk, parent.pk if parent else None),
        **more,
    }
    return render(request, "comments/write.html", context, status=status)


def _refused_page(
    request: HttpRequest, article: Article, parent: Comment | None, refused: Refused
) -> HttpResponse:
    """What stood in the way, and the text: in the form if it can be sent again, else to copy."""
    if refused.complaint or refused.gone:
        composer = Composer.under(
            article,
            None if refused.gone else parent,
            text=refused.text,
            complaint=refused.complaint,
            token=token_in(request.POST.get("token", "")),
        )
        status = 422 if refused.complaint else 409
        more = {"composer": composer, "gone": refused.gone}
        if refused.gone:
            parent = None
        return _writing_page(request, article, parent, timezone.now(), status=status, **more)
    status = 409 if refused.commenting else 403
    return _writing_page(
        request, article, parent, timezone.now(), status=status, typed=refused.text
    )


def _writing(
    request: HttpRequest,
    article: Article,
    parent: Comment | None,
    commenting: switch.Commenting,
    at: datetime,
) -> dict[str, Any]:
    """The form, or what this reader is told in its place."""
    reader = _reader(request)
    refused = posting.refusal(request.user, commenting, at)
    draft = (
        drafts.of(request.session, article.pk, parent.pk if parent else None) if reader else None
    )
    fields = {"text": draft.text, "token": draft.token} if draft else {}
    is_closed = refused is not None and refused.commenting is not None
    ban = refused.standing.ban if refused and refused.standing else None
    return {
        "reader": reader,
        "notice": notices.of(commenting, article),
        "ban": ban,
        "composer": None if is_closed or ban else Composer.under(article, parent, **fields),
    }


# One comment


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The permalink: to the page of the conversation on which the comment stands."""
    at = timezone.now()
    if found := reading.found(pk, reader=_reader(request)):
        if not found.thread.article.is_public(at):
            raise Http404
        return _see(found, status=302)
    gone = get_object_or_404(Comment.objects.removed().select_related("thread__article"), pk=pk)
    if not gone.thread.article.is_public(at):
        raise Http404
    return render(request, "comments/permalink-gone.html", _place(gone), status=410)


@require_safe
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    found = _comment_or_404(pk, request)
    article, reader = found.thread.article, _reader(request)
    commenting = switch.state(article, at)
    if not commenting.readable:
        return redirect(f"{article.get_absolute_url()}#comments")
    if found.below != found:
        return redirect("replies", found.below.pk)
    top, page = reading.replies(found, at=at, reader=reader, cursor=request.GET.get("from", ""))
    context = _place(found) | _writing(request, article, None, commenting, at)
    return _private(
        request, render(request, "comments/replies.html", context | {"top": top, "page": page})
    )


@never_cache
def comment_text(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own text, to be changed while it is fresh."""
    if not request.user.is_authenticated and request.method != "POST":
        return redirect_to_login(request.get_full_path())
    at = timezone.now()
    own = get_object_or_404(
        Comment.objects.select_related("thread__article__section", "author"), pk=pk
    )
    context = _place(own) | {"notice": None, "reader": _reader(request)}
    if not request.user.is_authenticated:
        context["typed"] = request.POST.get("text", "")
        return render(request, "comments/comment_text.html", context, status=403)
    if own.author_id != request.user.pk:
        raise Http404
    text = request.POST.get("text", own.text)
    refused = posting.refusal(request.user, switch.state(own.thread.article, at), at)
    if request.method == "POST":
        outcome = posting.edit(own, text, by=request.user)
        if not isinstance(outcome, Refused):
            return _see(outcome.comment)
        refused = outcome
    elif not own.is_editable_by(request.user, at):
        refused = Refused(text, gone="This comment can no longer be changed.")
    return _text_page(request, own, text, refused, context)


def _text_page(
    request: HttpRequest,
    own: Comment,
    text: str,
    refused: Refused | None,
    context: dict[str, Any],
) -> HttpResponse:
    status = 200
    if refused and not refused.complaint:
        commenting = refused.commenting
        context |= {
            "typed": text,
            "gone": refused.gone,
            "ban": refused.standing and refused.standing.ban,
            "notice": commenting and notices.of(commenting, own.thread.article),
        }
        status = 403 if refused.standing else 409
    else:
        context["composer"] = Composer(
            request.path,
            text=text,
            complaint=refused.complaint if refused else "",
            button="Save",
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
        return render(request, "comments/permalink-gone.html", _place(own), status=410)
    return render(request, "comments/deletion.html", _place(own))


@never_cache
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A reader's word that a comment breaks the rules."""
    at = timezone.now()
    found = _comment_or_404(pk, request)
    if not found.is_published or not switch.state(found.thread.article, at).readable:
        return render(request, "comments/permalink-gone.html", _place(found), status=410)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        posting.report(found, by=request.user, at=at, **form.cleaned_data)
        return HttpResponseRedirect(request.path, status=303)
    context = _place(found) | {
        "form": form,
        "done": Report.objects.of(found, request.user),
    }
    return render(request, "comments/report.html", context, status=422 if form.errors else 200)


# What they share


def _reader(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _is_number(text: str) -> bool:
    """A primary key that every database can compare with."""
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < 2**63


def _comment_or_404(pk: int, request: HttpRequest) -> Comment:
    found = reading.found(pk, reader=_reader(request)) if pk < 2**63 else None
    if found is None or not found.thread.article.is_public(timezone.now()):
        raise Http404
    return found


def _see(comment: Comment, status: int = 303) -> HttpResponseRedirect:
    """To where the comment stands."""
    article = comment.thread.article
    place = f"{article.get_absolute_url()}?comment={comment.pk}#comment-{comment.pk}"
    return HttpResponseRedirect(place, status=status)


def _place(comment: Comment) -> dict[str, Any]:
    return {"comment": comment, "article": comment.thread.article}


def _private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page for one reader is kept by nobody else, and asked for anew by the reader's browser."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
    return response

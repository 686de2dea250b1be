"""The form in which a reader writes, and what its sender is answered, without JavaScript."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.models import Article
from articles.views import edition_of
from comments import drafts, notices, posting, standing, switch
from comments.drafts import Place
from comments.forms import Composer, token_in
from comments.models import Comment
from comments.moderation import breaker
from comments.posting import Refused, Submission
from comments.screening import newcomers
from comments.views.places import draft_key_of, place_of, reader_of, see
from newsroom.foundation.prepared import Prepared
from newsroom.foundation.request_origin import came_from

_ARTICLE = Prepared(
    lambda article: Article.objects.filter(pk=article).order_by(), numbers=("article",)
)


@never_cache
@csrf_exempt
def write(request: HttpRequest, article_id: int) -> HttpResponse:
    for article in _ARTICLE.instances(article=article_id) if article_id < 2**63 else ():
        return _write(request, article, None)
    raise Http404


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
            return render(request, "comments/permalink-gone.html", place_of(parent), status=410)
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
        address=request.META.get("REMOTE_ADDR", ""),
    )
    outcome = posting.submit(submission)
    if isinstance(outcome, Refused):
        return _refused_page(request, article, parent, outcome)
    drafts.drop_draft(request.session, _place(article, parent), owner=draft_key_of(request))
    if not outcome.comment.is_published:
        breaker.watch(outcome.comment.thread, timezone.now())
    return see(outcome.comment)


def _keep_draft(request: HttpRequest, article: Article, parent: Comment | None) -> HttpResponse:
    if came_from(request) is False:
        # Another site's form: it lays no words into ours, and no new session over the reader's.
        return HttpResponseRedirect(request.path, status=303)
    text, at = request.POST.get("text", ""), timezone.now()
    refused = posting.refusal(request.user, switch.state(article, at), at, text)
    if complaint := posting.complaint_about(text):
        refused = Refused(text, complaint=complaint)
    elif parent and not parent.is_published:
        refused = Refused(text, gone=posting.PARENT_GONE)
    if refused and (refused.commenting or refused.complaint or refused.gone):
        return _refused_page(request, article, parent, refused)
    # The form names the account whose page it was on: its session may have ended since.
    owner = draft_key_of(request) or request.POST.get("draft_account", "")
    drafts.keep_draft(request.session, _place(article, parent), text, owner=owner, at=at)
    return HttpResponseRedirect(request.path, status=303)


def _writing_page(
    request: HttpRequest,
    article: Article,
    parent: Comment | None,
    at: datetime,
    *,
    status: int = 200,
    commenting: switch.Commenting | None = None,
    **more: Any,
) -> HttpResponse:
    commenting = commenting or switch.state(article, at)
    context = writing_context(request, article, parent, commenting, at) | {
        "article": article,
        "parent": parent if commenting.readable else None,
        "kept": drafts.find_draft(
            request.session, _place(article, parent), owner=draft_key_of(request), at=at
        ),
        **more,
    }
    return render(request, "comments/write.html", context, status=status)


def _place(article: Article, parent: Comment | None) -> Place:
    return Place(article.pk, parent.pk if parent else None)


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
            typed_at=timezone.now(),
        )
        status = 422 if refused.complaint else 409
        more: dict[str, Any] = {"composer": composer, "gone": refused.gone}
        if refused.gone:
            parent = None
        if refused.wait_seconds:
            status = 429
        page = _writing_page(request, article, parent, timezone.now(), status=status, **more)
        if refused.wait_seconds:
            page["Retry-After"] = str(refused.wait_seconds)
        return page
    # The notice is that of the moment at which the text was refused: if commenting has opened again
    # since, the page still says why it was not posted.
    return _writing_page(
        request,
        article,
        parent,
        timezone.now(),
        status=409 if refused.commenting else 403,
        commenting=refused.commenting,
        typed=refused.text,
    )


def writing_context(
    request: HttpRequest,
    article: Article,
    parent: Comment | None,
    commenting: switch.Commenting,
    at: datetime,
) -> dict[str, Any]:
    """The form, or what this reader is told in its place."""
    reader = reader_of(request)
    draft = strangers_draft = None
    if reader:  # a stranger's page is the same for all: it asks for no session
        place = _place(article, parent)
        draft = drafts.find_draft(request.session, place, owner=reader.draft_key, at=at)
        strangers_draft = drafts.find_strangers_draft(request.session, place, at)
    fields: dict[str, Any] = (
        {"text": draft.text, "token": draft.token, "typed_at": draft.typed_at} if draft else {}
    )
    its = standing.of(request.user, at) if commenting.accepts_comments else None
    may_write = its is not None and not its.is_kept_from_writing
    return {
        "reader": reader,
        "notice": notices.of(commenting, article),
        "standing": its,
        "place": {"article": article, "parent": parent},
        "strangers_draft": strangers_draft,
        "composer": Composer.under(article, parent, **fields) if may_write else None,
        "read_first": _read_first(request, its, commenting, at) if may_write else "",
    }


def _read_first(request: HttpRequest, its: Any, commenting: switch.Commenting, at: datetime) -> str:
    """That a newcomer's comment is read before it appears, where nothing says so already. What is
    set for it is read once for each edition of the paper."""
    if commenting.premoderated or its.premoderation:
        return ""
    limits = edition_of(request).kept("newcomer limits", lambda: newcomers.limits_in_force(at))
    if not request.user.is_authenticated:
        return newcomers.sentence_for_strangers(limits)
    return newcomers.sentence_for(request.user, its, limits, at)

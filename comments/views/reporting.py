"""What readers tell moderators about a comment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from comments import reporting, switch
from comments.forms import LegalNoticeForm, ReportForm
from comments.models import Comment, Report
from comments.moderation import alerts, breaker
from comments.views.places import comment_or_404, place_of

TOO_MANY = (
    "Several notices have come from your connection within the hour. Your text is kept in the "
    "form: please send it a little later."
)


@never_cache
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A reader's word that a comment breaks the rules."""
    at = timezone.now()
    if done := _reported(request.user, pk, at):
        return render(request, "comments/report.html", place_of(done.comment) | {"done": done})
    found = comment_or_404(pk, request)
    if not found.is_published or not switch.state(found.thread.article, at).readable:
        return render(request, "comments/permalink-gone.html", place_of(found), status=410)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reporting.report(found, by=request.user, at=at, **form.cleaned_data)
        breaker.watch(found.thread, at)
        return HttpResponseRedirect(request.path, status=303)
    context = place_of(found) | {"form": form}
    return render(request, "comments/report.html", context, status=422 if form.errors else 200)


def _reported(reader: Any, pk: int, at: datetime) -> Report | None:
    """This reader's report, also where it took the comment out of sight."""
    whole = Report.objects.select_related("comment__thread__article__section")
    done = whole.filter(comment=pk, reporter=reader.pk).first() if pk < 2**63 else None
    return done if done and done.comment.thread.article.is_public(at) else None


@never_cache
def legal_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody's notice that a comment is against the law, without an account."""
    found = comment_or_404(pk, request)
    if not found.is_published or not switch.state(found.thread.article, timezone.now()).readable:
        return render(request, "comments/permalink-gone.html", place_of(found), status=410)
    form = LegalNoticeForm(request.POST or None, initial=_known(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_trapped or (form.is_valid() and _file(request, found, form)):
            return redirect("legal_notice_receipt", found.pk)
        if form.is_valid():
            status = 429
            form.add_error(None, TOO_MANY)
    context = place_of(found) | {"form": form}
    return render(request, "comments/legal_notice.html", context, status=status)


@never_cache
def legal_notice_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """That a notice has arrived: said also where the comment has been taken away meanwhile."""
    comment = get_object_or_404(Comment.objects.select_related("thread__article__section"), pk=pk)
    context = {"comment": comment, "received": True}
    return render(request, "comments/legal_notice.html", context)


def _known(request: HttpRequest) -> dict[str, str]:
    if not request.user.is_authenticated:
        return {}
    return {"name": request.user.display_name, "email": request.user.email or ""}


def _file(request: HttpRequest, comment: Comment, form: LegalNoticeForm) -> bool:
    """False where too many have come from there within the hour."""
    if not reporting.may_file(request.META.get("REMOTE_ADDR", "")):
        return False
    at = timezone.now()
    if notice := reporting.file_legal_notice(comment, **form.told(), at=at):
        alerts.of_legal_notice(notice, at)
    return True

"""What readers tell moderators about a comment."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from comments import posting, switch
from comments.forms import ReportForm
from comments.models import Report
from comments.views.places import comment_or_404, place_of


@never_cache
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A reader's word that a comment breaks the rules."""
    at = timezone.now()
    found = comment_or_404(pk, request)
    if not found.is_published or not switch.state(found.thread.article, at).readable:
        return render(request, "comments/permalink-gone.html", place_of(found), status=410)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        posting.report(found, by=request.user, at=at, **form.cleaned_data)
        return HttpResponseRedirect(request.path, status=303)
    context = place_of(found) | {
        "form": form,
        "done": Report.objects.of(found, request.user),
    }
    return render(request, "comments/report.html", context, status=422 if form.errors else 200)

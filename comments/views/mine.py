"""What became of one's own comments."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments import reading, standing


@never_cache
@require_safe
@login_required
def my_comments(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    its = standing.of(request.user, at)
    context = {
        "reader": request.user,
        "standing": None if its.to_be_read else its,
        "warning": its.to_be_read,
        "page": reading.own(request.user, at, cursor=request.GET.get("from", "")),
    }
    return render(request, "comments/mine.html", context)

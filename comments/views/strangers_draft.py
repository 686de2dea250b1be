"""What was typed in this browser before somebody signed in, and is offered to that account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comments import drafts


@never_cache
@require_POST
@login_required
def strangers_draft(request: HttpRequest) -> HttpResponse:
    """Take the text into the form, or discard it; then show the form of that place."""
    place = drafts.place_in(request.POST.get("place", ""))
    if place is None:
        raise Http404
    if "use" in request.POST:
        owner = request.user.draft_key  # type: ignore[union-attr]
        drafts.claim_draft(request.session, place, owner=owner, at=timezone.now())
    else:
        drafts.drop_draft(request.session, place, owner="")
    return HttpResponseRedirect(place.path, status=303)

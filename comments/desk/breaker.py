"""What a moderator makes of it when the breaker has tripped: kept, lifted or closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments import notices
from comments.models import Suspension, Trip
from comments.moderation import breaker
from comments.moderation.held_comments import held_only_by

SAID = {
    Trip.Answer.KEEP: "It stays as the breaker has set it, for {where}.",
    Trip.Answer.LIFT: "Lifted for {where}. The breaker now takes twice as much to trip again.",
    Trip.Answer.CLOSE: "Closed for {where}, until somebody reopens.",
}


@require_POST
def trip_answer(request: HttpRequest, pk: int) -> HttpResponse:
    answer = request.POST.get("answer", "")
    if answer not in Trip.Answer.values:
        return HttpResponseBadRequest("An answer is keep, lift or close.")
    try:
        settled = breaker.settle(pk, Trip.Answer(answer), by=request.user)
    except Trip.DoesNotExist:
        raise Http404 from None
    if settled.is_new:
        where = settled.trip.suspension.reach
        if settled.trip.answer == answer:
            messages.success(request, SAID[Trip.Answer(answer)].format(where=where))
        else:
            words = _("It was over already for %(where)s. Nothing was changed.")
            messages.info(request, words % {"where": where})
        if answer == Trip.Answer.LIFT:
            _say_what_waits(request, settled.trip.suspension)
    else:
        messages.warning(request, _who_came_first(settled.trip))
    return redirect(_back(request))


def _say_what_waits(request: HttpRequest, suspension: Suspension) -> None:
    waiting = len(held_only_by(suspension, timezone.now(), by=request.user))
    if waiting:
        words = ngettext(
            "%(number)s comment still waits only for what was lifted. Its page on the "
            "switchboard, under Past, publishes it.",
            "%(number)s comments still wait only for what was lifted. Its page on the "
            "switchboard, under Past, publishes them.",
            waiting,
        )
        messages.info(request, words % {"number": waiting})


def _who_came_first(trip: Trip) -> str:
    assert trip.settled_at is not None
    when = notices.in_words(trip.settled_at, timezone.now()).removesuffix(".")
    who = trip.settled_by or "The command line"
    return f"{who} was first, on {when}: {trip.get_answer_display().lower()}. Nothing was changed."


def _back(request: HttpRequest) -> str:
    """The page of the desk on which the banner stood."""
    page = request.POST.get("from", "")
    is_ours = url_has_allowed_host_and_scheme(page, None) and page.startswith("/")
    return page if is_ours else reverse("desk")

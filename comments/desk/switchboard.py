"""How commenting stands on the whole site, what is in force, what is to come and what was."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Section
from comments import notices, switch
from comments.desk.held_by_cause import held_by_cause, queue_url
from comments.models import ClosingAge, CommentingHours, Mode, Suspension
from comments.moderation import breaker, reopening
from comments.moderation.held_comments import PREMODERATION, held_only_by
from comments.switch import Commenting
from newsroom.foundation import keyset

PAST_ON_A_PAGE = 20
IMPORTED_ON_A_PAGE = 20

# What readers can do in each mode, from the freest to the strictest.
MODES = {
    Mode.OPEN: "Readers write, and what they write appears at once.",
    Mode.PREMODERATED: "Readers write; a moderator reads each comment before it appears.",
    Mode.CLOSED: "Nobody writes. The comments that are there stay and can be read; the notice "
    "stands in place of the form.",
    Mode.HIDDEN: "Nobody writes, and no comment is shown: the notice stands in place of the whole "
    "conversation. Nothing is deleted; all of it is back when commenting opens again.",
}


@dataclass(frozen=True)
class Room:
    """A section, or the site as a whole, with what readers can do in it now."""

    name: str
    commenting: Commenting
    until: str

    @property
    def mode(self) -> Mode:
        return self.commenting.mode


@require_safe
def switchboard(request: HttpRequest) -> TemplateResponse:
    at = timezone.now()
    sections = list(Section.objects.all())
    states = switch.states_of_sections(sections, at)
    site = _room("The whole site", states[None])
    rooms = [_room(section.name, states[section.pk]) for section in sections]
    suspensions = Suspension.objects.with_origin()
    in_force = list(suspensions.in_force(at).by_people())
    reopens = next((each for each in in_force if each == states[None].rule), None)
    unsettled = breaker.unsettled(at, person=request.user)
    trips = {each.trip.suspension_id: each for each in unsettled if each.may_answer}
    imported = keyset.page(
        suspensions.in_force(at).by_import().order_by(),
        size=IMPORTED_ON_A_PAGE,
        cursor=request.GET.get("imported", ""),
    )
    past = keyset.page(
        suspensions.past(at), size=PAST_ON_A_PAGE, cursor=request.GET.get("from", "")
    )
    return TemplateResponse(
        request,
        "comments/desk/switchboard.html",
        {
            "title": "Switchboard",
            "site": site,
            "sections": rooms,
            "exceptions": [room for room in rooms if room.mode != site.mode],
            "articles": [each for each in in_force if each.scope == Suspension.Kind.ARTICLE],
            "in_force": [
                (each, trips[each.pk].trip if each.pk in trips else None) for each in in_force
            ],
            "reopens": reopens,
            "held": reopens and held_by_cause(reopens, at, by=request.user),
            "others": reopens.others_in_force(at) if reopens else [],
            "trips_over": [each.trip for each in trips.values() if each.is_over],
            "imported": imported,
            "scheduled": list(suspensions.scheduled(at).order_by("starts_at", "id")),
            "past": past,
            "hours": _timetables(),
            "ages": list(ClosingAge.objects.select_related("section")),
            "modes": list(MODES.items()),
        },
    )


@require_safe
def suspension(request: HttpRequest, pk: int) -> TemplateResponse:
    """One suspension: what it was, who set it, and the notice that readers were shown."""
    at = timezone.now()
    found = get_object_or_404(Suspension.objects.with_origin(), pk=pk)
    is_standing = Suspension.objects.standing(at).filter(pk=pk).exists()
    shows_comments = not is_standing and request.user.has_perm("comments.moderate_comment")
    waiting = held_only_by(found, at, by=request.user) if shows_comments else []
    return TemplateResponse(
        request,
        "comments/desk/suspension.html",
        {
            "title": str(found),
            "suspension": found,
            "is_standing": is_standing,
            "waiting": len(waiting),
            "published": reopening.published_with(found) if shows_comments else 0,
            "queue_url": queue_url(found.reach, cause=PREMODERATION),
            "is_in_force": found.in_force(at),
            "notice": notices.of_suspension(found, at),
        },
    )


def _room(name: str, commenting: Commenting) -> Room:
    until = commenting.reopens_at
    return Room(name, commenting, notices.in_words(until, commenting.at) if until else "")


def _timetables() -> list[CommentingHours]:
    hours = CommentingHours.objects.in_use().select_related("section", "article")
    return list(hours.prefetch_related("opening_times"))

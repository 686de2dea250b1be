"""What the staff see of the switch on each of their pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from comments.models import CommentingHours, Mode, Suspension

register = template.Library()

EVERYWHERE = {
    Mode.OPEN: "Commenting open",
    Mode.PREMODERATED: "Comments read first on the whole site",
    Mode.CLOSED: "Closed on the whole site",
    Mode.HIDDEN: "Hidden on the whole site",
}


@register.inclusion_tag("comments/desk/_status.html", takes_context=True)
def commenting_status(context: Context) -> dict[str, Any]:
    """The chip in the header of every page of the admin; it leads to the switchboard those who
    may throw the switch. Nothing for whoever is not signed in as staff."""
    request = context.get("request")
    person = getattr(request, "user", None)
    if person is None or not person.is_staff:
        return {}
    at = timezone.now()
    in_force = list(Suspension.objects.in_force(at))
    timetables = list(CommentingHours.objects.of_the_site().prefetch_related("opening_times"))
    timetables = [hours for hours in timetables if hours.in_force(at)]
    everywhere = [Mode(each.mode) for each in in_force if each.scope == Suspension.Kind.SITE]
    everywhere += [Mode(hours.mode) for hours in timetables]
    mode = max(everywhere, key=lambda each: each.strictness, default=Mode.OPEN)
    strictest = max(
        [mode, *(Mode(each.mode) for each in in_force)], key=lambda each: each.strictness
    )
    return {
        "mode": strictest,
        "words": _words(mode, in_force, by_hours=bool(timetables)),
        "may_throw": person.has_perm("comments.throw_switch"),
    }


def _words(mode: Mode, in_force: list[Suspension], *, by_hours: bool) -> str:
    if mode != Mode.OPEN:
        thrown = any(s.scope == Suspension.Kind.SITE and s.mode == mode for s in in_force)
        return EVERYWHERE[mode] if thrown or not by_hours else "Outside the commenting hours"
    if len(in_force) == 1:
        return "1 suspension in force"
    return f"{len(in_force)} suspensions in force" if in_force else EVERYWHERE[mode]

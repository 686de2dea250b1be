"""A shift: what happened since one was last here, who is here, one's own tally, handing over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments.desk import log_line
from comments.models import DeskVisit, HandOver
from comments.moderation import assignment, named_queues, presence
from comments.moderation import shift as shifts
from newsroom.foundation import form_fields

# Where somebody wants more than the time since the last visit.
LENGTHS = {
    "24h": (gettext_lazy("24 hours"), timedelta(hours=24)),
    "7d": (gettext_lazy("7 days"), timedelta(days=7)),
}


class HandOverForm(forms.Form):
    to: Any = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("To"),
        required=False,
        empty_label=gettext_lazy("The next shift"),
    )
    text = form_fields.CleanTextField(
        label=gettext_lazy("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("It stands on the desk until somebody has read it."),
    )
    with_cases = forms.BooleanField(
        label=gettext_lazy("Hand over the cases that are assigned to me"), required=False
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        colleagues = assignment.moderators().exclude(pk=by.pk)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


@require_safe
def shift(request: HttpRequest) -> HttpResponse:
    """What happened since this moderator was last here: a fixed number of queries."""
    at = timezone.now()
    visit = DeskVisit.objects.stamp(request.user, at)
    asked = request.GET.get("since", "")
    since = _since(visit, asked, at)
    news = shifts.news(request.user, since, at)
    lines = log_line.lines([*news.switch, *news.sanctions], reader=request.user)
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today, this_shift = shifts.tallies(request.user, [midnight, visit.came_at])
    return TemplateResponse(
        request,
        "comments/desk/shift.html",
        {
            "title": _("Since I was last here"),
            "asked": asked if asked in LENGTHS else "",
            "lengths": [(key, label) for key, (label, _) in LENGTHS.items()],
            "is_first": visit.last_here_at is None,
            "is_cut": news.since > since,
            "news": news,
            "unread": [each for each in news.notes if each.read_at is None],
            "read": [each for each in news.notes if each.read_at],
            "switch": lines[: len(news.switch)],
            "sanctions": lines[len(news.switch) :],
            "visit": visit,
            "tallies": [(_("Today"), today), (_("This shift"), this_shift)],
            "present": presence.at_the_desk(at, besides=request.user),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Leave a note to a colleague or to the next shift."""
    form = HandOverForm(request.POST or None, by=request.user)
    if form.is_valid():
        note = assignment.hand_over(
            form.cleaned_data["text"],
            by=request.user,
            at=timezone.now(),
            to=form.cleaned_data["to"],
            with_cases=form.cleaned_data["with_cases"],
        )
        messages.success(request, _said(note))
        return redirect("shift")
    return TemplateResponse(
        request,
        "comments/desk/hand_over.html",
        {"title": _("Hand over"), "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def note_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm having read a note."""
    note = get_object_or_404(HandOver, pk=pk)
    if not assignment.read_note(note, by=request.user, at=timezone.now()):
        messages.info(request, _("Somebody has read this note already, or it is not for you."))
    return redirect("shift")


def on_the_desk(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """What the frame of the desk shows of a shift: queues, notes to read, who else is here."""
    return {
        "queues": named_queues.shown_to(request.user),
        "unread_notes": HandOver.objects.unread_by(request.user).count(),
        "present": presence.at_the_desk(at, besides=request.user),
    }


def _since(visit: DeskVisit, asked: str, at: datetime) -> datetime:
    if asked in LENGTHS:
        return at - LENGTHS[asked][1]
    return visit.last_here_at or at - shifts.AT_FIRST


def _said(note: HandOver) -> str:
    if note.to:
        return _("Your note waits for %(person)s.") % {"person": note.to}
    return _("Your note waits for the next shift.")

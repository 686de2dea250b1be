"""The desk's page of names: those that wait, those that readers share with authors, those that
were taken away; and the page on which one is taken away."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments.moderation import sanctions
from newsroom.accounts import naming
from newsroom.models import EarlierName, HeldName, User

SHOWN = 50


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The reader is told."),
        error_messages={"required": gettext_lazy("Please give a reason: the reader is told.")},
    )


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """All that there is to decide about names. Three queries for the rows, the oldest first."""
    return _names_page(request)


@require_POST
def name_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a name that waits, or refuse it."""
    held = get_object_or_404(HeldName.objects.select_related("person"), pk=pk)
    is_approved = request.POST.get("decision") == "approval"
    reason = request.POST.get("reason", "")
    try:
        naming.decide_on_held(
            held,
            is_approved=is_approved,
            by=cast(User, request.user),
            at=timezone.now(),
            reason=reason,
        )
    except ValidationError as refusal:
        if not HeldName.objects.waiting().filter(pk=pk).exists():
            messages.warning(request, refusal.messages[0])
            return redirect("names")
        typed = {"held_pk": held.pk, "error": refusal.messages[0], "reason": reason}
        return _names_page(request, status=422, typed=typed)
    said = _("“%(name)s” is approved.") if is_approved else _("“%(name)s” is refused.")
    messages.success(request, said % {"name": held.name})
    return redirect("names")


@require_http_methods(["GET", "HEAD", "POST"])
def name_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reader's name away: a form for the reason, after a look at what it was before."""
    person = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and _take_away(request, person, form):
        return redirect("commenter", pk)
    return TemplateResponse(
        request,
        "newsroom/desk/name_removal.html",
        {
            "title": _("Take away the name “%(name)s”?") % {"name": person},
            "person": person,
            "form": form,
            "complaint": sanctions.complaint_about(person),
            "earlier_names": person.earlier_names.select_related("ended_by")[:SHOWN],
        },
        status=422 if form.errors else 200,
    )


@require_POST
def name_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a name back that was taken away."""
    earlier = get_object_or_404(EarlierName.objects.select_related("person"), pk=pk)
    try:
        naming.give_back(earlier, by=cast(User, request.user), at=timezone.now())
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, _("“%(name)s” stands again.") % {"name": earlier.name})
    return redirect("commenter", earlier.person_id)


def _take_away(request: HttpRequest, person: User, form: ReasonForm) -> bool:
    name, reason = person.display_name, form.cleaned_data["reason"]
    try:
        naming.take_away(person, reason=reason, by=cast(User, request.user), at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, _("“%(name)s” is taken away.") % {"name": name})
    return True


def _names_page(
    request: HttpRequest, *, status: int = 200, typed: dict[str, Any] | None = None
) -> TemplateResponse:
    taken_away = EarlierName.objects.taken_away().select_related("person", "ended_by")
    marked = User.objects.filter(name_state=User.NameState.BYLINE).order_by("pk")
    return TemplateResponse(
        request,
        "newsroom/desk/names.html",
        {
            "title": _("Names"),
            "waiting": HeldName.objects.waiting().select_related("person")[:SHOWN],
            "marked": marked[:SHOWN],
            "taken_away": taken_away[:SHOWN],
            "typed": typed,
        },
        status=status,
    )

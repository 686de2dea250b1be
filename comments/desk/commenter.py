"""The page of an account: what it wrote, what befell it, and what should."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from comments.desk import person_history, removal_messages
from comments.desk.drawer import drawer
from comments.models import AccountRemoval, Comment, PersonNote, Report, Sanction
from comments.moderation import person_notes, sanctions
from comments.moderation.account_group import counts_of
from comments.moderation.account_removal import ban_and_remove
from comments.moderation.ladder import Suggestion
from newsroom.foundation import keyset
from newsroom.foundation.form_fields import CleanTextField

PAGE = 25
UNTIL_LIFTED, AS_USUAL = 0, -1
HOURS = [
    (AS_USUAL, gettext_lazy("As usual: a mute for a day, anything else until lifted")),
    (24, "One day"),
    (72, "Three days"),
    (168, "One week"),
    (720, "Thirty days"),
    (UNTIL_LIFTED, "Until lifted"),
]


class SanctionForm(forms.Form):
    kind = forms.ChoiceField(label="What", choices=Sanction.Kind.choices, widget=forms.RadioSelect)
    hours = forms.TypedChoiceField(
        label="For how long", choices=HOURS, coerce=int, initial=AS_USUAL
    )
    reason = CleanTextField(
        max_length=500,
        initial=gettext_lazy("Your comments broke our house rules."),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The account’s owner reads it.",
    )
    comment = forms.IntegerField(required=False, widget=forms.HiddenInput)
    removes = forms.BooleanField(required=False, initial=True)
    """With a ban: whether what the account has written goes too."""

    @property
    def is_ban_with_removal(self) -> bool:
        return self.cleaned_data["kind"] == Sanction.Kind.BAN and self.cleaned_data["removes"]

    def sanction(self, person: Any) -> Sanction:
        """What the form asks for, not imposed yet."""
        hours, given = self.cleaned_data["hours"], self.cleaned_data["comment"]
        if hours == AS_USUAL:
            hours = 24 if self.cleaned_data["kind"] == Sanction.Kind.MUTE else UNTIL_LIFTED
        return Sanction(
            person=person,
            kind=self.cleaned_data["kind"],
            reason=self.cleaned_data["reason"],
            ends_at=timezone.now() + timedelta(hours=hours) if hours else None,
            comment=Comment.objects.filter(pk=given, author=person).first() if given else None,
        )


class NoteForm(forms.Form):
    text = CleanTextField(
        label=gettext_lazy("Note"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Your colleagues read it, with your name. The person reads the text too, if they ask "
            "the paper for their data: write what you would say to them."
        ),
    )


@require_safe
def commenter(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(pk)
    suggestion = sanctions.suggest(person, timezone.now())
    form = SanctionForm(initial=_initial(request, suggestion))
    return _page(request, person, form, suggestion=suggestion)


@require_POST
def sanction(request: HttpRequest, pk: int) -> HttpResponse:
    """Impose a sanction on an account."""
    person = _person(pk)
    form = SanctionForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form, status=422)
    try:
        if form.is_ban_with_removal:
            ban, at = form.sanction(person), timezone.now()
            removal_messages.add_messages(request, ban_and_remove(ban, by=request.user, at=at))
            return redirect("commenter", pk)
        sanctions.impose(form.sanction(person), by=request.user, at=timezone.now())
    except ValidationError as complaint:
        form.add_error(None, complaint.messages)
        return _page(request, person, form, status=422)
    messages.success(request, f"Imposed on {person}. It takes effect on the next request.")
    return redirect("commenter", pk)


@require_POST
def sanction_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a sanction before its time."""
    found = get_object_or_404(Sanction, pk=pk)
    if sanctions.lift(found, by=request.user, at=timezone.now()):
        messages.success(request, "Lifted.")
    else:
        messages.warning(request, "It was lifted or over already.")
    return redirect("commenter", found.person_id)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note about a person."""
    person = _person(pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            person_notes.write(person, text, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your note is saved."))
            return redirect("commenter", pk)
    initial = SanctionForm(initial=_initial(request, None))
    return _page(request, person, initial, note_form=form, status=422)


@require_POST
def note_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike out a note; it stays in the history."""
    visible = PersonNote.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("person"), pk=pk)
    if person_notes.strike_out(found, by=request.user, at=timezone.now()):
        messages.success(request, _("The note is struck out. The history keeps it."))
    else:
        messages.warning(
            request, _("Nothing was changed: a note is struck out once, by its author or an admin.")
        )
    return redirect("commenter", found.person_id)


def _person(pk: int) -> Any:
    return get_object_or_404(get_user_model(), pk=pk)


def _initial(request: HttpRequest, suggestion: Suggestion | None) -> dict[str, Any]:
    """What is suggested, for the comment that the address may name."""
    comment = request.GET.get("comment", "")
    initial: dict[str, Any] = {"comment": comment if comment.isdecimal() else None}
    if suggestion:
        hours = suggestion.lasts // timedelta(hours=1) if suggestion.lasts else UNTIL_LIFTED
        offered = [each for each, _ in HOURS if each >= max(hours, 1)]
        initial |= {
            "kind": suggestion.kind,
            "hours": min(offered) if suggestion.lasts and offered else UNTIL_LIFTED,
            "reason": suggestion.reason,
        }
    return initial


def _page(
    request: HttpRequest,
    person: Any,
    form: SanctionForm,
    *,
    suggestion: Suggestion | None = None,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> TemplateResponse:
    at = timezone.now()
    written = keyset.page(
        Comment.objects.filter(author=person)
        .select_related("thread__article__section")
        .defer("html", "thread__article__body"),
        size=PAGE,
        time="created_at",
        cursor=request.GET.get("from", ""),
    )
    return TemplateResponse(
        request,
        "comments/desk/commenter.html",
        {
            "title": str(person),
            "drawer": drawer(person, at, viewer=request.user),
            "history": person_history.history(
                person,
                request.user,
                kind=request.GET.get("kind", ""),
                cursor=request.GET.get("before", ""),
            ),
            "history_kinds": person_history.KINDS,
            "reports_upheld": Report.objects.record_of(person),
            "note_form": note_form or NoteForm(),
            "form": form,
            "suggestion": suggestion,
            "complaint": sanctions.complaint_about(person),
            "counts": counts_of([person], by=request.user)[person.pk],
            "removal": AccountRemoval.objects.latest_of(person),
            "written": written,
        },
        status=status,
    )

"""Assign a case or a queue to somebody, and give it back to everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comments.desk.sweeping import place_in_queue, queue_url
from comments.models import Assignment, Case, Queue
from comments.moderation import assignment
from comments.moderation.section_scope import check_case
from newsroom.foundation import form_fields


class AssignmentForm(forms.Form):
    person: Any = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("To whom"), empty_label=gettext_lazy("Choose")
    )
    note = form_fields.CleanTextField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Staff see it beside the case."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["person"].queryset = assignment.moderators()  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def case_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(Case.objects.select_related("comment__author", "article"), pk=pk)
    check_case(case, request.user)
    filters, after = place_in_queue(request.GET)
    form = AssignmentForm(request.POST or None)
    if form.is_valid() and _assign(request, form, assignment.assign_case, case):
        return redirect(queue_url(filters, after))
    now = Assignment.objects.in_force(timezone.now()).filter(case=case)
    context = {"title": _("Assign case %(number)d") % {"number": pk}, "case": case}
    context["back"] = queue_url(filters, after, case)
    return _form_page(request, form, {**context, "now": now.select_related("person").first()})


@require_http_methods(["GET", "HEAD", "POST"])
def queue_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    queue = get_object_or_404(Queue.objects.shown_to(request.user), pk=pk)
    form = AssignmentForm(request.POST or None)
    if form.is_valid() and _assign(request, form, assignment.assign_queue, queue):
        return redirect("queues")
    now = Assignment.objects.in_force(timezone.now()).filter(queue=queue)
    context = {"title": _("Assign the queue “%(name)s”") % {"name": queue}, "queue": queue}
    return _form_page(request, form, {**context, "now": now.select_related("person").first()})


@require_POST
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it back to everybody."""
    found = get_object_or_404(Assignment.objects.select_related("case__article", "queue"), pk=pk)
    if found.case:
        check_case(found.case, request.user)
    if assignment.end_assignment(found, by=request.user, at=timezone.now()):
        messages.success(request, _("It is everybody’s again."))
    else:
        messages.info(request, _("This assignment had ended already."))
    if found.case is None:
        return redirect("queues")
    return redirect(queue_url(*place_in_queue(request.POST), found.case))


def _assign(request: HttpRequest, form: AssignmentForm, assign: Any, what: Any) -> bool:
    person, note = form.cleaned_data["person"], form.cleaned_data["note"]
    try:
        assign(what, person, by=request.user, at=timezone.now(), note=note)
    except ValidationError as refusal:
        form.add_error("person", refusal)
        return False
    messages.success(request, _("Assigned to %(person)s.") % {"person": person})
    return True


def _form_page(request: HttpRequest, form: AssignmentForm, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(
        request,
        "comments/desk/assignment.html",
        {**context, "form": form},
        status=422 if form.errors else 200,
    )

"""Named queues: a filter of the desk is saved, and a page shows how each queue does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Article, Section
from comments.desk.case import CAUSE_LABELS
from comments.models import Assignment, Case, Queue
from comments.models.urgency import Reach
from comments.moderation import assignment, named_queues
from comments.moderation.filters import ASSIGNED, Filters
from comments.moderation.queue import COUNTED
from newsroom.foundation import form_fields

DAY, WEEK = timedelta(hours=24), timedelta(days=7)
# Beyond this a position tells nothing more.
POSITIONS = 999


class QueueForm(forms.Form):
    name = form_fields.CleanCharField(label=gettext_lazy("Name"), max_length=60)
    whose = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=[
            ("own", gettext_lazy("For me alone")),
            ("shared", gettext_lazy("For all moderators")),
        ],
        widget=forms.RadioSelect,
        initial="own",
    )
    position = forms.IntegerField(
        label=gettext_lazy("Position"),
        min_value=0,
        max_value=POSITIONS,
        initial=10,
        help_text=gettext_lazy("The lowest stands first; the shared ones before your own."),
    )

    def fill(self, queue: Queue, owner: Any) -> Queue:
        """Expects a valid form."""
        queue.name, queue.position = self.cleaned_data["name"], self.cleaned_data["position"]
        queue.owner = owner if self.cleaned_data["whose"] == "own" else None
        return queue


@require_safe
def queues(request: HttpRequest) -> HttpResponse:
    """All cases and each queue with its figures over a day and a week."""
    at = timezone.now()
    named = named_queues.shown_to(request.user, most=named_queues.ON_THEIR_PAGE)
    everything = named_queues.Named(Queue(name=_("All cases")), Filters())
    with_figures = [everything, *(each for each in named if each.has_figures)]
    figures, is_cut = named_queues.figures(with_figures, (DAY, WEEK), at, request.user)
    columns_by_id = {id(each): _columns(each_figures) for each, each_figures in zip(
        with_figures, figures, strict=True
    )}  # fmt: skip
    assigned = _assigned([each.queue.pk for each in named])
    changeable = set(Queue.objects.changeable_by(request.user).values_list("pk", flat=True))
    return TemplateResponse(
        request,
        "comments/desk/queues.html",
        {
            "title": _("Queues"),
            "everything": columns_by_id[id(everything)],
            "rows": [
                {
                    "named": each,
                    "figures": columns_by_id.get(id(each)),
                    "assignment": assigned.get(each.queue.pk),
                    "is_changeable": each.queue.pk in changeable,
                }
                for each in named
            ],
            "is_cut": is_cut,
            "read": named_queues.FIGURES_READ,
            "counted_up_to": COUNTED,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def queue_draft(request: HttpRequest) -> HttpResponse:
    """Save the filter in the address as a queue."""
    filters = Filters.read(request.GET)
    if not filters.query:
        messages.warning(request, _("Narrow down the cases first: a queue is a saved filter."))
        return redirect("desk")
    form = QueueForm(request.POST or None, label_suffix="")
    if form.is_valid():
        queue = form.fill(Queue(filters=dict(filters.items)), request.user)
        named_queues.save_queue(queue, by=request.user, at=timezone.now())
        messages.success(request, _("Saved as the queue “%(name)s”.") % {"name": queue})
        return redirect(f"{reverse('desk')}?{filters.query}")
    return _form_page(request, form, filters, title=_("Save this filter as a queue"))


@require_http_methods(["GET", "HEAD", "POST"])
def queue_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a queue, move it, share it; its maker and administrators may."""
    queue = get_object_or_404(Queue.objects.changeable_by(request.user), pk=pk)
    now = {"name": queue.name, "position": queue.position}
    now["whose"] = "own" if queue.owner_id else "shared"
    form = QueueForm(request.POST or None, initial=now, label_suffix="")
    if form.is_valid():
        form.fill(queue, request.user)
        named_queues.save_queue(queue, by=request.user, at=timezone.now())
        messages.success(request, _("The queue “%(name)s” is changed.") % {"name": queue})
        return redirect("queues")
    filters = Filters.read(queue.filters)
    return _form_page(request, form, filters, title=str(queue), queue=queue)


@require_POST
def queue_removal(request: HttpRequest, pk: int) -> HttpResponse:
    queue = get_object_or_404(Queue.objects.changeable_by(request.user), pk=pk)
    named_queues.remove_queue(queue, by=request.user, at=timezone.now())
    said = _("The queue “%(name)s” is removed. Its cases are where they were.")
    messages.success(request, said % {"name": queue})
    return redirect("queues")


def described(filters: Filters) -> list[tuple[str, str]]:
    """What the filters narrow to, in words: a query each for section, article and author."""
    names: dict[str, tuple[str, Any]] = {
        "kind": (_("Kind"), lambda kind: Case.Kind(kind).label),
        "section": (_("Section"), lambda pk: Section.objects.filter(pk=pk).first()),
        "article": (_("Article"), lambda pk: Article.objects.filter(pk=pk).first()),
        "cause": (_("Reason"), lambda cause: CAUSE_LABELS.get(cause, cause)),
        "language": (_("Language"), str),
        "author": (_("Author"), lambda pk: get_user_model().objects.filter(pk=pk).first()),
        "assigned": (_("Assigned"), ASSIGNED.get),
        "score": (_("Score from"), str),
        "reach": (_("Seen at least by"), lambda reach: Reach(int(reach)).label),
        "q": (_("Words or author"), str),
    }
    labelled_values = []
    for name, value in filters.items:
        label, said = names.get(name, (name, str))
        labelled_values.append((label, str(said(value) or _("no longer there"))))
    return labelled_values


def _columns(figures: dict[timedelta, named_queues.Figures]) -> list[named_queues.Figures]:
    return [figures[DAY], figures[WEEK]]


def _assigned(pks: list[int]) -> dict[int | None, Assignment]:
    rows = Assignment.objects.in_force(timezone.now()).filter(queue__in=pks)
    return {each.queue_id: each for each in rows.select_related("person", "assigned_by")}


def _form_page(
    request: HttpRequest,
    form: QueueForm,
    filters: Filters,
    *,
    title: str,
    queue: Queue | None = None,
) -> HttpResponse:
    context = {"title": title, "form": form, "described": described(filters), "queue": queue}
    context["filters"] = filters
    if queue:
        context["moderators"] = assignment.moderators()
    return TemplateResponse(
        request, "comments/desk/queue_form.html", context, status=422 if form.errors else 200
    )

"""Throwing the switch: the form, its letter, a look through the reader's eyes, and the act."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from comments import notices, switch
from comments.desk import consequences
from comments.desk.suspension_form import PLACE_FIELDS, SuspensionForm
from comments.desk.switchboard import MODES
from comments.models import Mode, Scope, Suspension
from comments.moderation import alerts
from newsroom.foundation import permissions

# What is first asked for: the case of most haste.
USUAL = {
    "scope": Suspension.Kind.SITE.value,
    "mode": Mode.CLOSED.value,
    "cause": Suspension.Cause.ABUSE.value,
    "begins": "now",
    "ends": "unknown",
}
# Two clicks in a row are one.
SAME_WITHIN = timedelta(minutes=1)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """The form: as one begins, for a place that the address may name (?section= or ?article=),
    or, sent back from the preview, as it was."""
    data = QueryDict(mutable=True)
    data.update(
        request.POST.dict()
        if request.method == "POST"
        else _usual(request.user) | _named(request.GET)
    )
    form = SuspensionForm(data, by=request.user)
    form.full_clean()
    if form.letter_is_drafted:
        form.redraft()
    form.forget_complaints()
    return _form_page(request, form)


@require_POST
def letter(request: HttpRequest) -> HttpResponse:
    """The form with the letter for what was chosen; one that a person wrote is kept, unless the
    person asks for ours."""
    form = SuspensionForm(request.POST, by=request.user)
    form.full_clean()
    if form.letter_is_drafted or "ours" in request.POST:
        form.redraft()
    form.forget_complaints(but_about=PLACE_FIELDS)
    return _form_page(request, form)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the reader will see, on the paper's own sheet; nothing has happened yet."""
    form = SuspensionForm(request.POST, by=request.user)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    at, order = timezone.now(), form.order()
    article = _example_of(order["scope"], at)
    suspension = Suspension.drawn_up(at=at, **order)
    commenting = switch.foresee(suspension, article, at)
    return TemplateResponse(
        request,
        "comments/desk/preview.html",
        {
            "form": form,
            "article": article,
            "scope": order["scope"],
            "begins": order["starts_at"] and notices.in_words(order["starts_at"], at),
            "commenting": commenting,
            "speaks": commenting.rule is suspension,
            "notice": notices.of(commenting, article),
            "reach": consequences.of(order["scope"]),
        },
    )


@require_POST
def suspensions(request: HttpRequest) -> HttpResponse:
    form = SuspensionForm(request.POST, by=request.user)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    order = form.order()
    if not _was_set_a_moment_ago(request, order, timezone.now()):
        try:
            with switch.alone() as at:
                suspension = switch.suspend(**order, by=request.user)
                alerts.of_switch(suspension, lifted=False, by=request.user, at=at)
        except ValidationError as complaint:
            form.add_error(None, complaint.messages)
            return _form_page(request, form, status=422)
        begun = "Readers see the notice on the next page they open."
        later = f"It begins on {notices.in_words(suspension.starts_at, suspension.set_at)}"
        when = begun if suspension.in_force(suspension.set_at) else later
        messages.success(request, f"Suspended for {suspension.reach}. {when}")
    return redirect("switchboard")


def _form_page(request: HttpRequest, form: SuspensionForm, status: int = 200) -> HttpResponse:
    return TemplateResponse(
        request,
        "comments/desk/suspension_form.html",
        {
            "title": "Suspend commenting",
            "form": form,
            "modes": [(mode, words) for mode, words in MODES.items() if mode != Mode.OPEN],
            "time_zone": settings.TIME_ZONE,
        },
        status=status,
    )


def _usual(person: Any) -> dict[str, Any]:
    """What the form begins with: for a moderator of some sections, the first of them."""
    sections = permissions.sections_of(person)
    if sections is None:
        return USUAL
    return USUAL | {"scope": Suspension.Kind.SECTION.value, "section": str(min(sections))}


def _named(place: QueryDict) -> dict[str, Any]:
    """The scope named by the address: a section's or an article's primary key."""
    if (pk := place.get("section", "")).isdecimal():
        return {"scope": Suspension.Kind.SECTION.value, "section": pk}
    if (pk := place.get("article", "")).isdecimal():
        article = Article.objects.filter(pk=pk).first()
        return {
            "scope": Suspension.Kind.ARTICLE.value,
            "article_sought": article.path or article.headline if article else "",
            "article": pk,
        }
    return {}


def _example_of(scope: Scope, at: datetime) -> Article:
    """An article on which the notice will stand."""
    latest = scope.articles().public(at).select_related("section").latest_first().first()  # type: ignore[attr-defined]
    return scope.article or latest or Article(section=scope.section, headline="An article to come")


def _was_set_a_moment_ago(request: HttpRequest, order: dict[str, Any], at: datetime) -> bool:
    scope: Scope = order["scope"]
    alike = (
        Suspension.objects.standing(at)
        .at_scope(scope)
        .filter(
            mode=order["mode"],
            set_by=request.user,
            set_at__gt=at - SAME_WITHIN,
            ends_at=order["ends_at"],
        )
    )
    starts_at = order["starts_at"]
    same = alike.filter(starts_at=starts_at) if starts_at else alike.in_force(at)
    return same.exists()

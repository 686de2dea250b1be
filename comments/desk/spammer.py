"""The page on which a moderator removes a spammer: what it would do, and the one button."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comments.desk import removal_messages
from comments.models import AccountRemoval, Comment
from comments.moderation import decisions, spammers
from comments.moderation.account_group import count_elsewhere
from comments.moderation.queue import Filters, Place
from newsroom.foundation.form_fields import CleanTextField

BLOCK = ("comments.add_domain", "comments.change_domain")


class RemovalForm(forms.Form):
    reason = CleanTextField(
        label=gettext_lazy("Reason"),
        max_length=500,
        initial=spammers.default_reason,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The account’s owner reads it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def spammer(request: HttpRequest, pk: int) -> HttpResponse:
    """`case` in the query is the one from which the moderator came, with the filters and the place
    of the queue; `from` is another page to go back to, `comment` the one that was read there."""
    person = get_object_or_404(get_user_model(), pk=pk)
    if request.method != "POST":
        return _page(request, person, RemovalForm())
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form, status=422)
    may_block = request.user.has_perms(BLOCK)
    try:
        outcome = spammers.remove(
            person,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
            comment=_comment(request, person),
            others=[int(each) for each in request.POST.getlist("account") if _is_number(each)],
            domains=request.POST.getlist("domain")[:50] if may_block else (),
            seen_at=_moment(request.POST.get("seen_at", "")),
        )
    except ValidationError as complaint:
        form.add_error(None, complaint.messages)
        return _page(request, person, form, status=422)
    removal_messages.add_messages(request, outcome)
    return redirect(_back(request, person))


@require_POST
def removal_retraction(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the removal of an account, no matter who removed it."""
    removal = get_object_or_404(AccountRemoval, pk=pk)
    outcome = decisions.undo(removal.batch_id, by=request.user, at=timezone.now())
    add = messages.success if outcome.did_anything else messages.warning
    add(request, removal_messages.undo_sentence(outcome))
    return redirect("commenter", removal.person_id)


def _page(
    request: HttpRequest, person: Any, form: RemovalForm, *, status: int = 200
) -> TemplateResponse:
    preview = spammers.preview(person, by=request.user, at=timezone.now())
    sent = request.method == "POST"
    context = {
        "title": _("Spammer: %(name)s") % {"name": person},
        "person": person,
        "preview": preview,
        "form": form,
        "elsewhere": count_elsewhere(person, request.user),
        "may_block": request.user.has_perms(BLOCK),
        "ticked_domains": request.POST.getlist("domain")
        if sent
        else [each.name for each in preview.domains if each.is_suggested],
        "ticked_accounts": _ticked_accounts(request, preview),
        "all_ticked": f"?{_with(request, group='all')}",
        "are_suggested": any(each.is_suggested for each in preview.group),
        "filters": Filters.read(_asked(request)),
        "after": Place.read(_asked(request).get("after", "")),
        "case": _asked(request).get("case", ""),
        "comment": _asked(request).get("comment", ""),
        "from": _asked(request).get("from", ""),
        "back": _back(request, person, is_done=False),
    }
    return TemplateResponse(request, "comments/desk/spammer.html", context, status=status)


def _ticked_accounts(request: HttpRequest, preview: spammers.Preview) -> list[str]:
    """None before the moderator has chosen: to ban somebody else is a decision of its own. The
    link `group=all` ticks those that look like one of the same hand."""
    if request.method == "POST":
        return request.POST.getlist("account")
    if request.GET.get("group") != "all":
        return []
    return [str(each.person.pk) for each in preview.group if each.is_suggested]


def _back(request: HttpRequest, person: Any, *, is_done: bool = True) -> str:
    """The queue in the same place if the moderator came from a case, or the page that led here."""
    asked = _asked(request)
    if _is_number(asked.get("case", "")):
        after = Place.read(asked.get("after", ""))
        where = [Filters.read(asked).query, f"after={after}" if after else ""]
        address = reverse("desk") if is_done else reverse("case", args=[asked["case"]])
        return "?".join(filter(None, [address, "&".join(filter(None, where))]))
    page = asked.get("from", "")
    if page.startswith("/") and url_has_allowed_host_and_scheme(page, None):
        return page
    return reverse("commenter", args=[person.pk])


def _comment(request: HttpRequest, person: Any) -> Comment | None:
    """The comment from which the moderator came, by its case or by itself."""
    case, comment = request.POST.get("case", ""), request.POST.get("comment", "")
    written = Comment.objects.filter(author=person)
    if _is_number(case):
        return written.filter(cases__pk=case).first()
    return written.filter(pk=comment).first() if _is_number(comment) else None


def _asked(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else request.GET


def _with(request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    query.update(more)
    return query.urlencode()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _moment(written: str) -> datetime | None:
    try:
        moment = parse_datetime(written)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None

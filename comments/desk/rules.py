"""What a rule of screening would do, before it is saved; and what it has done, to be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comments.desk import marking
from comments.models import Domain, MailDomain, Network, Word
from comments.moderation import traces
from comments.screening import listed_words, rehearsal

LOOKS_BACK = timedelta(days=7)
SHOWN = 100
# By how findings name them, what of their form says what they find.
FIELDS: dict[type[rehearsal.Rule], list[str]] = {
    Word: ["text", "kind", "act", "whole_words"],
    Domain: ["name", "act"],
    Network: ["network", "act"],
    MailDomain: ["name", "act"],
}
MODELS = {str(model._meta.model_name): model for model in FIELDS}


class RuleForm(forms.ModelForm):
    """A rule as somebody is typing it: that it is listed already does not keep it from being
    tried."""

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if text := fields.get("text"):
            whole = fields.get("whole_words", True)
            if complaint := listed_words.complaint_about(fields.get("kind", ""), text, whole=whole):
                self.add_error("text", complaint)
        return fields

    def validate_unique(self) -> None:
        """Not asked."""

    def validate_constraints(self) -> None:
        """Not asked."""


@require_POST
def rehearsal_of(request: HttpRequest) -> HttpResponse:
    """What the rule in a form of the admin would have found among the latest comments. The form
    is carried along, to be saved from here or gone back to."""
    model, row = _named(request.GET.get("rule", ""))
    form = forms.modelform_factory(model, form=RuleForm, fields=FIELDS[model])(
        request.POST, instance=row
    )
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not name.startswith("_")
    ]
    address = _admin_address(model, row)
    context: dict[str, Any] = {
        "title": "On trial",
        "form": form,
        "kind": model._meta.verbose_name,
        "typed": typed,
        "address": address,
        "back": f"{address}?{urlencode([('typed', '1'), *typed])}",
        "may_save": request.user.has_perm(_permission(model, row)),
    }
    if form.is_valid():
        rule = form.save(commit=False)
        found, looked_at = rehearsal.rehearse(rule)
        context |= {
            "title": f"{str(model._meta.verbose_name).capitalize()} on trial: {rule}",
            "rule": rule,
            "found": [
                (each.comment, marking.marked(each.comment.text, each.spans), _why(each, rule))
                for each in found[:SHOWN]
            ],
            "number": f"{len(found):,}",
            "published": f"{sum(each.comment.is_published for each in found):,}",
            "authors": _counted(len({each.comment.author_id for each in found}), "author"),
            "looked_at": _counted(looked_at, "comment"),
            "is_cut": len(found) > SHOWN,
            "shown": SHOWN,
        }
    return TemplateResponse(request, "comments/desk/rule_rehearsal.html", context)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _why(found: rehearsal.Found, rule: rehearsal.Rule) -> list[str]:
    """What the mark in the text does not say by itself."""
    text, plain = found.comment.text, str(rule).casefold()
    return list(
        dict.fromkeys(
            each.evidence
            for each in found.findings
            if each.span is None or text[slice(*each.span)].casefold() != plain
        )
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """Everything the rule has found since a moment; and what it alone keeps back, published."""
    model, row = _named(rule)
    if row is None:
        raise Http404
    now = timezone.now()
    since = _moment(request.GET.get("since", "")) or now - LOOKS_BACK
    if request.method == "POST":
        return _release(request, rule, since)
    found, is_cut = traces.of_rule(rule, since, now)
    address = _admin_address(model, row)
    context = {
        "title": f"{str(model._meta.verbose_name).capitalize()}: {row}",
        "row": row,
        "address": address if request.user.has_perm(_permission(model, row, "view")) else "",
        "since": timezone.localtime(since),
        "found": [
            (trace, marking.marked(trace.comment.text, [_span(each) for each in trace.findings]))
            for trace in found
        ],
        "kept_back": sum(trace.is_kept_back for trace in found),
        "is_cut": is_cut,
        "most": traces.MOST,
    }
    return TemplateResponse(request, "comments/desk/rule.html", context)


def _release(request: HttpRequest, rule: str, since: datetime) -> HttpResponse:
    ticked = (each.partition(":") for each in request.POST.getlist("comment"))
    seen = {int(pk): status for pk, _, status in ticked if pk.isdecimal()}
    outcome = traces.release(rule, since, seen, by=request.user, at=timezone.now())
    if outcome.decided:
        published = _counted(outcome.decided, "comment")
        said = f"{published} published. Undo on the desk takes that back."
        messages.success(request, said)
    elif not seen:
        messages.warning(request, "Nothing was ticked.")
    for why, number in outcome.passed_over.items():
        messages.warning(request, f"{number} passed over: {why}.")
    moment = urlencode({"since": f"{timezone.localtime(since):%Y-%m-%dT%H:%M}"})
    return redirect(f"{reverse('rule', args=[rule])}?{moment}")


def _named(rule: str) -> tuple[type[rehearsal.Rule], rehearsal.Rule | None]:
    """The kind of a rule and its row, as findings name it: word:12. Without a number, the kind
    alone."""
    name, _, pk = rule.partition(":")
    if name not in MODELS or (pk and not pk.isdecimal()):
        raise Http404
    model = MODELS[name]
    row: Any = get_object_or_404(model, pk=pk) if pk else None
    return model, row


def _admin_address(model: type[rehearsal.Rule], row: rehearsal.Rule | None) -> str:
    name = f"admin:comments_{model._meta.model_name}"
    return reverse(f"{name}_change", args=[row.pk]) if row else reverse(f"{name}_add")


def _permission(model: type[rehearsal.Rule], row: rehearsal.Rule | None, verb: str = "") -> str:
    return f"comments.{verb or ('change' if row else 'add')}_{model._meta.model_name}"


def _moment(told: str) -> datetime | None:
    """As a field for date and time sends it, in the paper's time zone."""
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _span(finding: Any) -> tuple[int, int] | None:
    return None if finding.start is None else (finding.start, finding.end)

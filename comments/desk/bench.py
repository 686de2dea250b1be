"""The test bench: what screening would say of a text, without anything being written."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from comments.desk import marking
from comments.models import Sanction
from comments.posting import TEXT_MAX_CHARACTERS
from comments.screening import Screened, Submission, pipeline, rulebook
from comments.standing import COUNTED, REGULAR_AFTER, Standing

STANDINGS = {
    "newcomer": (
        "The first comment of a new account",
        Standing(approved=0, account_age=timedelta()),
    ),
    "regular": ("A regular", Standing(approved=REGULAR_AFTER)),
    "trusted": ("A trusted author", Standing(approved=COUNTED)),
    "premoderated": (
        "Somebody under premoderation",
        Standing(
            approved=REGULAR_AFTER,
            premoderation=Sanction(kind=Sanction.Kind.PREMODERATION, reason="as on the bench"),
        ),
    ),
}
VERDICTS = {
    "publish": "It would appear at once.",
    "hold": "It would be held, and a case opened.",
    "spam": "It would be taken for spam.",
    "refuse": "It would be refused, and the text given back.",
}


class BenchForm(forms.Form):
    text = forms.CharField(
        max_length=TEXT_MAX_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-key": "n"}),
    )
    standing = forms.ChoiceField(
        label="Written by",
        choices=[(name, label) for name, (label, _) in STANDINGS.items()],
        initial="regular",
    )
    language = forms.CharField(label="Language of the article", max_length=12, initial="en")
    outside = forms.BooleanField(
        label="Ask the services outside too", required=False, help_text="The text leaves the site."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def bench(request: HttpRequest) -> HttpResponse:
    form = BenchForm(request.POST or None)
    context: dict[str, Any] = {"title": "Test bench", "form": form}
    if form.is_valid():
        context |= _tried(**form.cleaned_data)
    return TemplateResponse(
        request, "comments/desk/bench.html", context, status=422 if form.errors else 200
    )


def _tried(text: str, standing: str, language: str, outside: bool) -> dict[str, Any]:
    rules = rulebook.current(timezone.now())
    submission = Submission(text, standing=STANDINGS[standing][1], language=language)
    begun = time.perf_counter()
    found = pipeline.screen(
        submission, rules, without=frozenset() if outside else pipeline.ASKS_OUTSIDE
    )
    took = (time.perf_counter() - begun) * 1000
    return {
        "found": found,
        "meaning": VERDICTS[found.verdict],
        "pieces": marking.marked(text, [each.span for each in found.findings]),
        "checks": _by_check(found, rules, outside),
        "milliseconds": f"{took:.1f}",
    }


def _by_check(
    found: Screened, rules: pipeline.Rules, outside: bool
) -> list[tuple[pipeline.Check, str, list[tuple[int, Any]]]]:
    """Every check with its findings by their numbers, or why it has none."""
    numbered = list(enumerate(found.findings, 1))
    lines = []
    for check in pipeline.CHECKS:
        state = "Nothing found"
        if check.name in rules.off:
            state = "Switched off"
        elif check.name in pipeline.ASKS_OUTSIDE and not outside:
            state = "Not asked"
        own = [(number, each) for number, each in numbered if each.check == check.name]
        lines.append((check, state, own))
    return lines

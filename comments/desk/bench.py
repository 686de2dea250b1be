"""The test bench: what screening would say of a text, without anything being written."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from comments import posting
from comments.desk import marking
from comments.screening import Screened, pipeline, rehearsal, rulebook

STANDINGS = {
    "newcomer": ("The first comment of a newcomer", rehearsal.STANDINGS["newcomer"]),
    "regular": ("A regular", rehearsal.STANDINGS["regular"]),
    "trusted": ("A trusted author", rehearsal.STANDINGS["trusted"]),
    "premoderated": ("Somebody under premoderation", rehearsal.PREMODERATED),
}
VERDICTS = {
    "publish": "It would appear at once.",
    "hold": "It would be held, and a case opened.",
    "spam": "It would be taken for spam.",
    "refuse": "It would be refused, and the text given back.",
}


# What these go by is what was written before.
WITHOUT_A_PAST = ("pace", "repeats")


class BenchForm(forms.Form):
    text = forms.CharField(
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-key": "n", "dir": "auto"}),
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

    def clean_text(self) -> str:
        """As posting takes it."""
        text: str = self.cleaned_data["text"]
        if complaint := posting.complaint_about(text):
            raise ValidationError(complaint)
        return posting.tidied(text)


@require_http_methods(["GET", "HEAD", "POST"])
def bench(request: HttpRequest) -> HttpResponse:
    form = BenchForm(request.POST or None, label_suffix="")
    context: dict[str, Any] = {"title": "Test bench", "form": form}
    if form.is_valid():
        context |= _tried(**form.cleaned_data)
    return TemplateResponse(
        request, "comments/desk/bench.html", context, status=422 if form.errors else 200
    )


def _tried(text: str, standing: str, language: str, outside: bool) -> dict[str, Any]:
    rules = rulebook.current(timezone.now())
    submission = rehearsal.submission(text, standing=STANDINGS[standing][1], language=language)
    begun = time.perf_counter()
    found = pipeline.screen(
        submission, rules, without=frozenset() if outside else pipeline.ASKS_OUTSIDE
    )
    took = (time.perf_counter() - begun) * 1000
    return {
        "found": found,
        "language": language,
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
        elif check.name in WITHOUT_A_PAST:
            state = "Nothing: no comment came before this one"
        own = [(number, each) for number, each in numbered if each.check == check.name]
        lines.append((check, state, own))
    return lines

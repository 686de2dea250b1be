"""Finding a person by the name they have or had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

FOUND_MAX = 30


@dataclass(frozen=True)
class Found:
    person: Any
    earlier_names: list[str]


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Those whose name begins with what is searched for, or did before."""
    name = request.GET.get("q", "").strip()[:80]
    return TemplateResponse(
        request,
        "comments/desk/people.html",
        {
            "title": _("People"),
            "q": name,
            "found": _find(name) if name else [],
            "found_max": FOUND_MAX,
        },
    )


def _find(name: str) -> list[Found]:
    """Three queries, however many are found."""
    begins: Any = get_user_model().objects
    rows = begins.whose_name_begins(name).order_by("display_key", "pk")
    return [
        Found(person, [str(each) for each in person.earlier_names.all()])
        for person in rows.prefetch_related("earlier_names")[:FOUND_MAX]
    ]

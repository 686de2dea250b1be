"""What is answered instead of a page: always with what was typed in the form that was sent."""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from articles.views import not_found as page_not_found
from newsroom import outage, typed
from newsroom.foundation.permissions import OutsideSectionsError


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For Django's `handler400`: also a form with too many fields or too long a text."""
    return _page(request, "400.html", 400, by_itself=True)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    why = str(exception) if isinstance(exception, OutsideSectionsError) else ""
    return _page(request, "403.html", 403, why=why)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A form whose page is gone is given back; a person who only looks is offered what there is."""
    if found := typed.typed_if_any(request):
        context = {"typed": found, "back": found.page}
        return render(request, "typed/no_form.html", context, status=404)
    return page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """For Django's `handler500`: what fails outside of a view, as a session that cannot be kept,
    may be an outage."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return outage.answer(request)
    return _page(request, "500.html", 500, may_be_sent=True, by_itself=True)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was open too long or came from elsewhere. Only what came from here
    may be sent again; what another account typed is not shown."""
    return _page(request, "403_csrf.html", 403, may_be_sent=True)


def _page(
    request: HttpRequest,
    template: str,
    status: int,
    *,
    may_be_sent: bool = False,
    by_itself: bool = False,
    why: str = "",
) -> HttpResponse:
    """`why`: a sentence for the person, where there is one.
    `by_itself`: without what every page of the site is told, for that may be what failed."""
    found = typed.typed_if_any(request)
    is_hidden = found is not None and typed.is_somebody_elses(request, found)
    context: dict[str, Any] = {
        "why": why,
        "typed": None if is_hidden else found,
        "is_somebody_elses": is_hidden,
        "may_be_sent": may_be_sent and found and typed.may_be_sent_again(request, found),
    }
    if by_itself:
        context["csrf_token"] = get_token(request)
        response = HttpResponse(render_to_string(template, context), status=status)
    else:
        response = render(request, template, context, status=status)
    if found:
        response["Cache-Control"] = "no-store"
    return response

"""What is answered while the database cannot be asked: a page that says so, with what was typed."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from newsroom import typed

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

TRY_AGAIN_AFTER_SECONDS = 5


class Outage:
    """Answers 503 where a view finds no database, so that nothing a reader has typed is lost."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        if not isinstance(failure, OperationalError | InterfaceError):
            return None
        log.error("The database could not be asked: %s", failure)
        return answer(request)


def is_answer(response: HttpResponse) -> bool:
    return getattr(response, "is_outage", False)


def answer(request: HttpRequest) -> HttpResponse:
    """With all that was typed in the page itself, so that it can be sent again when the database
    is back."""
    found = typed.typed_if_any(request) or getattr(request, "given_back_form", None)
    context = {
        "typed": found,
        "may_be_sent": found and typed.may_be_sent_again(request, found),
        "csrf_token": get_token(request) if found else "",
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(TRY_AGAIN_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    response.is_outage = True  # type: ignore[attr-defined]
    return response

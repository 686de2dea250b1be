"""What is answered while the database cannot be asked: a page that says so, with what was typed."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

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
        return _answer(request)


def error(request: HttpRequest) -> HttpResponse:
    """For Django's `handler500`: what fails outside of a view, as a session that cannot be kept."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _answer(request)
    return server_error(request)


def is_answer(response: HttpResponse) -> bool:
    return getattr(response, "is_outage", False)


def _answer(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("text", "") if request.method == "POST" else ""
    response = render(request, "503.html", {"typed": typed}, status=503)
    response["Retry-After"] = str(TRY_AGAIN_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    response.is_outage = True  # type: ignore[attr-defined]
    return response

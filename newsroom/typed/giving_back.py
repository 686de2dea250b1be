"""A form that could not be taken is answered with what was typed in it, and leads back to the form,
filled and not saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from newsroom import typed as typing
from newsroom.typed import GIVE_BACK, Typed, filling, kept

GetResponse = Callable[[HttpRequest], HttpResponse]


class GiveBack:
    """Middleware. `request.given_back` is what an earlier form had typed in it: the forms of the
    admin take it themselves (articles/admin/guarded.py), all others are filled here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        given_back: Typed | None = getattr(request, "given_back_form", None)
        if given_back or request.method == "POST":
            if _leads_to_sign_in(request, response):
                typed = given_back or typing.typed_if_any(request)
                return _ask_to_sign_in(request, typed) if typed and typed.shown else response
            if given_back:
                return _filled(request, response, given_back)
            if response.status_code in (301, 302, 303) and request.user.is_authenticated:
                kept.forget_sent_to(request.session, request.path)
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """After the check of the token: what is to be given back is shown, never saved, so the
        view sees a GET."""
        if request.method == "POST":
            _strip_key(request)
        if request.method == "POST" and GIVE_BACK in request.POST:
            typed = typing.typed_in(request)
            if not typing.may_be_sent_again(request, typed):
                typed = Typed(typed.path, [], False, None)
            request.method, request.POST = "GET", QueryDict()
        elif request.method == "GET" and GIVE_BACK in request.GET and request.user.is_authenticated:
            account = typing.account_mark(request.user)
            found = kept.find(request.session, request.GET[GIVE_BACK], account)
            if found is None:
                return
            typed = found
            _strip_key(request)
        else:
            return
        request.given_back_form = typed  # type: ignore[attr-defined]
        request.given_back = typed.data  # type: ignore[attr-defined]
        request.given_back_notice = filling.not_saved_yet(typed)  # type: ignore[attr-defined]


def _strip_key(request: HttpRequest) -> None:
    """The key is of no concern to views: a list of the admin takes it for a filter."""
    if GIVE_BACK in request.GET:
        query = request.GET.copy()
        query.pop(GIVE_BACK)
        request.GET = query  # type: ignore[assignment]
        request.META["QUERY_STRING"] = query.urlencode()


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether what was asked for is answered with the way in."""
    if response.status_code != 302:
        return False
    parts = urlsplit(response["Location"])
    doors = (resolve_url("account_login"), reverse("admin:login"))
    wanted = parse_qs(parts.query).get("next", [""])[0]
    return parts.path in doors and urlsplit(wanted).path == request.path


def _ask_to_sign_in(request: HttpRequest, typed: Typed) -> HttpResponse:
    may_be_sent = typing.may_be_sent_again(request, typed)
    key = kept.keep_form(request.session, typed) if may_be_sent else ""
    back = typed.page
    if key:
        back = f"{back}{'&' if '?' in back else '?'}{urlencode({GIVE_BACK: key})}"
    context = {
        "typed": None if typing.is_somebody_elses(request, typed) else typed,
        "may_be_sent": may_be_sent and not key,
        "is_kept": bool(key),
        "back": back,
        "sign_in": f"{resolve_url('account_login')}?{urlencode({'next': back})}",
    }
    template = "typed/second_factor.html" if request.user.is_authenticated else "typed/sign_in.html"
    response = render(request, template, context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def _filled(request: HttpRequest, response: HttpResponse, typed: Typed) -> HttpResponse:
    if getattr(request, "is_given_back", False) and response.status_code == 200:
        return response  # the admin's own form has taken it
    is_page = response.get("Content-Type", "").startswith("text/html")
    html = None
    if response.status_code == 200 and is_page and not response.streaming:
        html = filling.fill(response.content.decode(), typed)
    if html is not None:
        response.content = html.encode()
        return response
    context = {"typed": typed, "back": typed.page}
    return render(request, "typed/no_form.html", context, status=409)

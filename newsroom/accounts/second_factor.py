"""Staff sign in with two factors before the admin opens to them."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from newsroom.models import DemoPaper
from newsroom.security import comes_from_this_machine

# Recovery codes alone are no factor: they stand in for one that was lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

WHAT_TO_DO = (
    "Before the admin opens, please protect your account with a second factor: an "
    "authenticator app or a passkey. Add one here, then open the admin again."
)


def may_enter(request: HttpRequest) -> bool:
    """Whether the person of this request may open the admin. Who has a second factor was asked for
    it when signing in, or set it up in this session. Staff of the demo paper are exempt on the
    machine that serves it. The answer is kept on the request: the admin asks for it often."""
    if not hasattr(request, "may_enter_admin"):
        user: Any = request.user
        request.may_enter_admin = (  # type: ignore[attr-defined]
            user.is_active and user.is_staff and (has_factor(user) or _is_exempt(request))
        )
    return bool(request.may_enter_admin)  # type: ignore[attr-defined]


def _is_exempt(request: HttpRequest) -> bool:
    return comes_from_this_machine(request) and demo_paper(request) is not None


def demo_paper(request: HttpRequest) -> DemoPaper | None:
    """The demo paper that this site shows, if it does: read once for a request."""
    if not hasattr(request, "demo_paper"):
        request.demo_paper = DemoPaper.current()  # type: ignore[attr-defined]
    return request.demo_paper  # type: ignore[attr-defined]


def has_factor(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def lead_in(request: HttpRequest) -> HttpResponse:
    """The admin's answer to whoever may not enter yet: there is one page to sign in, where tries
    are limited and the second factor is asked for."""
    user, wanted = request.user, request.GET.get("next") or reverse("admin:index")
    if not user.is_authenticated:
        return redirect_to_login(wanted)
    if may_enter(request):
        return redirect("admin:index")
    if not user.is_staff:
        raise PermissionDenied("The admin is for the paper's staff.")
    messages.warning(request, WHAT_TO_DO)
    return redirect("mfa_index")

"""Staff sign in with two factors before the admin opens to them."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from newsroom.models import Masthead

# Recovery codes alone are no factor: they stand in for one that was lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

WHAT_TO_DO = (
    "Before the admin opens, please protect your account with a second factor: an "
    "authenticator app or a passkey. Add one here, then open the admin again."
)


def may_enter(user: Any) -> bool:
    """Whether this person may open the admin. Who has a second factor was asked for it when
    signing in, or set it up in this session. The demo paper lets its staff in without."""
    if not (user.is_active and user.is_staff):
        return False
    # The admin asks several times for one page; the answer is kept on that request's user.
    if not hasattr(user, "may_enter_admin"):
        user.may_enter_admin = has_factor(user) or bool(Masthead.current().demo_password)
    return bool(user.may_enter_admin)


def has_factor(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def lead_in(request: HttpRequest) -> HttpResponse:
    """The admin's answer to whoever may not enter yet: there is one page to sign in, where tries
    are limited and the second factor is asked for."""
    user, wanted = request.user, request.GET.get("next") or reverse("admin:index")
    if not user.is_authenticated:
        return redirect_to_login(wanted)
    if may_enter(user):
        return redirect("admin:index")
    if not user.is_staff:
        raise PermissionDenied("The admin is for the paper's staff.")
    messages.warning(request, WHAT_TO_DO)
    return redirect("mfa_index")

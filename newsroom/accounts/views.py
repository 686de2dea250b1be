from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from allauth.account.utils import perform_login
from allauth.account.views import SignupView
from allauth.socialaccount.views import SignupView as SocialSignupView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from articles import edition
from newsroom.accounts.display_names import folded
from newsroom.accounts.forms import NameForm
from newsroom.models import User

SENT_TWICE_WITHIN = timedelta(minutes=1)


class TakenMeanwhile:
    """Two people may pass the check of one name at the same moment; the database then refuses
    the second, and the form, asked once more, says why."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            form.full_clean()
            if form.is_valid():
                return super().form_valid(form)  # type: ignore[misc]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class SignUp(TakenMeanwhile, SignupView):
    def form_invalid(self, form: Any) -> HttpResponse:
        """A form sent twice, by a double click on a slow evening, has made its account the first
        time, and the browser waits for the second answer alone: it is signed in by that."""
        if person := _just_made_by(form.data):
            return perform_login(self.request, person, redirect_url=self.get_success_url())
        return super().form_invalid(form)


def _just_made_by(typed: Mapping[str, str]) -> User | None:
    """The account that this very form made a moment ago."""
    person = User.objects.filter(
        email=User.objects.normalize_email(typed.get("email")),
        display_key=folded(typed.get("display_name", "")),
        date_joined__gt=timezone.now() - SENT_TWICE_WITHIN,
    ).first()
    return person if person and person.check_password(typed.get("password1", "")) else None


class SignUpFromElsewhere(TakenMeanwhile, SocialSignupView):
    pending: dict[str, Any] | None = None

    def form_invalid(self, form: Any) -> HttpResponse:
        """allauth forgets who came from elsewhere once it begins to save; the form comes back,
        so it must be remembered."""
        if self.pending:
            self.request.session.update(self.pending)
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        key = "socialaccount_sociallogin"
        self.pending = {key: self.request.session[key]}
        return super().form_valid(form)


@never_cache
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Where a person changes the display name; comments already written show it too."""
    person = cast(User, request.user)
    form = NameForm(person, request.POST or None)
    if form.is_valid() and _renamed(form):
        messages.success(request, f"You are {person.display_name} from now on.")
        return redirect("account_name")
    status = 422 if form.is_bound else 200
    return render(request, "account/name.html", {"form": form}, status=status)


def _renamed(form: NameForm) -> bool:
    person, before = form.person, form.person.display_name
    person.display_name = form.cleaned_data["display_name"]
    try:
        with transaction.atomic():
            person.save(update_fields=["display_name"])
            edition.bump()
    except IntegrityError:
        person.display_name = before
        form.full_clean()
        return False
    return True

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any, cast

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import EmailView, LoginView, PasswordResetView, SignupView
from allauth.socialaccount.views import SignupView as SocialSignupView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from comments import standing
from comments.views.places import is_number
from newsroom.accounts import earlier_comments, naming
from newsroom.accounts.display_names import folded, tidy
from newsroom.accounts.forms import NameForm
from newsroom.accounts.rename_rules import rename_block
from newsroom.accounts.sign_in_form import SignInForm
from newsroom.models import EarlierName, HeldName, User

log = logging.getLogger(__name__)

SENT_TWICE_WITHIN = timedelta(minutes=1)


def _log(failure: Exception) -> None:
    """Its name alone: what a mail server says repeats the receiver's address."""
    log.error("A mail for an account was not sent: %s", type(failure).__name__)


class MailMayFail:
    """A mail server that does not answer, or refuses, is said by the form."""

    not_sent = gettext_lazy(
        "The mail could not be sent: our mail server does not answer. Please try again in a few "
        "minutes."
    )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except (OSError, SMTPException) as failure:
            _log(failure)
            return self.without_mail(form)

    def without_mail(self, form: Any) -> HttpResponse:
        form.add_error(None, self.not_sent)
        return super().form_invalid(form)  # type: ignore[misc]


class TakenMeanwhile:
    """Two people may pass the check of one name at the same moment; the database then refuses
    the second, and the form, asked once more, says why."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except (IntegrityError, ValidationError):
            form.full_clean()
            if form.is_valid():
                return super().form_valid(form)  # type: ignore[misc]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class SignIn(MailMayFail, LoginView):
    form_class = SignInForm


class Addresses(MailMayFail, EmailView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Besides the form for another address there are buttons that send a mail."""
        try:
            return super().post(request, *args, **kwargs)
        except (OSError, SMTPException) as failure:
            _log(failure)
            messages.error(request, self.not_sent)
            return redirect("account_email")


class ForgottenPassword(MailMayFail, PasswordResetView):
    def get_success_url(self) -> str:
        """The page that says that a letter is on its way; the letter leads back from there."""
        return self.passthrough_next_url(reverse("account_reset_password_done"))


class MadeWithoutMail(MailMayFail):
    request: HttpRequest

    def without_mail(self, form: Any) -> HttpResponse:
        """The account is there already; signing in asks for its mail once more."""
        messages.error(
            self.request,
            _(
                "Your account is made, but the mail to confirm your address could not be sent. "
                "Sign in here in a few minutes: then it is sent again."
            ),
        )
        return redirect("account_login")


class SignUp(MadeWithoutMail, TakenMeanwhile, SignupView):
    def form_invalid(self, form: Any) -> HttpResponse:
        """A form sent twice, by a double click on a slow evening, has made its account the first
        time, and the browser waits for the second answer alone: it is signed in by that."""
        if person := _just_made_by(form.data):
            return perform_login(self.request, person, redirect_url=self.get_success_url())
        return super().form_invalid(form)


def _just_made_by(typed: Mapping[str, str]) -> User | None:
    """The account that this very form made a moment ago."""
    name = typed.get("display_name", "")
    person = User.objects.filter(
        Q(display_key=folded(name)) | Q(held_names__name=tidy(name)),
        email=User.objects.normalize_email(typed.get("email")),
        date_joined__gt=timezone.now() - SENT_TWICE_WITHIN,
    ).first()
    return person if person and person.check_password(typed.get("password1", "")) else None


class SignUpFromElsewhere(MadeWithoutMail, TakenMeanwhile, SocialSignupView):
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
    person, at = cast(User, request.user), timezone.now()
    form = NameForm(person, request.POST or None)
    block = rename_block(person, at)
    if form.is_bound and not block and form.is_valid() and _rename(request, form, at):
        return redirect(get_next_redirect_url(request) or "account_name")
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "next": get_next_redirect_url(request),
        "waiting": block,
        **_news_of_the_name(person),
    }
    return render(request, "account/name.html", context, status=status)


@never_cache
@login_required
def earlier(request: HttpRequest) -> HttpResponse:
    """Where a person claims comments that came with an import under a confirmed address."""
    person, at = cast(User, request.user), timezone.now()
    if request.method == "POST":
        names = [int(each) for each in request.POST.getlist("names") if is_number(each)]
        moved = earlier_comments.claim(person, names, at=at)
        if moved:
            said = ngettext(
                "%(count)d comment is yours now, under the name you have here.",
                "%(count)d comments are yours now, under the name you have here.",
                moved,
            )
            messages.success(request, said % {"count": moved})
        else:
            messages.warning(request, _("Nothing was joined: choose at least one name."))
        return redirect("account_earlier_comments")
    context = {
        "names": earlier_comments.names_offered_to(person),
        "may_claim": standing.of(person, at).in_the_way is None,
        "sends_mail": settings.SENDS_MAIL,
    }
    return render(request, "account/earlier_comments.html", context)


def _rename(request: HttpRequest, form: NameForm, at: datetime) -> bool:
    person, name = form.person, form.cleaned_data["display_name"]
    try:
        held = naming.rename(person, name, by=person, at=at)
    except ValidationError as refusal:
        form.add_error("display_name", refusal)
        return False
    if held:
        said = _("“%(name)s” is read by a moderator first. Until then you are %(now)s.")
        messages.info(request, said % {"name": held.name, "now": person.display_name})
    else:
        said = _("You are %(name)s from now on.")
        messages.success(request, said % {"name": person.display_name})
    return True


def _news_of_the_name(person: User) -> dict[str, Any]:
    """What moderators have done about it that its bearer should know."""
    refused = HeldName.objects.filter(person=person, is_approved=False).order_by("-decided_at")
    last = refused.first()
    changed = EarlierName.objects.changed_by(person)
    if last and changed.filter(used_until__gt=last.decided_at).exists():
        last = None
    taken_away = EarlierName.objects.filter(person=person).taken_away()
    return {
        "taken_away": taken_away.first() if person.lost_name else None,
        "refused": last,
        "must_choose": person.must_choose_name,
    }

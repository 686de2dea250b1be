"""The few places where allauth asks the site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import is_login_rate_limited
from allauth.account.models import Login
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import drafts
from comments.models import AddressUse
from newsroom.accounts import naming
from newsroom.foundation.mail import paper_name, sender
from newsroom.foundation.site_url import absolute_url, host_of, on_this_site
from newsroom.models import Masthead, User

JUST_ASKED_FOR = _(
    "Your password is right, but a code was asked for this address a moment ago. Enter the one you "
    "are sent by mail in the window where you asked for it, or sign in here again in ten seconds: "
    "then you are sent another."
)

# The addresses in allauth's letters behind which somebody signs in or up.
LEADS_BACK = ("password_reset_url", "signup_url")


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A name taken meanwhile raises ValidationError, an address IntegrityError, which the view
        turns into the form's error (newsroom.accounts.views.SignUp)."""
        return naming.name_new_account(
            user,
            form.cleaned_data["display_name"],
            at=timezone.now(),
            save=lambda: super(AccountAdapter, self).save_user(request, user, form, commit=commit),
        )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Of an address that is yet to be confirmed and has just asked for its code, allauth's
        form would say that signing in failed too often."""
        person = super().authenticate(request, **credentials)
        if person and not request.user.is_authenticated:
            login = Login(user=person, email=credentials.get("email"))
            if is_login_rate_limited(request, login):
                raise ValidationError(JUST_ASKED_FOR, code="just_asked_for")
        return person

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """From where somebody signs in is what tells moderators of several accounts in one hand."""
        at = timezone.now()
        AddressUse.objects.seen(user, request.META.get("REMOTE_ADDR", ""), at)
        response = super().post_login(request, user, **kwargs)
        drafts.claim_draft_at_sign_in(request.session, response.url, owner=user.draft_key, at=at)
        return response

    def get_from_email(self) -> str:
        return sender()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Signed by the paper (templates/account/email/base_message.txt), with links to its own
        address: allauth takes them from the request, whose Host header anybody may choose."""
        leads = {name: self._with_next(context[name]) for name in LEADS_BACK if name in context}
        links = {
            name: on_this_site(value)
            for name, value in (context | leads).items()
            if name.endswith("_url") and isinstance(value, str)
        }
        paper = paper_name()
        site = {"name": paper, "domain": host_of(settings.SITE_URL)}
        signature = {"paper": paper, "home": absolute_url("/"), "current_site": site}
        super().send_mail(template_prefix, email, signature | context | links)

    def get_login_stages(self) -> list[str]:
        return ["newsroom.accounts.stages.RememberNext", *super().get_login_stages()]

    def _with_next(self, url: str) -> str:
        """The address with the page that the reader came from, if this request names one of
        ours: the letter may be opened in another browser."""
        return passthrough_next_redirect_url(self.request, url, REDIRECT_FIELD_NAME)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        """The name that the other site knows is a proposal: it may be taken, or too private."""
        known = sociallogin.account.extra_data
        name = known.get("name") or known.get("given_name") or ""
        return super().get_signup_form_initial_data(sociallogin) | {"display_name": name}

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """A provider that this paper has not set up is a page that there is not."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as missing:
            raise Http404 from missing


class MFAAdapter(DefaultMFAAdapter):
    """Authenticator apps and passkeys are kept under the paper's name, not its host's."""

    def get_totp_issuer(self) -> str:
        return Masthead.current().name

    def build_totp_svg(self, url: str) -> str:
        """Without its XML declaration, as it stands in a page."""
        return super().build_totp_svg(url).partition("?>")[2].strip()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": host_of(settings.SITE_URL), "name": Masthead.current().name}

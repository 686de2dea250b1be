"""The form with which people sign in. It stands apart: allauth's forms load `accounts.forms`."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.utils import passthrough_next_redirect_url
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _


class SignInForm(LoginForm):
    """allauth's, whose way to a forgotten password leads back to the page one came from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = reverse("account_reset_password")
        if self.request:
            page = passthrough_next_redirect_url(self.request, page, REDIRECT_FIELD_NAME)
        link = format_html('<a href="{}">{}</a>', page, _("Forgot your password?"))
        self.fields["password"].help_text = link

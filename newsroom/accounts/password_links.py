"""The link by which a person sets a password: once, for as many days as PASSWORD_RESET_TIMEOUT."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from newsroom.models import User


def password_path(person: User) -> str:
    """The path of the page. Whoever has it can take the account: show it to nobody else."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])


def days_valid() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60))

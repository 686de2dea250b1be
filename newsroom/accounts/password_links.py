"""The link by which a person sets a password, and the letters that carry it. It works once, for as
long as PASSWORD_RESET_TIMEOUT says."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from newsroom.foundation.mail import paper_name, sender
from newsroom.foundation.site_url import absolute_url
from newsroom.models import User


def password_path(person: User) -> str:
    """The path of the page. Anybody who has it can take the account: show it to nobody else."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])


def days_valid() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60))


def send_password_letter(person: User, *, by: Any) -> bool:
    """Invite somebody of the staff to the paper, or send a reader the link to set a new password.
    False where no mail leaves or the mail server does not take it. Not for use in a transaction:
    the server is waited for, EMAIL_TIMEOUT seconds at most."""
    if not settings.SENDS_MAIL or not person.email:
        return False
    letter = "account/email/invitation" if person.is_staff else "account/email/password_reset_key"
    link = absolute_url(password_path(person))
    context = {
        "person": person,
        "by": by,
        "groups": list(person.groups.values_list("name", flat=True)),
        "needs_password": not person.has_usable_password(),
        "password_reset_url": link,
        "admin_url": absolute_url(reverse("admin:index")),
        "days": days_valid(),
        "paper": paper_name(),
        "home": absolute_url("/"),
    }
    subject = render_to_string(f"{letter}_subject.txt", context)
    text = render_to_string(f"{letter}_message.txt", context)
    mail = EmailMessage(" ".join(subject.split()), text, sender(), [person.email])
    try:
        return bool(mail.send())
    except (OSError, SMTPException):
        return False

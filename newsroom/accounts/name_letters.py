"""What is told to readers about their names, by mail; the page of the name says it too. Each
expects the transaction of the act, and does nothing where no mail is sent."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.notices import mail
from newsroom.foundation.mail import paper_name
from newsroom.foundation.site_url import absolute_url
from newsroom.models import EarlierName, User


def tell_taken_away(person: User, earlier: EarlierName) -> None:
    _send(person, "taken_away", name=earlier.name, reason=earlier.reason)


def tell_given_back(person: User) -> None:
    _send(person, "given_back", name=person.display_name)


def tell_refused(person: User, name: str, reason: str) -> None:
    _send(person, "refused", name=name, reason=reason)


def _send(person: User, letter: str, **context: Any) -> None:
    page = absolute_url(reverse("account_name"))
    text = render_to_string(
        f"newsroom/mail/name_{letter}.txt",
        {
            "person": person,
            "page": page,
            "paper": paper_name(),
            "home": absolute_url("/"),
            **context,
        },
    )
    mail.send_letter(person, _("About your display name"), text)

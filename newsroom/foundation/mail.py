"""Whether the site sends mail, and from whom: the paper, by its name, at DEFAULT_FROM_EMAIL."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import Any

from django.apps import apps
from django.conf import settings


def paper_name() -> str:
    """The name of the paper as it stands on the masthead."""
    # By the app registry, for the foundation stands below the app that has the masthead.
    masthead = apps.get_model("newsroom", "Masthead")
    return str(masthead.current().name)


def sender() -> str:
    """The From header: the paper's name and DEFAULT_FROM_EMAIL, or that as it stands where it has
    a name of its own."""
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or paper_name(), email))


def sends_mail(request: Any) -> dict[str, bool]:
    """`sends_mail` for every template: no page says that a mail was sent where none is."""
    return {"sends_mail": settings.SENDS_MAIL}

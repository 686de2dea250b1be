"""What a person at the console is shown about signing in to the demo paper."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from newsroom.demo.people import ACCOUNTS
from newsroom.foundation.site_url import host_of, is_loopback_name
from newsroom.models import DemoPaper


def lines(demo: DemoPaper, *, at_terminal: bool) -> Iterator[str]:
    """The demo's accounts, and their password at a terminal: a log would keep it."""
    yield _(
        "This is a demo: its articles, readers and staff are invented.\n"
        "`manage.py demo --remove` takes it out; `manage.py open_paper` then opens a real paper.\n"
    )
    yield _("Demo accounts:")
    for account in ACCOUNTS:
        yield f"  {account.role:<14} {account.email}"
    if at_terminal:
        yield _("All have the password %(password)s") % {"password": demo.password}
    else:
        yield _(
            "Their password is shown at a terminal only: run `manage.py demo --password` there, "
            "or set DEMO_PASSWORD before the first start."
        )
    if not is_loopback_name(host_of(settings.SITE_URL)) or settings.TRUSTED_PROXIES:
        yield _("Others may reach this site: staff set up a second factor before the admin opens.")
    elif is_loopback_name(settings.HOST):
        yield _("On this machine their staff open the admin without a second factor.")
    else:
        yield _(
            "The server listens on %(host)s, where others may reach it: staff set up a second "
            "factor before the admin opens."
        ) % {"host": settings.HOST}

"""What a person at the console reads before and after the demo paper is removed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.demo.load import is_empty
from newsroom.demo.removal import Removal
from newsroom.models import User


def foresight(removal: Removal) -> Iterator[str]:
    """What will go, what somebody else added and goes with it, and what stays."""
    yield _(
        "This takes out the demo paper: %(articles)d articles with %(comments)d comments, "
        "%(people)d accounts, %(pictures)d pictures, %(sections)d sections, %(topics)d topics and "
        "%(authors)d authors. Anybody who is signed in to one of the accounts is signed out."
    ) % vars(removal)
    if number := removal.comments_of_others:
        yield ngettext(
            "%(number)d comment by an account of your own stands under a demo article and goes "
            "with it; the account stays.",
            "%(number)d comments by accounts of your own stand under demo articles and go with "
            "them; the accounts stay.",
            number,
        ) % {"number": number}
    if number := removal.links_of_others:
        yield ngettext(
            "%(number)d link from the web that you added to a demo article goes with it.",
            "%(number)d links from the web that you added to demo articles go with them.",
            number,
        ) % {"number": number}
    kept = {
        _("sections"): removal.sections_kept,
        _("topics"): removal.topics_kept,
        _("authors"): removal.authors_kept,
        _("pictures"): removal.pictures_kept,
    }
    if any(kept.values()):
        yield _("Stays, because articles of your own or other things use it: %(list)s.") % {
            "list": ", ".join(f"{name} {number}" for name, number in kept.items() if number)
        }
    if number := removal.people_closed:
        yield ngettext(
            "%(number)d account of the demo stands in something that stays, such as a decision of "
            "a moderator: it is closed for good and keeps its name there.",
            "%(number)d accounts of the demo stand in something that stays, such as decisions of "
            "a moderator: they are closed for good and keep their names there.",
            number,
        ) % {"number": number}


def what_next() -> Iterator[str]:
    """How the database becomes a real paper, if it is not one yet."""
    if is_empty():
        yield _("The database is empty. Open your own paper with `manage.py open_paper`.")
    elif not User.objects.filter(is_superuser=True, is_active=True).exists():
        yield _(
            "Nobody may administer what is left: make an administrator with "
            "`manage.py createsuperuser`."
        )

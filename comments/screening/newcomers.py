"""What somebody is told before writing, where the newcomer check would hold the comment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import standing
from comments.screening import rulebook
from comments.screening.checks import newcomer
from comments.screening.checks.newcomer import NewcomerLimits
from comments.screening.submission import Submission
from comments.standing import Standing


def limits_in_force(at: datetime) -> NewcomerLimits | None:
    """What people have set for the check; None where it is off."""
    rules = rulebook.current(at)
    return None if "newcomer" in rules.off else rules.limits["newcomer"]


def sentence_for_strangers(limits: NewcomerLimits | None) -> str:
    """For a page that is the same for everybody; empty where nothing is to be said."""
    if limits is None or not limits.first_comments:
        return ""
    return ngettext(
        "The first comment of a new account is read by a moderator before it appears.",
        "The first %(number)d comments of a new account are read by a moderator before they "
        "appear.",
        limits.first_comments,
    ) % {"number": limits.first_comments}


def sentence_for(person: Any, about: Standing, limits: NewcomerLimits | None, at: datetime) -> str:
    """For a signed-in person whose comment would be held by this check: one query, for the latest
    comments. Empty where it would not be."""
    if limits is None or about.is_staff:
        return ""
    known = standing.with_latest(about, person, at)
    if not any(newcomer.find(Submission("", standing=known), limits)):
        return ""
    if (left := limits.first_comments - known.approved) > 0:
        if not known.approved:
            sentence = ngettext(
                "A moderator reads your first comment before it appears.",
                "A moderator reads your first %(number)d comments before they appear.",
                left,
            )
        else:
            sentence = ngettext(
                "A moderator reads your next comment before it appears.",
                "A moderator reads your next %(number)d comments before they appear.",
                left,
            )
        return sentence % {"number": left}
    if known.account_age < timedelta(minutes=limits.youngest_minutes):
        return _("Your account is new: a moderator reads your comment before it appears.")
    return _(
        "A moderator reads your comments before they appear, because several were removed of late."
    )

"""What a moderator reads after an account was removed, and after that was undone."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import AccountRemoval
from comments.moderation import decisions
from comments.moderation.account_removal import Outcome


def add_messages(request: HttpRequest, outcome: Outcome) -> None:
    """Add the messages about this removal to the next page."""
    add = messages.success if outcome.removal else messages.info
    add(request, " ".join(_sentences(outcome)))
    for why, number in outcome.passed_over.items():
        passed_over = ngettext(
            "%(number)d comment passed over: %(why)s.",
            "%(number)d comments passed over: %(why)s.",
            number,
        )
        messages.warning(request, passed_over % {"number": number, "why": why})


def undo_sentence(outcome: decisions.Outcome) -> str:
    """What was undone by `decisions.undo`, or why nothing was."""
    if outcome.removal:
        return ngettext(
            "The removal of %(name)s is undone: %(number)d comment is as it was before.",
            "The removal of %(name)s is undone: %(number)d comments are as they were before.",
            outcome.decided,
        ) % {"name": outcome.removal.person, "number": outcome.decided}
    if outcome.decided:
        return f"Taken back: {outcome.decided} decision{'' if outcome.decided == 1 else 's'}."
    if not outcome.passed_over:
        return _("Nothing was taken back: it had been undone already.")
    return f"Nothing was taken back: {', '.join(outcome.passed_over)}."


def _sentences(outcome: Outcome) -> Iterator[str]:
    if outcome.removal is None:
        yield _nothing(outcome)
        return
    yield _("%(name)s is banned.") % {"name": outcome.removal.person}
    if others := len(outcome.removal.accounts.all()) - 1:
        yield ngettext(
            "So is %(number)d account of the group.",
            "So are %(number)d accounts of the group.",
            others,
        ) % {"number": others}
    if outcome.removal.action == AccountRemoval.Action.SPAM:
        yield ngettext(
            "%(number)d comment is marked as spam.",
            "%(number)d comments are marked as spam.",
            outcome.decided,
        ) % {"number": outcome.decided}
    else:
        yield ngettext(
            "%(number)d comment is rejected.",
            "%(number)d comments are rejected.",
            outcome.decided,
        ) % {"number": outcome.decided}
    yield ngettext("%(number)d case is closed.", "%(number)d cases are closed.", outcome.cases) % {
        "number": outcome.cases
    }
    if outcome.blocked:
        yield _("Blocked: %(domains)s.") % {"domains": ", ".join(outcome.blocked)}
    yield _("Undo takes all of it back at once.")


def _nothing(outcome: Outcome) -> str:
    if outcome.before:
        return _("%(who)s has removed %(name)s already. Nothing was left to do.") % {
            "who": outcome.before.made_by,
            "name": outcome.before.person,
        }
    return _("Nothing was left to do: the account is banned, and no comment of it can be seen.")

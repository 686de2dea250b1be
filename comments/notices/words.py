"""The words of the letters: each cause, each scope, each mode speaks in its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from comments.models import Scope, Suspension


@dataclass(frozen=True)
class Where:
    """How a scope is spoken of to a reader."""

    title_closed: str
    title_hidden: str
    title_read_first: str
    inside: str
    closed: str
    hidden: str
    stays: str
    put_away: str
    read_first: str
    at_hours: str
    never_open: str

    @classmethod
    def of(cls, scope: Scope) -> Where:
        if scope.article is not None:
            return CONVERSATION
        if scope.section is not None:
            return _of_section(scope.section.name)
        return SITE


SITE = Where(
    title_closed="Commenting is closed for now",
    title_hidden="Our comments are put away for now",
    title_read_first="Comments are read before they appear",
    inside="on our pages",
    closed="For now we have closed commenting on the whole site.",
    hidden="For now we have put away the conversations on the whole site.",
    stays="What has been written so far stays where it is and can be read as before.",
    put_away="Nothing that you or others have written is lost: it is out of sight, and it is kept.",
    read_first="every comment on our site is read by a moderator before it appears.",
    at_hours="Our readers write at the hours when our moderators are at their desks.",
    never_open="Readers do not comment on our site at present.",
)

CONVERSATION = Where(
    title_closed="This conversation is closed for now",
    title_hidden="This conversation is put away for now",
    title_read_first="Comments here are read before they appear",
    inside="in this conversation",
    closed="For now we have closed this one conversation.",
    hidden="For now we have put away this one conversation.",
    stays="What has been written in it stays and can be read as before.",
    put_away="Nothing that you or others have written in it is lost: it is out of sight, "
    "and it is kept.",
    read_first="every comment in this conversation is read by a moderator before it appears.",
    at_hours="This conversation is open at the hours when our moderators are at their desks.",
    never_open="There is no conversation under this article at present.",
)


def _of_section(name: str) -> Where:
    return Where(
        title_closed=f"Commenting in {name} is closed for now",
        title_hidden=f"The conversations in {name} are put away for now",
        title_read_first=f"Comments in {name} are read before they appear",
        inside=f"in our section {name}",
        closed=f"For now we have closed commenting in {name}.",
        hidden=f"For now we have put away the conversations in {name}.",
        stays="What has been written there so far stays and can be read as before.",
        put_away="Nothing that you or others have written there is lost: it is out of sight, "
        "and it is kept.",
        read_first=f"every comment in our section {name} is read by a moderator before it appears.",
        at_hours=f"The conversations in {name} are open at the hours when our moderators are at "
        "their desks.",
        never_open=f"Readers do not comment in our section {name} at present.",
    )


Cause = Suspension.Cause

WHY = {
    Cause.ABUSE: "People who disagree and stay fair with one another are the best thing that can "
    "happen under a newspaper’s reporting. Lately their voices {where} have been shouted down by "
    "a few who insult, provoke and advertise, faster than our moderators can clear up after them. "
    "We would rather fall silent for a while than leave the floor to those few.",
    Cause.LEGAL: "There are matters on which the law asks everybody who publishes to be "
    "careful, so that a hearing stays fair or a person is protected. What readers write {where} "
    "is published by us, and at present we cannot answer for it as we must. That is no judgement "
    "on anything that has been said.",
    Cause.STAFFING: "Every comment that appears {where} has people behind it who look after the "
    "conversation, and just now there are not enough of us. A conversation that nobody looks "
    "after soon belongs to the loudest, and you deserve better than that.",
    Cause.HOLIDAY: "Those who look after what is written {where} are taking a few days off, "
    "and they have earned them. While they are away there would be nobody to turn to when "
    "something goes wrong.",
    Cause.TECHNICAL: "We are at work on the machinery that carries what you write {where}. "
    "While it is in pieces, a comment might be damaged or lost on its way to us, and we do not "
    "want to take that risk with your words.",
    Cause.OTHER: "We are making a pause {where}. We do not do so lightly: what our readers know "
    "and think has often made our reporting better.",
    Cause.IMPORT: _("It came with us from our earlier website, where it had already been closed."),
}

THANKS = {
    Cause.ABUSE: "To all who have argued with patience and good humour: thank you. We are doing "
    "this for you, and we look forward to reading you again.",
    Cause.LEGAL: "We ask for your understanding, and thank you for it.",
    Cause.STAFFING: "Thank you for your patience. We look forward to reading you again.",
    Cause.HOLIDAY: "Have a good time, and come back with something to say.",
    Cause.TECHNICAL: "Thank you for your patience while we work.",
    Cause.OTHER: "Thank you for your patience. We look forward to reading you again.",
    Cause.IMPORT: _("Thank you to all who took part."),
}

END_UNKNOWN = (
    "We do not know yet when we can open again, and will not name a day that we might not keep. "
    "Once we know it, you will read it here."
)

END_OF_READING_UNKNOWN = "How long this will be needed we do not know yet."

WHY_READ_FIRST = {
    Cause.ABUSE: "Because tempers have been running high,",
    Cause.LEGAL: "For legal reasons,",
    Cause.STAFFING: "While there are few of us on duty,",
    Cause.HOLIDAY: "Over the holidays,",
    Cause.TECHNICAL: "While we are at work on our systems,",
    Cause.OTHER: "For the time being,",
    Cause.IMPORT: _("Since it came from our earlier website,"),
}

# A conversation that an import closed is not closed "for now": no day is waited for.
CLOSED_BY_IMPORT = _("This conversation is closed")
STAYS_AFTER_IMPORT = _("What has been written in it stays and can be read as before.")

AFTER_READING = "Yours may take a little while to be seen; it is not lost."

"""What a form says is to be done with one comment or many, and how to say that it was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext

from comments.models import Decision, HouseRule
from comments.moderation.canned_notes import note_from

Verb = Decision.Verb


@dataclass(frozen=True)
class Order:
    """One decision, for one comment or many."""

    verb: Decision.Verb | None
    """None where nothing was chosen, or a rejection without a house rule."""
    house_rule: HouseRule | None
    note: str

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Order:
        """From `verb`, `house_rule`, and `reason` or a `canned_note`; a house rule alone is a
        rejection by it."""
        pk = sent.get("house_rule", "")
        rule = HouseRule.objects.in_use().filter(pk=pk).first() if _is_number(pk) else None
        asked = sent.get("verb", "") or (Verb.REJECT if rule else "")
        verb = Verb(asked) if asked in Verb.values else None
        if verb == Verb.REJECT and rule is None:
            verb = None
        return cls(verb, rule if verb == Verb.REJECT else None, note_from(sent))

    def done(self, number: int) -> str:
        """What was done with so many comments, in a sentence."""
        if self.verb == Verb.SPAM:
            words = ngettext(
                "%(number)s comment marked as spam.",
                "%(number)s comments marked as spam.",
                number,
            )
        elif self.verb == Verb.REJECT:
            words = ngettext(
                "%(number)s comment rejected: %(rule)s.",
                "%(number)s comments rejected: %(rule)s.",
                number,
            )
        elif self.verb == Verb.RESTORE:
            words = ngettext(
                "%(number)s comment restored.", "%(number)s comments restored.", number
            )
        else:
            words = ngettext(
                "%(number)s comment approved or kept.",
                "%(number)s comments approved or kept.",
                number,
            )
        return words % {"number": f"{number:,}", "rule": self.house_rule}


def read_comments(pairs: Iterable[str]) -> dict[int, str]:
    """The primary keys of comments and the status in which each was shown: “12:held”."""
    parts = (pair.partition(":") for pair in pairs)
    return {int(pk): status for pk, _, status in parts if _is_number(pk)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19

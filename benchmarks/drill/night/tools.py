"""What the desk offers a moderator, and what it takes of her: key presses, clicks and seconds.

The only place that knows how many inputs a thing takes and which verb it calls. When the desk
offers a shorter way, add a class below that says it, and name it in TOOLS.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from benchmarks.drill.night.material import CAMPAIGN_SITE
from comments import switch
from comments.models import Comment, Decision, Domain, HouseRule, Rulebook, Sanction, Trip
from comments.moderation import breaker, decisions, reopening, sanctions, spammers, sweep
from comments.moderation.spammers import Preview
from comments.moderation.sweep import Likeness
from comments.screening.checks.links import domains_in

Verb = Decision.Verb
SECONDS_AN_INPUT = 0.7
RULE_OF_ABUSE = "Personal attack"


@dataclass(frozen=True)
class Cost:
    """A typed reason counts as one input; the seconds are those beside the reading."""

    inputs: int
    seconds: float = 0.0

    @property
    def lasts(self) -> timedelta:
        return timedelta(seconds=self.inputs * SECONDS_AN_INPUT + self.seconds)

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.inputs + other.inputs, self.seconds + other.seconds)


ONE_KEY = Cost(1)


class SeparatePages:
    """The desk of the trial week: a page for each step."""

    name = "pages"
    # Where it does, she removes the first account that advertises the site of the campaign, at
    # once; elsewhere she puts the site on the list and waits for an account's third advertisement.
    removal_blocks_site = False

    def __init__(self, moderator: Any) -> None:
        self.moderator = moderator
        self.rule = HouseRule.objects.get(label=RULE_OF_ABUSE)

    def approve(self, comment: Comment, at: datetime) -> Cost:
        self._decide(Verb.APPROVE, comment, at)
        return ONE_KEY

    def reject(self, comment: Comment, at: datetime) -> Cost:
        """By the key of its house rule."""
        self._decide(Verb.REJECT, comment, at, house_rule=self.rule)
        return ONE_KEY

    def mark_as_spam(self, comment: Comment, at: datetime) -> Cost:
        self._decide(Verb.SPAM, comment, at)
        return ONE_KEY

    def impose_what_is_suggested(self, person: Any, at: datetime) -> Cost | None:
        """The person's page, the suggestion, Impose, back; none where nothing is suggested."""
        suggestion = sanctions.suggest(person, at, house_rule=self.rule)
        if suggestion is None:
            return None
        sanction = Sanction(
            person=person,
            kind=suggestion.kind,
            reason=suggestion.reason,
            ends_at=suggestion.ends_at(at),
        )
        sanctions.impose(sanction, by=self.moderator, at=at)
        return Cost(4, seconds=2)

    def sweep(self, comment: Comment, likeness: Likeness, at: datetime) -> tuple[Cost, list[int]]:
        """W, the likeness, Mark as spam; with a look through the list. Returns what was decided:
        the list also has what is spam already."""
        found = sweep.alikes(comment, likeness, at)
        alike = dict(found.values_list("pk", "status")[: sweep.MOST])
        act = decisions.decide(Verb.SPAM, list(alike), by=self.moderator, at=at, seen=alike).act
        return Cost(3, seconds=8 + len(alike) / 2), self._decided_in(act)

    def list_the_site(self, at: datetime) -> Cost:
        """Admin, Domains, Add, the name, the act, the trial, Save, back to the desk."""
        Domain.objects.create(name=CAMPAIGN_SITE, act=Domain.Act.SPAM)
        Rulebook.objects.turn()
        return Cost(8, seconds=10)

    def deal_with_spammer(self, comment: Comment, at: datetime) -> tuple[Cost, list[int]]:
        """Mark as spam, ban on the person's page, sweep the rest of the account's comments."""
        cost = self.mark_as_spam(comment, at) + self._ban(comment.author, at)
        swept, comments = self.sweep(comment, Likeness.AUTHOR, at)
        return cost + swept, [*comments, comment.pk]

    def reject_where_it_was_read(self, comment: Comment, at: datetime) -> Cost:
        """The article offers nothing: All comments, the search, the box, the action, the reason,
        Go."""
        self._decide(Verb.REJECT, comment, at, house_rule=self.rule)
        return Cost(6, seconds=4)

    def answer_trip(self, trip: Trip, at: datetime) -> Cost:
        breaker.settle(trip.pk, Trip.Answer.KEEP, by=self.moderator)
        return Cost(1, seconds=3)

    def reopen(self, trip: Trip, at: datetime) -> Cost:
        """The switchboard, Reopen, the confirmation, back to the desk."""
        switch.lift(trip.suspension, by=self.moderator)
        return Cost(4, seconds=3)

    def _ban(self, person: Any, at: datetime) -> Cost:
        """B, the kind, until lifted, the reason, Impose, back to the queue: counted in the trial
        week as about ten."""
        sanction = Sanction(person=person, kind=Sanction.Kind.BAN, reason="Advertising.")
        with suppress(ValidationError):
            sanctions.impose(sanction, by=self.moderator, at=at)
        return Cost(10, seconds=3)

    def _decided_in(self, act: UUID | None) -> list[int]:
        decided = Decision.objects.filter(act=act) if act else Decision.objects.none()
        return list(decided.values_list("comment", flat=True))

    def _decide(self, verb: Verb, comment: Comment, at: datetime, **more: Any) -> None:
        seen = {comment.pk: comment.status}
        decisions.decide(verb, [comment.pk], by=self.moderator, at=at, seen=seen, **more)


class OneAct(SeparatePages):
    """The desk that removes a spammer in one act and moderates on the article page. All inputs
    but the decisions in the queue were tried in a browser, at 1280×900."""

    name = "one-act"
    removal_blocks_site = True

    def sweep(self, comment: Comment, likeness: Likeness, at: datetime) -> tuple[Cost, list[int]]:
        """W, Mark as spam: the text is what is chosen to begin with, the rest takes a click."""
        cost, swept = super().sweep(comment, likeness, at)
        inputs = 2 if likeness == Likeness.TEXT else 3
        return Cost(inputs, cost.seconds), swept

    def deal_with_spammer(self, comment: Comment, at: datetime) -> tuple[Cost, list[int]]:
        """P, Enter; and a click where the site of the campaign is not ticked already."""
        person = comment.author
        preview = spammers.preview(person, by=self.moderator, at=at)
        domains, ticks = self._domains(preview)
        others, clicks = self._others(preview)
        outcome = spammers.remove(
            person, by=self.moderator, at=at, comment=comment, others=others, domains=domains,
            seen_at=preview.at,
        )  # fmt: skip
        removal = outcome.removal
        cost = Cost(2 + ticks + clicks, seconds=5 + 2 * len(others))
        return cost, self._decided_in(removal.batch_id if removal else None)

    def reject_where_it_was_read(self, comment: Comment, at: datetime) -> Cost:
        """Moderate, the house rule."""
        self._decide(Verb.REJECT, comment, at, house_rule=self.rule)
        return Cost(2, seconds=1)

    def answer_trip(self, trip: Trip, at: datetime) -> Cost:
        """Answer opens the banner; Keep."""
        return super().answer_trip(trip, at) + ONE_KEY

    def reopen(self, trip: Trip, at: datetime) -> Cost:
        """The switchboard, Reopen, the confirmation, back to the desk; nothing is held by then."""
        reopening.reopen(trip.suspension, by=self.moderator)
        return Cost(4, seconds=3)

    def _domains(self, preview: Preview) -> tuple[list[str], int]:
        """Those to be blocked, and how many of them she has to tick herself."""
        ticked = [each.name for each in preview.domains if each.is_suggested]
        of_campaign = set(domains_in(f"https://{CAMPAIGN_SITE}"))
        offered = {each.name for each in preview.domains if not each.is_allowed}
        missing = sorted(of_campaign & offered - set(ticked))
        return [*ticked, *missing], len(missing)

    def _others(self, preview: Preview) -> tuple[list[int], int]:
        """Accounts that are removed with the spammer, and the clicks that ticking them takes."""
        return [], 0


class WholeGroup(OneAct):
    """The same desk, used to the full: the accounts that posted the same go with the spammer."""

    name = "group"

    def _others(self, preview: Preview) -> tuple[list[int], int]:
        """The link that ticks those that are suggested. She reads their names."""
        others = [each.person.pk for each in preview.group if each.is_suggested]
        return others, int(bool(others))


DEFAULT = OneAct.name
TOOLS = {each.name: each for each in (SeparatePages, OneAct, WholeGroup)}

"""Two moderators at their desks: as quick, and as fallible, as people are."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from benchmarks.drill.fates import Fate
from benchmarks.drill.material import SPAM
from comments.models import Case, Comment, Decision, HouseRule, Sanction, Trip
from comments.moderation import breaker, decisions, queue, sanctions, sweep
from comments.moderation.queue import Filters
from comments.moderation.sweep import Likeness

if TYPE_CHECKING:
    from benchmarks.drill.play import Drill

Verb = Decision.Verb

# Seconds, evenly spread: to read a case and press a key, to look through the list of a sweep, to
# impose what the ladder suggests.
READS, SWEEPS, SANCTIONS, LOOKS_AGAIN = (2.5, 5.5), (10, 20), (4, 7), 2
WRONG = 0.03
# Fewer are decided one by one.
WORTH_A_SWEEP = 3
RULE_OF_ABUSE = "Personal attack"


class Desk:
    def __init__(self, drill: Drill, moderators: list[Any]) -> None:
        self.drill, self.shift = drill, drill.shift
        self.rule = HouseRule.objects.get(label=RULE_OF_ABUSE)

    def sit_down(self, person: Any) -> None:
        """Take the next case, read it, decide on it, and so on."""
        case = queue.take_next(person, Filters(), self.drill.now)
        if case is None:
            self._rest(person)
            return
        status = case.comment.status
        self._spend(READS, lambda: self._decide(person, case, status))

    def _rest(self, person: Any) -> None:
        """Nothing waits: who has time to look at the banner lifts what the breaker has set."""
        for each in breaker.unsettled(self.drill.now):
            breaker.settle(each.trip.pk, Trip.Answer.LIFT, by=person)
        if self.drill.arrivals_are_over and self.shift.empty_at is None:
            self.shift.empty_at = self.drill.now
        self.drill.later(timedelta(seconds=LOOKS_AGAIN), lambda: self.sit_down(person))

    def _decide(self, person: Any, case: Case, seen: str) -> None:
        fate = self.drill.fates[case.comment_id]
        errs = self.drill.chance.random() < WRONG
        if fate.draft.truth == SPAM and not errs and (alike := self._alike(case.comment)):
            self.shift.sweeps += 1
            self._spend(SWEEPS, lambda: self._sweep(person, alike))
            return
        verb = Verb.APPROVE
        if fate.draft.is_bad != errs:
            verb = Verb.SPAM if fate.draft.truth == SPAM else Verb.REJECT
        outcome = decisions.decide(
            verb,
            [case.comment_id],
            by=person,
            at=self.drill.now,
            house_rule=self.rule if verb == Verb.REJECT else None,
            seen={case.comment_id: seen},
        )
        self.shift.decided += outcome.decided
        self.shift.wrong += errs and outcome.decided
        self.drill.observe([case.comment_id])
        if verb == Verb.REJECT and self._follow_up(person, case, fate):
            return
        self.sit_down(person)

    def _follow_up(self, person: Any, case: Case, fate: Fate) -> bool:
        """Impose what the ladder suggests; whether there was anything."""
        author = fate.writer.person
        suggestion = sanctions.suggest(author, self.drill.now, house_rule=self.rule)
        if suggestion is None:
            return False

        def impose() -> None:
            at = self.drill.now
            sanction = Sanction(
                person=author,
                kind=suggestion.kind,
                reason=suggestion.reason,
                ends_at=at + suggestion.lasts if suggestion.lasts else None,
                comment=case.comment,
            )
            with suppress(ValidationError):  # the colleague was faster
                sanctions.impose(sanction, by=person, at=at)
                self.shift.sanctions += 1
            self.sit_down(person)

        self._spend(SANCTIONS, impose)
        return True

    def _alike(self, comment: Comment) -> dict[int, str]:
        """What a sweep of this text would take along that nobody has dealt with yet."""
        found = sweep.alikes(comment, Likeness.TEXT, self.drill.now)
        rows = dict(found.values_list("pk", "status")[: sweep.MOST])
        open_cases = Case.objects.open_of(list(rows))
        alive = {pk: s for pk, s in rows.items() if s != Comment.Status.SPAM or pk in open_cases}
        return alive if len(alive) >= WORTH_A_SWEEP else {}

    def _sweep(self, person: Any, alike: dict[int, str]) -> None:
        outcome = decisions.decide(Verb.SPAM, list(alike), by=person, at=self.drill.now, seen=alike)
        self.shift.swept += outcome.decided
        fates = [self.drill.fates[pk] for pk in alike if pk in self.drill.fates]
        self.shift.swept_good += sum(not fate.draft.is_bad for fate in fates)
        self.drill.observe(list(alike))
        self.sit_down(person)

    def _spend(self, seconds: tuple[float, float], then: Any) -> None:
        spent = timedelta(seconds=self.drill.chance.uniform(*seconds))
        self.shift.busy += spent
        self.drill.later(spent, then)

"""One moderator, alone: she reads what the queue serves, and does what a person would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.drill.fates import Fate
from benchmarks.drill.material import ABUSE
from benchmarks.drill.night import material
from benchmarks.drill.night.tools import TOOLS, Cost
from comments.models import Case, Comment, Trip
from comments.moderation import queue, sweep
from comments.moderation.queue import Filters
from comments.moderation.sweep import Likeness

if TYPE_CHECKING:
    from benchmarks.drill.night.play import Night

READS_SECONDS, SKIMS_SECONDS = (4, 9), 2
LOOKS_AGAIN = timedelta(seconds=30)
# The third advertisement of one account is no mistake.
A_SPAMMER_AFTER = 2
WORTH_A_SWEEP = 3


@dataclass(frozen=True)
class Served:
    """A case that the queue has put before her."""

    at: datetime
    kind: str
    is_visible: bool
    is_backlog: bool
    visible_waiting: int
    """Open cases of comments that readers could see, this one aside, when it was served."""


class Moderator:
    def __init__(self, night: Night, person: Any) -> None:
        self.night, self.person = night, person
        self.tools = TOOLS[night.tools](person)
        self.came_at: datetime | None = None
        self.served: list[Served] = []
        self.inputs: Counter[str] = Counter()
        """By what they were spent on."""
        self.spammers: list[Cost] = []
        self.decided: Counter[str] = Counter()
        self.removed_under: Counter[int] = Counter()
        self.spam_of: Counter[int] = Counter()
        self.site_is_listed = False
        self.empty_at: datetime | None = None

    def come(self) -> None:
        if self.came_at is None:
            self.came_at = self.night.now
            self._next()

    def _next(self) -> None:
        if trip := Trip.objects.unsettled().select_related("suspension").first():
            cost = self.tools.answer_trip(trip, self.night.now)
            return self._spend("the breaker's banner", cost)
        case = queue.take_next(self.person, Filters(), self.night.now)
        if case is None:
            return self._rest()
        comment, fate = case.comment, self.night.fates.get(case.comment_id)
        others = Case.objects.open().exclude(pk=case.pk)
        waiting = others.filter(comment__status=Comment.Status.PUBLISHED).count()
        self.served.append(
            Served(self.night.now, case.kind, comment.is_published, fate is None, waiting)
        )
        reads = timedelta(seconds=self.night.chance.uniform(*READS_SECONDS))
        return self.night.later(reads, lambda: self._decide(case, fate))

    def _rest(self) -> None:
        """Nothing waits: read what burned, reopen what the breaker has set, look again later."""
        if self.empty_at is None:
            self.empty_at = self.night.now
            return self._read_what_burned()
        standing = Trip.objects.filter(suspension__lifted_at=None)
        trip = standing.filter(suspension__ends_at__gt=self.night.now).first()
        if trip:
            return self._spend("reopening", self.tools.reopen(trip, self.night.now))
        return self.night.later(LOOKS_AGAIN, self._next)

    def _read_what_burned(self) -> None:
        """The conversation from which she has removed most, for what nobody has reported."""
        [(article, _)] = self.removed_under.most_common(1) or [(0, 0)]
        published = Comment.objects.published().filter(thread__article=article)
        found = [
            comment
            for comment in published.select_related("author").order_by("pk")
            if comment.pk in self.night.fates and self.night.fates[comment.pk].draft.is_bad
        ]
        wait = timedelta(seconds=SKIMS_SECONDS) * published.count()
        self.night.later(wait, lambda: self._remove_in_turn(found))

    def _remove_in_turn(self, comments: list[Comment]) -> None:
        if not comments:
            return self._next()
        cost = self.tools.reject_where_it_was_read(comments[0], self.night.now)
        self._did("rejected on the article", [comments[0].pk])
        self.inputs["clearing the article"] += cost.inputs
        return self.night.later(cost.lasts, lambda: self._remove_in_turn(comments[1:]))

    def _decide(self, case: Case, fate: Fate | None) -> None:
        self.night.act()
        comment, at = case.comment, self.night.now
        if fate is None or not fate.draft.is_bad:
            cost = self.tools.approve(comment, at)
            self._did("approved", [comment.pk])
            return self._spend("approving", cost)
        if fate.draft.truth == ABUSE:
            return self._reject(comment, at)
        return self._clear_spam(comment, fate, at)

    def _reject(self, comment: Comment, at: datetime) -> None:
        cost = self.tools.reject(comment, at)
        self.removed_under[self.night.fates[comment.pk].article] += 1
        self._did("rejected", [comment.pk])
        if more := self.tools.impose_what_is_suggested(comment.author, at):
            self.inputs["sanctions"] += more.inputs
            self.night.shift.sanctions += 1
        self._spend("rejecting", cost, extra=more)

    def _clear_spam(self, comment: Comment, fate: Fate, at: datetime) -> None:
        what = "the campaign" if fate.draft.kind == material.CAMPAIGN else "other spam"
        cost = Cost(0)
        is_new_site = not self.site_is_listed and material.CAMPAIGN_SITE in comment.text
        if is_new_site:
            self.site_is_listed = True
            if not self.tools.removal_blocks_site:
                cost += self.tools.list_the_site(at)
        self.spam_of[comment.author_id] += 1
        is_spammer = self.spam_of[comment.author_id] > A_SPAMMER_AFTER
        if is_spammer or (is_new_site and self.tools.removal_blocks_site):
            more, comments = self.tools.deal_with_spammer(comment, at)
            self.spammers.append(more)
        elif self._similar(comment, at) >= WORTH_A_SWEEP:
            more, comments = self.tools.sweep(comment, Likeness.TEXT, at)
            swept = Comment.objects.filter(pk__in=comments).exclude(pk=comment.pk)
            self.spam_of.update(swept.order_by().values_list("author", flat=True))
        else:
            more, comments = self.tools.mark_as_spam(comment, at), [comment.pk]
        self._did("marked as spam", comments)
        self._spend(what, cost + more)

    def _similar(self, comment: Comment, at: datetime) -> int:
        """How many comments with nearly the same text are not removed yet."""
        similar = sweep.alikes(comment, Likeness.TEXT, at)
        return similar.exclude(status=Comment.Status.SPAM).count()

    def _did(self, what: str, comments: list[int]) -> None:
        self.decided[what] += len(comments)
        self.night.observe(list(self.night.fates))

    def _spend(self, what: str, cost: Cost, *, extra: Cost | None = None) -> None:
        self.inputs[what] += cost.inputs
        lasts = cost.lasts + (extra.lasts if extra else timedelta())
        self.night.later(lasts, self._next)

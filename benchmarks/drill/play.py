"""The ten minutes themselves: events in the order of their time, by a clock of the drill's own."""

from __future__ import annotations

import heapq
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from unittest import mock

from articles.models import Article
from benchmarks.drill import material
from benchmarks.drill.fates import Fate, Shift
from benchmarks.drill.material import GOOD, SPAM
from benchmarks.drill.moderating import Desk
from benchmarks.drill.people import Crowd
from comments import posting, reporting, switch
from comments.models import Case, Comment
from comments.moderation import breaker
from comments.posting import Refused
from newsroom.models import User

ARRIVALS_LAST, DRILL_LASTS = timedelta(minutes=10), timedelta(minutes=30)
# The campaign comes in one wave.
WAVE = (timedelta(minutes=2), timedelta(minutes=7))
TRIES = 3
REPLIES_PERCENT = 40
# Of those who see abuse, somebody reports it after two minutes in the mean, and the next one two
# minutes later; of advertising after three. One good comment in fifty is reported by somebody.
REPORTED_AFTER_MINUTES = {"abuse": 2.0, "spam": 3.0, "good": 5.0}
GOOD_REPORTED = 0.02
REASONS = {"abuse": "hate", "spam": "spam", "good": "off_topic"}


class Drill:
    arrivals_last, lasts = ARRIVALS_LAST, DRILL_LASTS

    def __init__(self, chance: random.Random, begins: datetime) -> None:
        self.chance, self.begins, self.now = chance, begins, begins
        self.events: list[tuple[datetime, int, Callable[[], None]]] = []
        self.serial = count()
        self.fates: dict[int, Fate] = {}
        self.refused: list[Fate] = []
        self.replyable: dict[int, list[int]] = {}
        self.shift = Shift()

    def run(
        self,
        drafts: list[material.Draft],
        crowd: Crowd,
        articles: list[Article],
        moderators: list[User],
    ) -> None:
        self.crowd, self.articles = crowd, articles
        for draft in drafts:
            moment = self._arrival(draft)
            fate = Fate(draft, crowd.somebody(draft.truth, self.chance))
            article = self._article(draft)
            self.later(moment, lambda fate=fate, article=article: self._send(fate, article))
        desk = Desk(self, moderators)
        for person in moderators:
            self.later(timedelta(seconds=30), lambda person=person: desk.sit_down(person))
        self.play()

    def play(self) -> None:
        """All events in the order of their time, until the end."""
        ends = self.begins + self.lasts
        with self._clock():
            while self.events and self.events[0][0] <= ends:
                self.now, _, act = heapq.heappop(self.events)
                act()
        for fate in self.fates.values():
            fate.public.follow(False, ends)
            fate.waiting.follow(False, ends)

    @property
    def arrivals_are_over(self) -> bool:
        return self.now > self.begins + self.arrivals_last

    def later(self, wait: timedelta, act: Callable[[], None]) -> None:
        heapq.heappush(self.events, (self.now + wait, next(self.serial), act))

    def observe(self, pks: list[int]) -> None:
        """Follow what has become of these comments."""
        for pk, status in Comment.objects.filter(pk__in=pks).values_list("pk", "status"):
            fate = self.fates.get(pk)
            if fate is None or fate.status == status:
                continue
            fate.becomes(status, self.now)
            if status == Comment.Status.PUBLISHED:
                self._is_read(pk, fate)

    def _arrival(self, draft: material.Draft) -> timedelta:
        first, last = WAVE if draft.truth == SPAM else (timedelta(), ARRIVALS_LAST)
        return first + (last - first) * self.chance.random()

    def _article(self, draft: material.Draft) -> Article:
        """The first stories are the most read; a campaign goes where most readers are."""
        weights = [10, 7, 5, 4, 3, 2, 2, 1, 1, 1]
        among = 4 if draft.truth == SPAM else 10
        return self.chance.choices(self.articles[:among], weights[:among])[0]

    def _send(self, fate: Fate, article: Article) -> None:
        fate.tries += 1
        outcome = posting.submit(
            posting.Submission(
                article=article,
                author=fate.writer.person,
                text=fate.draft.text,
                token=uuid.UUID(int=self.chance.getrandbits(128)),
                parent=self._parent(article),
                address=fate.writer.address,
            )
        )
        if isinstance(outcome, Refused):
            return self._again(fate, article, outcome)
        comment = outcome.comment
        fate.at_first, fate.article = comment.status, article.pk
        fate.caught_by = tuple(
            dict.fromkeys(
                each.check_name for each in comment.findings.all() if each.leads_to != "publish"
            )
        )
        self.fates[comment.pk] = fate
        self.observe([comment.pk])
        if comment.is_published:
            self.replyable.setdefault(article.pk, []).append(comment.pk)
        else:
            self.watch(comment)
        self.shift.most_waiting = max(self.shift.most_waiting, Case.objects.open().count())

    def _again(self, fate: Fate, article: Article, refused: Refused) -> None:
        """Who is asked to wait does so and sends the same again; everybody else gives up."""
        if refused.wait_seconds and fate.tries < TRIES:
            wait = timedelta(seconds=refused.wait_seconds + self.chance.uniform(1, 8))
            return self.later(wait, lambda: self._send(fate, article))
        fate.refused = (
            "sanction" if refused.standing else "switch" if refused.commenting
            else "pace" if refused.wait_seconds else "said already" if refused.complaint
            else "gone"
        )  # fmt: skip
        self.refused.append(fate)

    def watch(self, comment: Comment) -> None:
        if trip := breaker.watch(comment.thread, self.now):
            where = "one thread" if trip.thread_id else "the whole site"
            minute = (self.now - self.begins) / timedelta(minutes=1)
            self.shift.trips.append(f"minute {minute:.1f}: {where}")

    def _parent(self, article: Article) -> Comment | None:
        there = self.replyable.get(article.pk, [])[-30:]
        if not there or self.chance.randrange(100) >= REPLIES_PERCENT:
            return None
        parent = Comment.objects.select_related("thread").get(pk=self.chance.choice(there))
        return parent if parent.is_published else None

    def _is_read(self, pk: int, fate: Fate) -> None:
        if fate.draft.truth == GOOD and self.chance.random() > GOOD_REPORTED:
            return
        wait = self.chance.expovariate(1 / REPORTED_AFTER_MINUTES[fate.draft.truth])
        self.later(timedelta(minutes=wait), lambda: self._report(pk, fate))

    def _report(self, pk: int, fate: Fate) -> None:
        if fate.status != Comment.Status.PUBLISHED:
            return
        comment = Comment.objects.select_related("thread__article", "author").get(pk=pk)
        reader, reason = self.crowd.a_reader(self.chance), REASONS[fate.draft.truth]
        if reporting.report(comment, by=reader, reason=reason, text="", at=self.now):
            self.shift.reports += 1
        self.observe([pk])
        self.shift.hidden_by_reports += fate.status == Comment.Status.HELD
        self.watch(comment)
        if fate.draft.is_bad:
            self._is_read(pk, fate)

    @contextmanager
    def _clock(self) -> Iterator[None]:
        """The drill's clock in the place of the machine's, and of the database's."""
        lock = switch._lock

        def locked(*, alone: bool) -> datetime:
            lock(alone=alone)
            return self.now

        with (
            mock.patch("django.utils.timezone.now", side_effect=lambda: self.now),
            mock.patch.object(switch, "_lock", locked),
        ):
            yield

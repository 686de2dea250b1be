"""The night itself: three hours of ordinary comments, an attack of forty-five minutes, a campaign,
reports by readers, one legal notice, and the moderator who comes when she hears of it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from articles.models import Article
from benchmarks.drill.fates import Fate
from benchmarks.drill.material import GOOD, SPAM, Draft
from benchmarks.drill.night.moderating import Moderator
from benchmarks.drill.night.people import Crowd
from benchmarks.drill.play import Drill
from comments import reporting
from comments.models import Alert, AlertChannel, Case, Comment, Event
from comments.moderation import alerts
from tests.builders import a_case, a_person, an_article

MINUTE = timedelta(minutes=1)
ATTACK = (20 * MINUTE, 65 * MINUTE)
CAMPAIGN = (30 * MINUTE, 70 * MINUTE)
# So much of the abuse is written under the article that burns, of the campaign, of the rest.
BURNING_SHARE = {"abuse": 0.9, "spam": 0.35, "good": 0.15}
# Who sees abuse at night is seldom in a mood to report it, and one report makes the next likelier.
REPORTED = {"abuse": (0.4, 0.7), "spam": (0.3, 0.5), "good": (0.01, 0.0)}
REPORTED_AFTER = 6 * MINUTE
NOTICE_AT = 55 * MINUTE
# She is at home. An alert brings her to the desk; otherwise she looks in before going to bed.
COMES_AFTER_AN_ALERT, LOOKS_IN_AT = 8 * MINUTE, 75 * MINUTE
BACKLOG = 25


class Night(Drill):
    arrivals_last, lasts = 150 * MINUTE, 180 * MINUTE

    def __init__(self, chance: random.Random, begins: datetime, tools: str) -> None:
        super().__init__(chance, begins)
        self.tools = tools
        self.first_act_at: datetime | None = None
        self.visible_at_first_act: set[int] = set()

    def play_with(self, drafts: list[Draft], crowd: Crowd) -> None:
        self.crowd = crowd
        self.articles = [
            an_article(published_at=self.begins - n * 60 * MINUTE) for n in range(1, 9)
        ]
        self.burning = self.articles[0]
        AlertChannel.objects.create(target="desk@example.org")
        self._leave_a_backlog()
        for draft in drafts:
            fate = Fate(draft, crowd.writer_of(draft, self.chance))
            article = self._article(draft)
            self.later(self._arrival(draft), lambda f=fate, a=article: self._send(f, a))
        self.moderator = Moderator(self, a_person(name="Nora Nightwatch", group="Moderators"))
        self.later(NOTICE_AT, self._file_a_notice)
        self.later(LOOKS_IN_AT, self.moderator.come)
        self.later(MINUTE, self._listen)
        self.play()

    def act(self) -> None:
        """Note what readers see before anybody has done anything."""
        if self.first_act_at is None:
            self.first_act_at = self.now
            self.visible_at_first_act = {
                pk for pk, fate in self.fates.items() if fate.status == "published"
            }

    def _listen(self) -> None:
        """Her telephone: alerts bring her to the desk."""
        if Alert.objects.filter(event__in=(Event.BREAKER, Event.LEGAL)).exists():
            self.later(COMES_AFTER_AN_ALERT, self.moderator.come)
        else:
            self.later(MINUTE, self._listen)

    def _leave_a_backlog(self) -> None:
        """What was held yesterday for its author and is overdue: nobody sees it."""
        for number in range(BACKLOG):
            at = self.begins - timedelta(hours=20, minutes=number)
            a_case(article=self.articles[2 + number % 6], causes=("newcomer",), at=at)

    def _arrival(self, draft: Draft) -> timedelta:
        first, last = timedelta(), self.arrivals_last
        if draft.is_bad:
            first, last = CAMPAIGN if draft.truth == SPAM else ATTACK
        return first + (last - first) * self.chance.random()

    def _article(self, draft: Draft) -> Article:
        if self.chance.random() < BURNING_SHARE[draft.truth]:
            return self.burning
        return self.chance.choice(self.articles[1:])

    def _is_read(self, pk: int, fate: Fate) -> None:
        first, again = REPORTED[fate.draft.truth]
        has_been = Case.objects.filter(comment=pk, kind=Case.Kind.REPORTED).exists()
        if self.chance.random() < (again if has_been else first):
            wait = REPORTED_AFTER * self.chance.expovariate(1)
            self.later(wait, lambda: self._report(pk, fate))

    def _report(self, pk: int, fate: Fate) -> None:
        if fate.status != Comment.Status.PUBLISHED:
            return
        comment = Comment.objects.select_related("thread__article", "author").get(pk=pk)
        reader = self.chance.choice(self.crowd.readers()).person
        reason = {"abuse": "hate", "spam": "spam", "good": "off_topic"}[fate.draft.truth]
        if reporting.report(comment, by=reader, reason=reason, text="", at=self.now):
            self.shift.reports += 1
        self.observe([pk])
        self.shift.hidden_by_reports += fate.status == Comment.Status.HELD
        self.watch(comment)
        if fate.draft.truth != GOOD:
            self._is_read(pk, fate)

    def _file_a_notice(self) -> None:
        """A lawyer's, about the first abuse that can be seen."""
        seen = [pk for pk, fate in self.fates.items()
                if fate.status == "published" and fate.draft.truth == "abuse"]  # fmt: skip
        if not seen:
            return
        comment = Comment.objects.select_related("thread__article").get(pk=min(seen))
        notice = reporting.file_legal_notice(
            comment, name="A. Lawyer", email="law@example.org", text="Against § 185.", at=self.now
        )
        if notice:
            alerts.of_legal_notice(notice, self.now)

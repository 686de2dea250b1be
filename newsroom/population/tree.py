"""The shape of one thread: who answers whom, and where that stands on the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from comments.models import Comment
from comments.models.comment import LEVELS_SHOWN

SHARE_OF_ANSWERS = 0.5
# Readers answer what they have just read; some of them the one comment that everybody is on about.
LATELY = 40
SHARE_TO_THE_TALK_OF_THE_DAY = 0.15
TALK_CHANGES = 0.01

_ANSWERED = {Comment.Status.PUBLISHED.value, Comment.Status.REJECTED, Comment.Status.DELETED}


@dataclass
class Tree:
    """The comments of a thread in the order of their writing. Each list has a place for every
    comment; who stands above is named by place, -1 for nobody."""

    statuses: list[str]
    parents: list[int] = field(default_factory=list)
    shown_under: list[int] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    replies: list[int] = field(default_factory=list)
    """What `Comment.reply_count` counts."""

    @classmethod
    def grown(cls, statuses: list[str], random: Random) -> Tree:
        tree = cls(statuses)
        talk = 0
        for place in range(len(statuses)):
            tree._add(tree._answered(place, talk, random))
            if random.random() < TALK_CHANGES:
                talk = place
        tree.replies = [0] * len(statuses)
        for place, status in enumerate(statuses):
            if status == Comment.Status.PUBLISHED:
                for above in tree.above(place):
                    tree.replies[above] += 1
        return tree

    @property
    def published(self) -> int:
        return self.statuses.count(Comment.Status.PUBLISHED)

    def above(self, place: int) -> set[int]:
        """The same as Comment.above, by place."""
        shown_under = self.shown_under[place]
        above = {self.parents[place], shown_under}
        if self.levels[place] == LEVELS_SHOWN:
            above.add(self.shown_under[shown_under])
        return above - {-1}

    def _add(self, parent: int) -> None:
        level = 1 if parent < 0 else min(self.levels[parent] + 1, LEVELS_SHOWN)
        deepest = parent >= 0 and self.levels[parent] == LEVELS_SHOWN
        self.parents.append(parent)
        self.shown_under.append(self.shown_under[parent] if deepest else parent)
        self.levels.append(level)

    def _answered(self, place: int, talk: int, random: Random) -> int:
        """Whom the comment at this place answers. What nobody ever saw has no answers."""
        if not place or random.random() > SHARE_OF_ANSWERS:
            return -1
        if random.random() < SHARE_TO_THE_TALK_OF_THE_DAY:
            answered = talk
        else:
            answered = place - 1 - int(random.random() * min(place, LATELY))
        return answered if self.statuses[answered] in _ANSWERED else -1

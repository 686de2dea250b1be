"""The comments of some articles that follow one another, written as they would have been: those of
all threads in between, in the order of their time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random
from typing import Any

from comments.models import Comment, Fingerprint, Thread
from comments.screening import fingerprint
from comments.screening.gathering import REPEATS_WITHIN
from newsroom.population import loading, people
from newsroom.population.fates import Fates, Told
from newsroom.population.paper import Story
from newsroom.population.phrases import Phrases
from newsroom.population.tree import Tree

# Half of the comments come within so many minutes of the article, the rest ever more slowly.
HALF_LIFE_MINUTES = 550

_COMMENT = ("id", "thread_id", "author_id", "parent_id", "shown_under_id", "level", "text", "html",
            "status", "created_at", "token", "reply_count", "address")  # fmt: skip
_FINGERPRINT = ("comment_id", "exact", "band_1", "band_2", "band_3", "band_4", "sketch", "group",
                "made_at")  # fmt: skip


class Season:
    def __init__(
        self,
        stories: Sequence[Story],
        readers: Sequence[int],
        phrases: Phrases,
        fates: Fates,
        random: Random,
        at: datetime,
    ) -> None:
        self._stories, self._readers, self._phrases = stories, readers, phrases
        self._fates, self._random, self._at = fates, random, at
        self._fingerprints: list[tuple[Any, ...]] = []

    def write(self) -> int:
        """Put the threads in with all that belongs to them; how many comments they have."""
        trees = [
            Tree.grown(self._fates.statuses(story.comments, story.age), self._random)
            for story in self._stories
        ]
        counted = zip(self._stories, trees, strict=True)
        loading.pour(
            Thread,
            ("id", "article_id", "comment_count"),
            ((story.thread, story.pk, tree.published) for story, tree in counted),
        )
        order = self._in_order_of_time()
        first = loading.next_number(Comment)
        loading.pour(Comment, _COMMENT, self._comments(trees, order, first))
        self._fates.write()
        loading.pour(Fingerprint, _FINGERPRINT, self._fingerprints)
        return len(order)

    def _in_order_of_time(self) -> list[tuple[float, int, int]]:
        """When each comment is written, in seconds of the epoch, the place of its story, and its
        own in the thread."""
        order = []
        for number, story in enumerate(self._stories):
            chance = self._random.expovariate
            waited = sorted(chance(0.693 / (60 * HALF_LIFE_MINUTES)) for _ in range(story.comments))
            # The last one of a thread that is still young is written a moment ago.
            there = (self._at - story.published_at).total_seconds()
            pace = min(1, there / (waited[-1] + 1))
            begun = story.published_at.timestamp()
            order += [(begun + pace * each, number, place) for place, each in enumerate(waited)]
        order.sort()
        return order

    def _comments(
        self, trees: list[Tree], order: list[tuple[float, int, int]], first: int
    ) -> Iterator[tuple[Any, ...]]:
        """The rows, each after what it answers: time runs forward within a thread."""
        random, zone = self._random, self._at.tzinfo
        recent = self._at - REPEATS_WITHIN
        numbers: list[list[int]] = [[] for _ in trees]
        for pk, (moment, number, place) in enumerate(order, first):
            story, tree, own = self._stories[number], trees[number], numbers[number]
            own.append(pk)
            parent, shown_under = tree.parents[place], tree.shown_under[place]
            author = people.chosen(self._readers, random)
            status, written_at = tree.statuses[place], datetime.fromtimestamp(moment, zone)
            text, html = self._phrases.comment(random)
            self._fates.tell(Told(pk, status, author, story.pk, story.section, written_at))
            if written_at > recent:
                self._recognise(pk, text, written_at)
            yield (
                pk,
                story.thread,
                author,
                None if parent < 0 else own[parent],
                None if shown_under < 0 else own[shown_under],
                tree.levels[place],
                text,
                html,
                status,
                loading.moment(written_at),
                f"{random.getrandbits(128):032x}",
                tree.replies[place],
                people.address(author),
            )

    def _recognise(self, pk: int, text: str, written_at: datetime) -> None:
        """By what a comment is known again; only those of late are ever compared."""
        made = fingerprint.of(text)
        if made is not None:
            self._fingerprints.append(
                (pk, made.exact, *made.bands, made.sketch, pk, loading.moment(written_at))
            )

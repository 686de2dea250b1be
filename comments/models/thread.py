from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F

from articles.models import Article
from comments.models.pulse import Pulse
from newsroom.foundation import edge
from newsroom.foundation.prepared import Prepared, execute


class ThreadQuerySet(models.QuerySet["Thread"]):
    def of(self, article: Article) -> Thread:
        """The article's thread, made at its first comment."""
        return self.get_or_create(article=article)[0]

    def take(self, article: Article) -> Thread:
        """The article's thread, made at its first comment, held as `hold` does."""
        if not (held := _TAKEN.instances(article=article.pk)):
            self.of(article)
            held = _TAKEN.instances(article=article.pk)
        (thread,) = held
        thread.article = article
        return thread

    def hold(self, pks: Collection[int]) -> None:
        """Take these threads until the transaction ends, in one order. Whoever changes the status
        of a comment that is there takes its thread first and the comment after, as posting does:
        so two of them wait for one another and never in a circle."""
        list(
            self.filter(pk__in=pks)
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk", flat=True)
        )

    def count_comments(self, changes: Mapping[int, int]) -> None:
        """Move the counters of many threads at once, by primary key; one whose comments change
        places but not their number by nought. Expects the transaction that changes the comments
        and holds the threads."""
        for change, pks in grouped(changes):
            self.filter(pk__in=pks).update(
                comment_count=F("comment_count") + change, version=F("version") + 1
            )
        Pulse.objects.beat(changes)
        if edge.are_there():
            articles = self.filter(pk__in=changes).values_list("article_id", flat=True)
            edge.changed(*map(edge.thread, articles), edge.THREADS)


def grouped(changes: Mapping[int, int]) -> Iterator[tuple[int, list[int]]]:
    """Each change with those that it befalls."""
    for change in sorted(set(changes.values())):
        yield change, sorted(pk for pk, each in changes.items() if each == change)


class Thread(models.Model):
    """The conversation under one article."""

    article = models.OneToOneField("articles.Article", on_delete=models.PROTECT, related_name="+")
    comment_count = models.PositiveIntegerField(
        default=0,
        help_text="Published comments. Derived from the rows; kept by `count` and `recount`.",
    )
    version = models.PositiveBigIntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="Moves with all that readers can see of the thread; kept by `bump` and `count`.",
    )
    slow_mode_seconds = models.PositiveIntegerField(
        "slow mode (seconds)",
        default=0,
        db_default=0,
        help_text="How long each reader waits between two comments here; 0 for no wait.",
    )

    objects: ClassVar[ThreadQuerySet] = ThreadQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["-comment_count"], name="threads_by_size")]

    def __str__(self) -> str:
        return f"Thread of {self.article}"

    def count(self, change: int) -> None:
        """Move the counter within the transaction that changes the comments."""
        execute(_COUNT, change, self.pk)
        Pulse.objects.beat([self.pk])
        edge.changed(edge.thread(self.article_id), edge.THREADS)

    def bump(self) -> None:
        """What was kept of the pages that show this thread holds no longer, in any process, from
        the commit of this transaction on. For what is not counted: a text changed."""
        self.count(0)


_TAKEN = Prepared(
    lambda article: Thread.objects.select_for_update(no_key=True).filter(article=article),
    numbers=("article",),
)
# What `count_comments` does to many.
_COUNT = (
    "UPDATE comments_thread SET comment_count = comment_count + %s, version = version + 1"
    " WHERE id = %s"
)

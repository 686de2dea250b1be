"""Two who decide at once, and one who decides while readers write: on real connections."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from comments import posting
from comments.models import Comment, Decision, Thread, counts
from comments.moderation import decisions
from comments.posting import Submission, Taken
from tests.builders import a_comment, a_person, an_article

pytestmark = [
    pytest.mark.race,
    pytest.mark.usefixtures("transactional_db"),
]

Status, Verb = Comment.Status, Decision.Verb


@pytest.fixture(autouse=True)
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")


def at_once(*acts: Callable[[], object]) -> list:
    """What each returns, all of them begun at the same moment."""
    start = threading.Barrier(len(acts))

    def begun(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as people:
        return [each.result(timeout=60) for each in [people.submit(begun, act) for act in acts]]


def deciding(verb, comments, by, seen=Status.HELD):
    pks = [comment.pk for comment in comments]
    random.shuffle(pks)
    return lambda: decisions.decide(
        verb, pks, by=by, at=timezone.now(), reason="Rule 3.", seen=dict.fromkeys(pks, seen)
    )


def test_of_two_moderators_who_decide_at_once_one_is_heard_on_each_comment():
    article = an_article()
    one, other = a_person(group="Moderators"), a_person(group="Moderators")
    for _ in range(10):
        comments = [a_comment(article=article, status=Status.HELD) for _ in range(12)]
        approved, rejected = at_once(
            deciding(Verb.APPROVE, comments, one), deciding(Verb.REJECT, comments, other)
        )
        assert approved.decided + rejected.decided == len(comments)
    assert Decision.objects.count() == Comment.objects.count()
    published = Comment.objects.published().count()
    assert Thread.objects.get().comment_count == published
    assert Decision.objects.filter(verb=Verb.APPROVE).count() == published


def test_nobody_waits_in_a_circle_while_readers_answer_what_is_being_removed():
    article = an_article()
    moderator, colleague = a_person(group="Moderators"), a_person(group="Moderators")
    readers = [a_person() for _ in range(4)]
    parents = [a_comment(article=article) for _ in range(6)]

    def answering(reader):
        def act():
            written = []
            for parent in parents * 5:
                outcome = posting.submit(Submission(article, reader, "So?", uuid.uuid4(), parent))
                written += [outcome.comment] if isinstance(outcome, Taken) else []
            for comment in written[::2]:
                posting.delete(comment, by=reader)

        return act

    def turning(by, away, back):
        def act():
            for _ in range(8):
                deciding(away, parents, by, Status.PUBLISHED)()
                pks = list(Comment.objects.exclude(author=by).values_list("pk", flat=True))
                random.shuffle(pks)
                decisions.decide(back, pks, by=by, at=timezone.now())

        return act

    at_once(
        *(answering(reader) for reader in readers),
        turning(moderator, Verb.SPAM, Verb.RESTORE),
        turning(colleague, Verb.REJECT, Verb.RESTORE),
    )
    assert counts.recount() == ([], [])

"""Somebody reopens and publishes what waited, while readers write and a colleague rejects."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, connections
from django.utils import timezone

from comments import posting, switch
from comments.models import Case, Comment, Decision, Mode, Scope, Thread, counts
from comments.moderation import decisions, reopening
from comments.moderation.record import verify
from tests.builders import a_person, an_article

pytestmark = [
    pytest.mark.race,
    pytest.mark.usefixtures("transactional_db"),
]

Status, Verb = Comment.Status, Decision.Verb


@pytest.fixture(autouse=True)
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")


def at_once(*acts):
    start = threading.Barrier(len(acts))

    def begun(act):
        start.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as people:
        return [each.result(timeout=60) for each in [people.submit(begun, act) for act in acts]]


def posted(article, author):
    text = f"A remark {uuid.uuid4()}."
    return posting.submit(posting.Submission(article, author, text, uuid.uuid4())).comment


def test_no_comment_is_forgotten_that_is_posted_while_somebody_reopens():
    """Whatever was posted is published: by its posting, or with the reopening."""
    article, moderator = an_article(), a_person(group="Moderators")
    readers = [a_person() for _ in range(4)]
    for _ in range(15):
        suspension = switch.suspend(
            Scope(), mode=Mode.PREMODERATED, cause="abuse", reason="A flood."
        )
        written = threading.Semaphore(0)

        def write(reader, written=written):
            for _ in range(3):
                posted(article, reader)
                written.release()

        def reopen(suspension=suspension, written=written):
            for _ in range(4):  # in the midst of them
                assert written.acquire(timeout=30)
            reopening.reopen(suspension, by=moderator, publish_held=True)

        at_once(*(partial(write, reader) for reader in readers), reopen)
        assert not Comment.objects.held().exists()
        assert not Case.objects.open().exists()
    assert Comment.objects.published().count() == 15 * 12
    assert Decision.objects.exists()
    assert counts.recount() == ([], [])
    assert verify() is None


def test_a_colleague_who_rejects_one_at_the_same_time_is_heard_or_told():
    articles = [an_article() for _ in range(3)]
    moderator, colleague = a_person(group="Moderators"), a_person(group="Moderators")
    reader = a_person()
    for _ in range(10):
        suspension = switch.suspend(
            Scope(), mode=Mode.PREMODERATED, cause="abuse", reason="A flood."
        )
        comments = [posted(article, reader) for article in articles for _ in range(4)]

        def reject(comments=comments):
            return [
                decisions.decide(
                    Verb.REJECT, [comment.pk], by=colleague, at=timezone.now(), reason="Rule 3.",
                    seen={comment.pk: Status.HELD},
                ).decided
                for comment in reversed(comments)
            ]  # fmt: skip

        def publish(suspension=suspension):
            return reopening.reopen(suspension, by=moderator, publish_held=True).published

        rejected, published = at_once(reject, publish)
        assert sum(rejected) + published == len(comments)
    assert Decision.objects.count() == Comment.objects.count()
    published = Comment.objects.published().count()
    assert sum(Thread.objects.values_list("comment_count", flat=True)) == published
    assert counts.recount() == ([], [])
    assert verify() is None


def test_of_two_who_reopen_at_once_one_publishes():
    article, reader = an_article(), a_person()
    people = [a_person(group="Moderators") for _ in range(2)]
    suspension = switch.suspend(Scope(), mode=Mode.PREMODERATED, cause="abuse", reason="A flood.")
    for _ in range(5):
        posted(article, reader)
    done = at_once(
        *(
            lambda person=person: reopening.reopen(suspension, by=person, publish_held=True)
            for person in people
        )
    )
    assert sorted(each.published for each in done) == [0, 5]
    assert sorted(each.is_new for each in done) == [False, True]

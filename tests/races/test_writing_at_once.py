"""Many who write in one conversation at once: no doubles, no circle of locks, every count right."""

import random
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from comments import posting
from comments.models import Comment, Decision, Thread
from comments.moderation import decisions
from comments.posting import Submission, Taken
from tests.builders import a_comment, a_person, an_article

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="real connections: DATABASE_URL=postgres:///…"
    ),
]

HANDS = 8


def at_once(work):
    """Let each hand do its work, begun together; give back what came of it."""
    ready = threading.Barrier(HANDS)

    def hand(number):
        try:
            ready.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(hand, range(HANDS)))


def test_one_form_sent_by_eight_connections_is_one_comment():
    article, reader = an_article(), a_person()
    for _ in range(10):
        submission = Submission(article, reader, "Click, click.", uuid.uuid4())
        outcomes = at_once(lambda _, s=submission: posting.submit(s))
        assert len({outcome.comment.pk for outcome in outcomes}) == 1
    assert Comment.objects.count() == 10
    assert Thread.objects.get().comment_count == 10


def test_replies_deletions_and_decisions_wait_for_one_another_and_counts_stay_right():
    article, moderator = an_article(), a_person(group="Moderators")
    people = [a_person() for _ in range(HANDS)]
    comment = None
    for person in people[:4]:
        comment = a_comment(article=article, author=person, parent=comment)

    def work(number):
        chance, me = random.Random(number), people[number]
        for _ in range(15):
            there = list(Comment.objects.select_related("thread", "shown_under").order_by("?")[:3])
            if number < 5:
                posting.submit(Submission(article, me, "So.", uuid.uuid4(), parent=there[0]))
                own = Comment.objects.filter(author=me).select_related("thread").order_by("?")
                if mine := own.first():
                    posting.edit(mine, f"So, {chance.random()}.", by=me)
                    if chance.random() < 0.3:
                        posting.delete(mine, by=me)
            else:
                verb = chance.choice([Decision.Verb.REJECT, Decision.Verb.RESTORE])
                pks = [each.pk for each in there]
                decisions.decide(verb, pks, by=moderator, at=timezone.now(), reason="So.")

    at_once(work)
    published = Comment.objects.published()
    assert Thread.objects.get().comment_count == published.count()
    for each in Comment.objects.all():
        beneath = sum(each.pk in other.above for other in published)
        assert each.reply_count == beneath


def test_an_outcome_is_taken_for_each_of_many_posts():
    article, people = an_article(), [a_person() for _ in range(HANDS)]
    outcomes = at_once(
        lambda n: [
            posting.submit(Submission(article, people[n], f"{n} {k}", uuid.uuid4()))
            for k in range(20)
        ]
    )
    assert all(isinstance(outcome, Taken) for hand in outcomes for outcome in hand)
    assert Thread.objects.get().comment_count == HANDS * 20

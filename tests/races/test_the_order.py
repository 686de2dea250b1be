"""Cases stand where their comments belong, whoever does what at the same moment."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from comments import posting, reporting
from comments.models import Case, Comment, Decision
from comments.moderation import decisions, queue
from comments.moderation.queue import Filters
from tests.builders import a_case, a_person, an_article

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("transactional_db")]

AT_ONCE, ACTS = 6, 25
Verb = Decision.Verb


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.parametrize("seed", range(3))
def test_readers_and_moderators_at_once_leave_no_case_in_the_wrong_place(seed):
    articles = [an_article() for _ in range(3)]
    moderators = [a_person(group="Moderators") for _ in range(AT_ONCE)]
    readers = [a_person() for _ in range(AT_ONCE)]
    for number in range(12):
        kind = ("held", "reported", "spam")[number % 3]
        a_case(article=articles[number % 3], kind=kind)
    pks = list(Comment.objects.values_list("pk", flat=True))
    start = threading.Barrier(AT_ONCE)

    def act(place):
        chance, done = random.Random(seed * 100 + place), []
        try:
            connection.ensure_connection()
            start.wait()
            for _ in range(ACTS):
                once(chance, done, moderators[place], readers)
        finally:
            connections.close_all()

    def once(chance, done, moderator, readers):
        at, some = timezone.now(), chance.sample(pks, 3)
        comment = Comment.objects.select_related("thread__article", "author").get(pk=some[0])
        match chance.randrange(6):
            case 0 | 1:
                verb = Verb(chance.choice(Verb.values))
                done.append(decisions.decide(verb, some, by=moderator, at=at, reason="x").act)
            case 2 if done and (last := done.pop()):
                decisions.undo(last, by=moderator, at=at)
            case 3:
                for reader in readers:
                    reporting.report(comment, by=reader, reason="hate", text="", at=at)
            case 4:
                reporting.file_legal_notice(
                    comment, name="A. Lawyer", email="law@example.org", text="So.", at=at
                )
            case 5 if chance.random() < 0.1:
                posting.delete(comment, by=comment.author)
            case _:
                queue.take_next(moderator, Filters(), at)

    with ThreadPoolExecutor(AT_ONCE) as people:
        for each in [people.submit(act, place) for place in range(AT_ONCE)]:
            each.result(timeout=60)
    assert not Case.objects.misplaced().exists()

"""A spammer who posts while being removed, two moderators who remove at once, and an undo beside a
decision: on real connections."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from comments import posting, standing
from comments.models import AccountRemoval, Case, Comment, Decision, Domain, Sanction, Thread
from comments.moderation import decisions, spammers
from comments.posting import Submission, Taken
from tests.builders import a_case, a_comment, a_person, an_article

pytestmark = [
    pytest.mark.race,
    pytest.mark.usefixtures("transactional_db"),
]


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

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(begun, act) for act in acts]]


def counts_are_right():
    counted = {
        thread.pk: thread.comments.filter(status="published").count()
        for thread in Thread.objects.all()
    }
    return counted == dict(Thread.objects.values_list("pk", "comment_count"))


@pytest.mark.parametrize("attempt", range(5))
def test_nothing_by_a_spammer_appears_once_the_removal_has_committed(attempt):
    """Each post goes to a conversation of its own, which the removal has no reason to lock."""
    spammer, moderator = a_person(), a_person(is_staff=True)
    articles = [an_article() for _ in range(24)]
    a_comment(article=articles[0], author=spammer)
    visible_after_commit = []

    def remove():
        outcome = spammers.remove(spammer, by=moderator, at=timezone.now())
        visible_after_commit.append(Comment.objects.published().filter(author=spammer).count())
        return outcome

    def post(some):
        taken = 0
        for article in some:
            text = f"Cheap watches, offer {uuid.uuid4()}."
            sent = Submission(article, spammer, text, uuid.uuid4())
            taken += isinstance(posting.submit(sent), Taken)
        return taken

    outcome, *taken = at_once(
        remove, *[lambda part=part: post(articles[part::3]) for part in range(3)]
    )
    assert visible_after_commit == [0]
    assert not Comment.objects.published_or_held().filter(author=spammer).exists()
    assert outcome.decided == 1 + sum(taken) == Comment.objects.filter(author=spammer).count()
    assert counts_are_right()


@pytest.mark.parametrize("attempt", range(5))
def test_two_moderators_who_remove_at_once_remove_once(attempt):
    spammer, article = a_person(), an_article()
    moderators = [a_person(is_staff=True) for _ in range(2)]
    for _ in range(5):
        a_case(article=article, author=spammer, kind="reported")

    def remove(by):
        at = timezone.now()
        return spammers.remove(spammer, by=by, at=at, domains=["shop.example"], seen_at=at)

    outcomes = at_once(*[lambda by=by: remove(by) for by in moderators])
    assert sorted(outcome.decided for outcome in outcomes) == [0, 5]
    assert AccountRemoval.objects.count() == Sanction.objects.count() == 1
    assert Decision.objects.count() == 5
    assert Domain.objects.count() == 1
    assert counts_are_right()


@pytest.mark.parametrize("attempt", range(5))
def test_two_groups_that_overlap_are_removed_without_waiting_in_a_circle(attempt):
    one, two, article = a_person(), a_person(), an_article()
    for person in (one, two):
        a_comment(article=article, author=person)
    moderators = [a_person(is_staff=True) for _ in range(2)]

    def remove(person, other, by):
        return spammers.remove(person, by=by, at=timezone.now(), others=[other.pk])

    outcomes = at_once(
        lambda: remove(one, two, moderators[0]), lambda: remove(two, one, moderators[1])
    )
    assert sorted(outcome.decided for outcome in outcomes) == [0, 2]
    assert Sanction.objects.count() == 2


@pytest.mark.parametrize("attempt", range(5))
def test_an_undo_beside_a_decision_leaves_the_decision_or_comes_before_it(attempt):
    spammer, article = a_person(), an_article()
    moderator, colleague = a_person(is_staff=True), a_person(is_staff=True)
    comment = a_case(article=article, author=spammer, kind="held").comment
    spammers.remove(spammer, by=moderator, at=timezone.now())

    def undo():
        batch = Decision.objects.last_act_of(moderator)
        return decisions.undo(batch, by=moderator, at=timezone.now())

    def restore():
        at = timezone.now()
        return decisions.decide(Decision.Verb.RESTORE, [comment.pk], by=colleague, at=at)

    undone, restored = at_once(undo, restore)
    comment.refresh_from_db()
    assert (undone.decided, restored.decided) in [(1, 0), (0, 1)]
    assert comment.status == ("published" if restored.decided else "held")
    assert Case.objects.open().exists() == bool(undone.decided)
    assert standing.of(spammer, timezone.now()).ban is None
    assert counts_are_right()


@pytest.mark.parametrize("attempt", range(5))
def test_two_who_undo_the_same_removal_undo_it_once(attempt):
    spammer, article = a_person(), an_article()
    moderators = [a_person(is_staff=True) for _ in range(2)]
    a_comment(article=article, author=spammer)
    removal = spammers.remove(spammer, by=moderators[0], at=timezone.now()).removal

    def undo(by):
        return decisions.undo(removal.batch_id, by=by, at=timezone.now()).did_anything

    assert sorted(at_once(*[lambda by=by: undo(by) for by in moderators])) == [False, True]
    assert counts_are_right()

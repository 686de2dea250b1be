from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from comments.models import Comment, Decision, Thread
from comments.moderation import decisions
from comments.moderation.decisions import RULES
from tests.builders import a_comment, a_person, an_article

Status, Verb = Comment.Status, Decision.Verb


def decide(verb, *comments, by, **more):
    more.setdefault("reason", "Against the rules.")
    pks = [comment.pk for comment in comments]
    return decisions.decide(verb, pks, by=by, at=timezone.now(), **more)


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def counted(article):
    return Thread.objects.get(article=article).comment_count


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        (Status.HELD, Verb.APPROVE, Status.PUBLISHED),
        (Status.HELD, Verb.REJECT, Status.REJECTED),
        (Status.HELD, Verb.SPAM, Status.SPAM),
        (Status.PUBLISHED, Verb.REJECT, Status.REJECTED),
        (Status.PUBLISHED, Verb.SPAM, Status.SPAM),
        (Status.REJECTED, Verb.RESTORE, Status.PUBLISHED),
        (Status.REJECTED, Verb.SPAM, Status.SPAM),
        (Status.SPAM, Verb.RESTORE, Status.PUBLISHED),
        (Status.SPAM, Verb.REJECT, Status.REJECTED),
    ],
)
def test_a_decision_changes_the_status_and_says_who_when_and_why(
    article, moderator, before, verb, after
):
    comment = a_comment(article=article, status=before)
    at = timezone.now()
    decisions.decide(verb, [comment.pk], by=moderator, at=at, reason="Rule 3.")
    made = Decision.objects.get()
    assert status_of(comment) == after
    assert (made.comment, made.verb, made.reason) == (comment, verb, "Rule 3.")
    assert (made.made_by, made.made_at, made.status_before) == (moderator, at, before)
    assert counted(article) == (after == Status.PUBLISHED)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("status", Status)
def test_what_the_rules_do_not_foresee_is_passed_over_with_the_reason(
    article, moderator, verb, status
):
    if status in RULES[verb].of:
        return
    comment = a_comment(article=article, status=status)
    outcome = decide(verb, comment, by=moderator)
    assert outcome.decided == 0
    assert sum(outcome.passed_over.values()) == 1
    assert status_of(comment) == status
    assert not Decision.objects.exists()


def test_what_its_author_deleted_never_comes_back(article, moderator):
    comment = a_comment(article=article, status=Status.DELETED)
    outcome = decide(Verb.RESTORE, comment, by=moderator)
    assert outcome.passed_over == {"deleted by its author": 1}


def test_a_rejection_without_a_reason_is_refused(article, moderator):
    comment = a_comment(article=article)
    with pytest.raises(ValidationError, match="A rejection needs a reason"):
        decide(Verb.REJECT, comment, by=moderator, reason="  ")
    assert status_of(comment) == Status.PUBLISHED


def test_a_moderator_does_not_decide_on_what_he_wrote_himself(article, moderator):
    comment = a_comment(article=article, author=moderator, status=Status.HELD)
    outcome = decide(Verb.APPROVE, comment, by=moderator)
    assert outcome.passed_over == {"your own: a colleague decides": 1}
    assert decisions.possible(comment, moderator) == []
    assert status_of(comment) == Status.HELD


def test_what_a_colleague_decided_meanwhile_stands_and_the_second_is_told(article, moderator):
    comment = a_comment(article=article, status=Status.HELD)
    seen = {comment.pk: Status.HELD}
    decide(Verb.APPROVE, comment, by=a_person(group="Moderators"), seen=seen)
    outcome = decide(Verb.REJECT, comment, by=moderator, seen=seen)
    assert outcome.passed_over == {"meanwhile published by somebody else": 1}
    assert status_of(comment) == Status.PUBLISHED


def test_a_comment_that_is_gone_is_passed_over(article, moderator):
    outcome = decisions.decide(Verb.SPAM, [77], by=moderator, at=timezone.now())
    assert outcome.passed_over == {"no longer there": 1}


def test_a_rejected_comment_with_replies_leaves_its_place_and_one_without_leaves_none(
    article, moderator
):
    answered, lonely = a_comment(article=article), a_comment(article=article)
    reply = a_comment(article=article, parent=answered)
    decide(Verb.REJECT, answered, lonely, by=moderator)
    assert list(Comment.objects.visible().order_by("pk")) == [answered, reply]
    decide(Verb.SPAM, reply, by=moderator)
    assert not Comment.objects.visible().exists()


def test_a_branch_that_goes_and_comes_back_is_counted_as_before(article, moderator):
    first = a_comment(article=article)
    second = a_comment(article=article, parent=first)
    third = a_comment(article=article, parent=second)
    fourth = a_comment(article=article, parent=third)
    elsewhere = a_comment(article=an_article())

    def counts():
        return list(Comment.objects.order_by("pk").values_list("reply_count", flat=True))

    before = counts()
    decide(Verb.REJECT, second, third, fourth, elsewhere, by=moderator)
    assert counts() == [0, 0, 0, 0, 0]
    assert counted(article) == 1
    decide(Verb.RESTORE, second, third, fourth, elsewhere, by=moderator)
    assert counts() == before
    assert counted(article) == 4
    assert counted(elsewhere.thread.article) == 1


def test_one_mistake_undoes_the_whole_decision(article, moderator):
    comment = a_comment(article=article, status=Status.HELD)
    with pytest.raises(ValueError, match="must be a"):
        decisions.decide(
            Verb.APPROVE, [comment.pk], by=moderator, at=timezone.now(), reason="Fine.",
            house_rule=article,
        )  # fmt: skip
    assert status_of(comment) == Status.HELD


@pytest.mark.parametrize("number", [1, 3, 30])
def test_deciding_costs_the_same_queries_for_one_and_for_many(
    article, moderator, number, django_assert_num_queries
):
    parent = a_comment(article=article)
    comments = [a_comment(article=article, parent=parent) for _ in range(number)]
    # two of the transaction, its threads, their locks, the comments, the sections of the moderator,
    # their cases, the findings, the record, three counts, what is open still, the reports, the
    # ladder; the last entry of the log and the new one, behind a lock on PostgreSQL
    with django_assert_num_queries(18 + (connection.vendor == "postgresql")):
        decide(Verb.REJECT, *comments, by=moderator)


def test_a_thousand_at_once_take_less_than_five_seconds(article, moderator, reader):
    parent = a_comment(article=article, author=reader)
    start = timezone.now() - timedelta(days=1)
    Comment.objects.bulk_create(
        Comment(
            thread=parent.thread,
            author=reader,
            text="Buy boats.",
            html="<p>Buy boats.</p>",
            parent=parent,
            shown_under=parent,
            level=2,
            status=Status.PUBLISHED,
            created_at=start + timedelta(seconds=number),
        )
        for number in range(1000)
    )
    Thread.objects.update(comment_count=1001)
    Comment.objects.filter(pk=parent.pk).update(reply_count=1000)
    pks = list(Comment.objects.exclude(pk=parent.pk).values_list("pk", flat=True))
    began = timezone.now()
    outcome = decisions.decide(Verb.SPAM, pks, by=moderator, at=began)
    assert outcome.decided == 1000
    assert (timezone.now() - began).total_seconds() < 5
    assert counted(article) == 1
    assert Comment.objects.get(pk=parent.pk).reply_count == 0

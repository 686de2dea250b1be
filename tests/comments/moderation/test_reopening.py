"""Reopening publishes, if asked, what waited only for the suspension, and nothing else."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import posting, switch
from comments.models import (
    Case,
    Comment,
    CommentingHours,
    Decision,
    Finding,
    Limit,
    LogEntry,
    Mode,
    Report,
    Rulebook,
    Sanction,
    Scope,
    Suspension,
    Thread,
    Word,
    counts,
)
from comments.moderation import decisions, held_comments, reopening
from comments.moderation.record import verify
from comments.screening import rulebook
from tests.builders import a_case, a_comment, a_person, a_section, an_article

Status, Verb = Comment.Status, Decision.Verb
HOUR = timedelta(hours=1)


@pytest.fixture
def suspension(article):
    return suspended()


def suspended(scope=Scope(), mode=Mode.PREMODERATED, **fields):  # noqa: B008 - a frozen value
    return switch.suspend(scope, mode=mode, cause="abuse", reason="A flood.", **fields)


def posted(article, author=None, text=None):
    """Through the way in, as a reader does."""
    sent = posting.Submission(
        article, author or a_person(), text or f"A calm remark {uuid.uuid4()}.", uuid.uuid4()
    )
    return posting.submit(sent).comment


def reopened(suspension, moderator, **how):
    return reopening.reopen(suspension, by=moderator, publish_held=True, **how)


def statuses():
    return dict(Comment.objects.values_list("text", "status"))


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def test_what_waited_only_for_the_suspension_is_published_if_asked(article, suspension, moderator):
    comments = [posted(article) for _ in range(3)]
    version = Thread.objects.get().version
    done = reopened(suspension, moderator)
    assert (done.is_new, done.published) == (True, 3)
    assert {status_of(comment) for comment in comments} == {Status.PUBLISHED}
    thread = Thread.objects.get()
    assert (thread.comment_count, thread.version > version) == (3, True)
    assert not Case.objects.open().exists()
    assert switch.state(article, timezone.now()).mode == Mode.OPEN
    assert counts.recount() == ([], [])


def test_reopening_alone_publishes_nothing(article, suspension, moderator):
    comment = posted(article)
    assert reopening.reopen(suspension, by=moderator).published == 0
    assert status_of(comment) == Status.HELD
    assert Case.objects.open().exists()


def test_all_of_it_is_one_act_that_one_undo_takes_back(article, suspension, moderator):
    comments = [posted(article) for _ in range(3)]
    done = reopened(suspension, moderator)
    assert Decision.objects.last_act_of(moderator) == done.batch_id
    assert {decision.statement for decision in Decision.objects.all()} == {""}
    assert decisions.undo(done.batch_id, by=moderator, at=timezone.now()).decided == 3
    assert {status_of(comment) for comment in comments} == {Status.HELD}
    assert Case.objects.open().count() == 3
    # A person has thought about them: they are not offered again.
    assert reopening.publish_held(suspension, by=moderator).decided == 0


def test_the_log_tells_of_both_and_stays_unbroken(article, suspension, moderator):
    comment = posted(article)
    reopened(suspension, moderator)
    lift, approve = LogEntry.objects.order_by("number").filter(act__in=["lift", "approve"])
    assert (lift.act, approve.act, approve.by) == ("lift", "approve", moderator)
    assert approve.details["comments"] == [comment.pk]
    assert verify() is None


# What stays


def test_what_a_check_found_something_in_stays(article, suspension, moderator):
    a_word = posted(article)
    Finding.objects.create(
        comment=a_word, check_name="noise", evidence="…", weight=10, leads_to="hold",
        found_at=timezone.now(),
    )  # fmt: skip
    another_cause = posted(article)
    Case.objects.open_for(another_cause, Case.Kind.HELD, ["words"], at=timezone.now())
    assert reopened(suspension, moderator).published == 0


def test_a_comment_whose_text_was_changed_into_findings_stays(
    article, suspension, moderator, reader
):
    comment = posted(article, reader)
    Word.objects.create(text="fool", act="hold")
    switch_on_words()
    assert posting.edit(comment, "You fool.", by=reader).held
    assert reopened(suspension, moderator).published == 0
    assert status_of(comment) == Status.HELD


def switch_on_words():
    Limit.objects.filter(name="words").delete()
    Rulebook.objects.turn()
    rulebook.forget()


@pytest.mark.parametrize("kind", ["warning", "premoderation", "mute", "ban"])
def test_a_comment_stays_whose_author_has_been_sanctioned_since(
    article, suspension, moderator, kind
):
    comment = posted(article)
    at = timezone.now()
    ends_at = at + HOUR if kind == "mute" else None
    sanction = Sanction.objects.create(
        person=comment.author, kind=kind, reason="Insults.", starts_at=at, ends_at=ends_at
    )
    if kind == "warning":  # which has been read meanwhile
        Sanction.objects.filter(pk=sanction.pk).update(read_at=at)
    assert reopened(suspension, moderator).published == 0
    assert status_of(comment) == Status.HELD


def test_a_sanction_that_was_lifted_keeps_nothing_back(article, suspension, moderator):
    comment, at = posted(article), timezone.now()
    Sanction.objects.create(
        person=comment.author, kind="ban", reason="A mistake.", starts_at=at, lifted_at=at
    )
    assert reopened(suspension, moderator).published == 1


def test_a_comment_of_an_account_that_is_closed_stays(article, suspension, moderator):
    comment = posted(article)
    comment.author.is_active = False
    comment.author.save(update_fields=["is_active"])
    assert reopened(suspension, moderator).published == 0


def test_a_reported_comment_and_ones_own_stay(article, suspension, moderator, reader):
    reported, own = posted(article), posted(article, moderator)
    Report.objects.file(reported, reader, reason="hate", text="", at=timezone.now())
    assert reopened(suspension, moderator).published == 0
    assert {status_of(reported), status_of(own)} == {Status.HELD}


def test_what_a_colleague_has_in_hand_stays_and_what_is_in_ones_own_does_not(
    article, suspension, moderator
):
    theirs, mine = posted(article), posted(article)
    until = timezone.now() + HOUR
    for comment, person in ((theirs, a_person(group="Moderators")), (mine, moderator)):
        Case.objects.filter(comment=comment).update(claimed_by=person, claimed_until=until)
    assert reopened(suspension, moderator).published == 1
    assert (status_of(theirs), status_of(mine)) == (Status.HELD, Status.PUBLISHED)


def test_what_somebody_has_decided_on_since_stays(article, suspension, moderator):
    comment, rejected = posted(article), posted(article)
    at = timezone.now()
    outcome = decisions.decide(Verb.APPROVE, [comment.pk], by=moderator, at=at)
    decisions.undo(outcome.act, by=moderator, at=at)
    decisions.decide(Verb.REJECT, [rejected.pk], by=moderator, at=at, reason="Rule 3.")
    assert reopened(suspension, moderator).published == 0
    assert (status_of(comment), status_of(rejected)) == (Status.HELD, Status.REJECTED)


@pytest.mark.parametrize("where", ["site", "section", "article"])
@pytest.mark.parametrize("mode", [Mode.PREMODERATED, Mode.CLOSED])
def test_nothing_is_published_under_another_suspension_that_still_holds(
    article, moderator, where, mode
):
    elsewhere = an_article(section=a_section(name="Sport"))
    first = suspended()
    under, free = posted(article), posted(elsewhere)
    place = {"site": {}, "section": {"section": article.section}, "article": {"article": article}}
    suspended(Scope(**place[where]), mode)
    assert reopened(first, moderator).published == (0 if where == "site" else 1)
    assert status_of(under) == Status.HELD
    assert (status_of(free) == Status.PUBLISHED) == (where != "site")


def test_what_an_earlier_suspension_held_stays(article, moderator):
    earlier = suspended()
    old = posted(article)
    reopening.reopen(earlier, by=moderator)
    later = suspended()
    new = posted(article)
    assert reopened(later, moderator).published == 1
    assert (status_of(old), status_of(new)) == (Status.HELD, Status.PUBLISHED)


def test_what_waited_for_the_suspension_whose_place_it_took_is_published_with_it(
    article, moderator
):
    first = suspended()
    comment = posted(article)
    closed = suspended(mode=Mode.CLOSED)
    reopening.reopen(first, by=moderator)
    assert reopened(closed, moderator).published == 1
    assert status_of(comment) == Status.PUBLISHED


def test_what_the_commenting_hours_would_have_held_too_stays(article, moderator):
    hours = CommentingHours.objects.create(mode=Mode.PREMODERATED)
    suspension = suspended()
    comment = posted(article)
    hours.is_active = False
    hours.save(update_fields=["is_active"])
    assert held_comments.held_only_by(suspension, timezone.now()) == [comment.pk]
    hours.is_active = True
    hours.save(update_fields=["is_active"])
    assert reopened(suspension, moderator).published == 0


def test_a_suspension_of_a_part_publishes_in_that_part_alone(article, moderator):
    elsewhere = an_article(section=a_section(name="Sport"))
    site = suspended()
    there = posted(elsewhere)
    reopening.reopen(site, by=moderator)
    section = suspended(Scope(section=article.section))
    here = posted(article)
    assert reopened(section, moderator).published == 1
    assert (status_of(here), status_of(there)) == (Status.PUBLISHED, Status.HELD)


# When it is over already


def test_what_still_waits_for_a_suspension_that_ended_by_itself_can_be_published(
    article, moderator
):
    suspension = suspended(ends_at=timezone.now() + HOUR)
    comment = posted(article)
    assert reopening.publish_held(suspension, by=moderator).decided == 0
    ended = timezone.now()
    Suspension.objects.filter(pk=suspension.pk).update(
        starts_at=ended - HOUR, set_at=ended - HOUR, ends_at=ended
    )
    assert reopened(suspension, moderator).is_new is False
    assert status_of(comment) == Status.HELD
    assert reopening.publish_held(suspension, by=moderator).decided == 1
    assert status_of(comment) == Status.PUBLISHED
    assert reopening.hold_again(Suspension.objects.get(), by=a_person(group="Moderators")).decided


def test_a_suspension_that_has_not_begun_publishes_nothing(article, moderator):
    now = suspended()
    comment = posted(article)
    reopening.reopen(now, by=moderator)
    later = suspended(starts_at=timezone.now() + HOUR)
    assert reopened(later, moderator).published == 0
    assert status_of(comment) == Status.HELD


# From the command line


def test_the_command_publishes_what_was_held_only_by_the_suspension(article, suspension, capsys):
    mine, other = posted(article), a_case(article=article, causes=("words",)).comment
    call_command("commenting", "reopen", "--publish-held")
    assert "Published: 1 held only by what was lifted." in capsys.readouterr().out
    assert (status_of(mine), status_of(other)) == (Status.PUBLISHED, Status.HELD)
    decision = Decision.objects.get()
    assert (decision.made_by, str(decision)) == (None, "Approved by the command line")


def test_without_being_asked_the_command_says_what_still_waits(article, suspension, capsys):
    posted(article)
    call_command("commenting", "reopen")
    assert "Still held, only by what was lifted: 1." in capsys.readouterr().out


def test_what_the_command_published_is_taken_back_by_anybody(article, suspension, moderator):
    comment = posted(article)
    call_command("commenting", "reopen", "--publish-held")
    suspension.refresh_from_db()
    assert reopening.published_with(suspension) == 1
    assert reopening.hold_again(suspension, by=moderator).decided == 1
    assert status_of(comment) == Status.HELD


# How much it costs


def test_hundreds_cost_few_queries_more_than_a_handful(article, moderator):
    costs = []
    for number in (3, 600):
        suspension, at = suspended(), timezone.now()
        author = a_person()
        for _ in range(number):
            comment = a_comment(article=article, author=author, status=Status.HELD, at=at)
            Case.objects.open_for(comment, Case.Kind.HELD, ["premoderation"], at=at)
        with CaptureQueriesContext(
            connection,
        ) as spent:
            assert reopened(suspension, moderator).published == number
        costs.append(len(spent))
    # A second batch of 500 for each kind of row.
    assert costs[1] < 2 * costs[0]


def test_counts_by_cause_say_why_each_is_held(article):
    for causes in (("premoderation",), ("words", "links"), ("newcomer",), ("words", "newcomer")):
        a_case(article=article, causes=causes)
    a_case(article=an_article(section=a_section(name="Sport")), causes=("noise",))
    counted = held_comments.count_held(Scope(section=article.section))
    assert (counted.total, counted.for_their_text, counted.reported) == (4, 2, 0)
    assert counted.by_cause == {"premoderation": 1, "words": 2, "links": 1, "newcomer": 2}
    assert held_comments.count_held(Scope()).total == 5
    assert held_comments.count_held(Scope(article=article)).total == 4

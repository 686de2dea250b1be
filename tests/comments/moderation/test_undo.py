from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Case, Comment, Decision, HouseRule, Report, Thread
from comments.moderation import decisions
from tests.builders import a_case, a_comment, a_person

Status, Verb = Comment.Status, Decision.Verb


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def decide(verb, *comments, by, **more):
    pks = [comment.pk for comment in comments]
    return decisions.decide(verb, pks, by=by, at=timezone.now(), **more)


def undo_last(by):
    return decisions.undo(Decision.objects.last_act_of(by), by=by, at=timezone.now())


@pytest.mark.parametrize(
    ("kind", "before", "verb"),
    [
        ("held", Status.HELD, Verb.APPROVE),
        ("held", Status.HELD, Verb.REJECT),
        ("held", Status.HELD, Verb.SPAM),
        ("reported", Status.PUBLISHED, Verb.APPROVE),
        ("reported", Status.PUBLISHED, Verb.REJECT),
        ("spam", Status.SPAM, Verb.APPROVE),
        ("spam", Status.SPAM, Verb.SPAM),
        ("spam", Status.SPAM, Verb.REJECT),
    ],
)
def test_a_decision_closes_the_case_and_undo_opens_it_again(article, moderator, kind, before, verb):
    case = a_case(article=article, kind=kind)
    counted = Thread.objects.get().comment_count
    assert decide(verb, case.comment, by=moderator, reason="Rule 1.").decided == 1
    assert Case.objects.open().count() == 0
    assert undo_last(moderator).decided == 1
    assert status_of(case.comment) == before
    assert list(Case.objects.open()) == [case]
    assert Thread.objects.get().comment_count == counted


def test_what_was_decided_at_once_is_undone_at_once(article, moderator):
    cases = [a_case(article=article) for _ in range(3)]
    apart = a_case(article=article)
    decide(Verb.APPROVE, apart.comment, by=moderator)
    decide(Verb.SPAM, *(case.comment for case in cases), by=moderator)
    assert undo_last(moderator).decided == 3
    assert {status_of(case.comment) for case in cases} == {Status.HELD}
    assert status_of(apart.comment) == Status.PUBLISHED
    assert undo_last(moderator).decided == 1
    assert Decision.objects.last_act_of(moderator) is None


def test_undo_takes_back_ones_own_last_act_alone(article, moderator):
    mine, theirs = a_case(article=article), a_case(article=article)
    colleague = a_person(group="Moderators")
    decide(Verb.APPROVE, mine.comment, by=moderator)
    decide(Verb.APPROVE, theirs.comment, by=colleague)
    undo_last(moderator)
    assert status_of(mine.comment) == Status.HELD
    assert status_of(theirs.comment) == Status.PUBLISHED


def test_what_a_colleague_decided_since_is_not_undone(article, moderator):
    case = a_case(article=article)
    first = decide(Verb.APPROVE, case.comment, by=moderator).act
    decide(Verb.REJECT, case.comment, by=a_person(group="Moderators"), reason="Rule 1.")
    outcome = decisions.undo(first, by=moderator, at=timezone.now())
    assert (outcome.decided, dict(outcome.passed_over)) == (
        0,
        {"meanwhile rejected by somebody else": 1},
    )
    assert status_of(case.comment) == Status.REJECTED


def test_what_a_colleague_decided_twice_since_is_not_undone_though_it_looks_the_same(
    article, moderator
):
    comment, colleague = a_case(article=article).comment, a_person(group="Moderators")
    first = decide(Verb.REJECT, comment, by=moderator, reason="Rule 1.").act
    decide(Verb.RESTORE, comment, by=colleague)
    decide(Verb.REJECT, comment, by=colleague, reason="Rule 2.")
    outcome = decisions.undo(first, by=moderator, at=timezone.now())
    assert dict(outcome.passed_over) == {"decided on again since": 1}
    assert status_of(comment) == Status.REJECTED


def test_an_act_that_cannot_be_undone_any_more_does_not_keep_the_one_before(article, moderator):
    cases = [a_case(article=article) for _ in range(2)]
    for case in cases:
        decide(Verb.APPROVE, case.comment, by=moderator)
    decide(Verb.REJECT, cases[1].comment, by=a_person(group="Moderators"), reason="Rule 1.")
    assert undo_last(moderator).decided == 1
    assert [status_of(case.comment) for case in cases] == [Status.HELD, Status.REJECTED]
    assert Decision.objects.last_act_of(moderator) is None


def test_what_is_undone_twice_is_undone_once(article, moderator):
    case = a_case(article=article)
    act = decide(Verb.REJECT, case.comment, by=moderator, reason="Rule 1.").act
    assert decisions.undo(act, by=moderator, at=timezone.now()).decided == 1
    assert decisions.undo(act, by=moderator, at=timezone.now()).decided == 0


def test_a_decision_settles_the_reports_and_undo_lets_them_wait_again(article, moderator, reader):
    case = a_case(article=article, kind="reported")
    report = Report.objects.file(case.comment, reader, reason="hate", text="", at=timezone.now())

    def upheld():
        report.refresh_from_db()
        return report.upheld

    decide(Verb.REJECT, case.comment, by=moderator, reason="Rule 1.")
    assert upheld() is True
    undo_last(moderator)
    assert upheld() is None
    decide(Verb.APPROVE, case.comment, by=moderator)
    assert upheld() is False


def test_a_house_rule_is_reason_enough_and_is_kept_with_the_decision(article, moderator):
    rule = HouseRule.objects.in_use().first()
    case = a_case(article=article)
    decide(Verb.REJECT, case.comment, by=moderator, house_rule=rule)
    made = Decision.objects.get()
    assert (made.house_rule, made.reason, made.case) == (rule, rule.label, case)


def test_a_comment_with_a_newer_case_keeps_the_newer_one(article, moderator):
    case = a_case(article=article, kind="reported")
    act = decide(Verb.APPROVE, case.comment, by=moderator).act
    newer = Case.objects.open_for(
        case.comment, Case.Kind.REPORTED, ["report_spam"], at=timezone.now()
    )
    decisions.undo(act, by=moderator, at=timezone.now())
    assert list(Case.objects.open()) == [newer]


def test_what_is_published_and_has_no_case_is_not_approved_again(article, moderator):
    comment = a_comment(article=article, at=timezone.now() - timedelta(days=1))
    assert decide(Verb.APPROVE, comment, by=moderator).passed_over == {"published already": 1}

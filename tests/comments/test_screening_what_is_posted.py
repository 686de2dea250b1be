"""Screening as readers meet it, with the checks as they are shipped."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import posting, screening
from comments.models import (
    AddressUse,
    Case,
    Comment,
    Domain,
    Edit,
    Finding,
    Fingerprint,
    Limit,
    Rulebook,
    Thread,
    Word,
)
from comments.posting import Refused, Submission
from tests.builders import a_comment, a_person, an_article

pytestmark = pytest.mark.usefixtures("screened")

Status = Comment.Status
PASTE = "The harbour board has sold us out again and everybody in this town knows it by now."


@pytest.fixture
def regular(db):
    """Has been here for a year and written often."""
    return a_regular(name="Regina Regular")


def a_regular(**fields):
    person = a_person(date_joined=timezone.now() - timedelta(days=400), **fields)
    article = an_article()
    for days in range(5):
        a_comment(article=article, author=person, at=timezone.now() - timedelta(days=9 + days))
    return person


def post(article, author, text, **fields):
    return posting.submit(
        Submission(article=article, author=author, text=text, token=uuid.uuid4(), **fields)
    )


def rule(model, **fields):
    model.objects.create(**fields)
    Rulebook.objects.turn()


def test_a_regulars_calm_comment_appears_at_once_and_opens_no_case(article, regular):
    outcome = post(article, regular, "I crossed it this morning, and it holds.")
    assert outcome.comment.is_published
    assert not Case.objects.exists()
    assert not Finding.objects.exists()


def test_a_newcomers_first_comment_waits_with_its_reason(article, reader):
    outcome = post(article, reader, "Hello from the other side of the bridge.")
    assert outcome.held
    case = Case.objects.get()
    assert (case.comment, case.kind, case.article) == (outcome.comment, Case.Kind.HELD, article)
    assert [cause.name for cause in case.causes.all()] == ["newcomer"]
    assert Thread.objects.get(article=article).comment_count == 0


def test_a_newcomers_link_waits_where_newcomers_write_freely(article, reader):
    Limit.objects.create(name="newcomer", is_on=False)
    Rulebook.objects.turn()
    outcome = post(article, reader, "The figures are at https://ships.example/figures for all.")
    assert outcome.comment.status == Status.HELD


def test_every_finding_is_kept_and_not_the_first_alone(article, reader):
    rule(Word, text="fool", act="hold")
    text = "You fool, go to https://cheap-boats.example and CALL ME ON +44 20 7946 0958"
    outcome = post(article, reader, text)
    kept = Finding.objects.filter(comment=outcome.comment)
    assert set(kept.values_list("check_name", flat=True)) >= {
        "newcomer",
        "words",
        "links",
        "contact",
    }
    word = kept.get(check_name="words")
    assert text[word.start : word.end] == "fool"
    assert word.rule == f"word:{Word.objects.get().pk}"


def test_a_banned_word_is_refused_with_the_text_kept(article, regular):
    rule(Word, text="scoundrel", act="refuse")
    outcome = post(article, regular, "The mayor is a sc0undrel.")
    assert isinstance(outcome, Refused)
    assert outcome.text == "The mayor is a sc0undrel."
    assert outcome.complaint
    assert Comment.objects.filter(thread__article=article).count() == 0


def test_a_new_rule_holds_from_the_next_comment_on(article, regular):
    assert post(article, regular, "Read https://news.example/a about it.").comment.is_published
    rule(Domain, name="news.example", act="refuse")
    outcome = post(article, a_regular(), "Read https://news.example/b about it.")
    assert isinstance(outcome, Refused)


def test_a_rule_that_ended_no_longer_holds(article, regular):
    rule(Word, text="fool", act="refuse", ends_at=timezone.now() - timedelta(minutes=1))
    assert post(article, regular, "What a fool I was.").comment.is_published


def test_a_check_that_is_switched_off_finds_nothing(article, reader):
    rule(Limit, name="newcomer", is_on=False)
    assert post(article, reader, "Hello from the other side.").comment.is_published


def test_what_people_set_about_a_check_is_what_it_goes_by(article, reader):
    rule(Limit, name="newcomer", settings={"first_comments": 0, "youngest_minutes": 0})
    assert post(article, reader, "Hello from the other side.").comment.is_published


def test_a_pasted_campaign_lands_in_one_group_and_becomes_spam(article):
    outcomes = [
        post(article, a_regular(), f"{PASTE} {ending}")
        for ending in ("!", "🔥", "Shame.", "!!", "…")
    ]
    statuses = [outcome.comment.status for outcome in outcomes]
    assert statuses == [Status.PUBLISHED, Status.PUBLISHED, Status.HELD, Status.HELD, Status.SPAM]
    assert (
        len(set(Fingerprint.objects.filter(comment__thread__article=article).values_list("group")))
        == 1
    )
    assert Case.objects.count() == 3


def test_haste_is_refused_with_the_time_left_and_the_same_form_is_still_one_comment(
    article, regular
):
    submission = Submission(
        article=article, author=regular, text="First thought.", token=uuid.uuid4()
    )
    first = posting.submit(submission)
    assert posting.submit(submission).comment == first.comment
    second = post(article, regular, "Second thought, right after the first.")
    assert isinstance(second, Refused)
    assert 0 < second.wait_seconds <= 10
    assert second.text == "Second thought, right after the first."


def test_slow_mode_asks_those_alone_who_have_written_here(article, regular):
    Thread.objects.of(article)
    Thread.objects.filter(article=article).update(slow_mode_seconds=600)
    a_comment(article=article, author=regular, at=timezone.now() - timedelta(minutes=2))
    slow = post(article, regular, "One more thought about this.")
    assert 400 < slow.wait_seconds <= 480
    assert post(article, a_regular(), "A first thought about this.").comment.is_published


def test_a_comment_changed_into_something_else_is_screened_again(article, regular):
    rule(Word, text="scoundrel", act="hold")
    comment = post(article, regular, "The mayor is a gentleman.").comment
    posting.edit(comment, "The mayor is a scoundrel.", by=regular)
    comment.refresh_from_db()
    assert comment.is_held
    assert Edit.objects.get().text_before == "The mayor is a gentleman."
    assert Case.objects.get().comment == comment
    assert Thread.objects.get(article=article).comment_count == 0


def test_changing_a_word_is_no_repeat_of_oneself_and_no_haste(article, regular):
    comment = post(article, regular, PASTE).comment
    posting.edit(comment, PASTE + " Sadly.", by=regular)
    comment.refresh_from_db()
    assert comment.is_published
    assert comment.text.endswith("Sadly.")


def test_from_where_it_was_written_is_kept_for_moderators(article, regular):
    comment = post(article, regular, "From the quay.", address="203.0.113.7").comment
    assert comment.address == "203.0.113.7"
    assert AddressUse.objects.get().person == regular


def test_many_behind_one_address_are_slowed_down(article):
    rule(Limit, name="pace", settings={"by_address": 2})
    for number in range(2):
        post(article, a_regular(), f"Thought number {number}.", address="203.0.113.7")
    assert isinstance(post(article, a_regular(), "One more.", address="203.0.113.7"), Refused)
    assert post(article, a_regular(), "From elsewhere.", address="203.0.113.8").comment


def test_screening_an_ordinary_comment_asks_four_queries(
    article, regular, django_assert_num_queries
):
    screening.run(_gathered(article, regular))
    with django_assert_num_queries(4):
        screening.run(_gathered(article, regular))


def _gathered(article, regular):
    return screening.gather(
        article=article, author=regular, text=PASTE, at=timezone.now(), address="203.0.113.7"
    )

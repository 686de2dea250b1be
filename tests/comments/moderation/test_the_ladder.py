"""Rejections lead up a ladder of sanctions: suggested to moderators, imposed only where set so."""

from datetime import timedelta

import pytest
from django.forms import modelform_factory
from django.utils import timezone

from comments.admin.house_rule import LadderStepForm
from comments.models import Decision, HouseRule, LadderStep, Sanction
from comments.moderation import decisions, sanctions
from tests.builders import a_comment

Kind = Sanction.Kind
DAY = timedelta(days=1)


@pytest.fixture
def rejected(article, reader, moderator):
    """Comments of the reader, rejected one a minute, up to so many minutes ago."""

    def reject(count, *, ago=timedelta()):
        return [
            Decision.objects.create(
                comment=a_comment(article=article, author=reader, status="rejected"),
                verb=Decision.Verb.REJECT,
                reason="Insults.",
                status_before="published",
                made_by=moderator,
                made_at=timezone.now() - ago - timedelta(minutes=count - number),
            )
            for number in range(count)
        ]

    return reject


def suggested(person, **options):
    return sanctions.suggest(person, timezone.now(), **options)


def imposed(person, kind=Kind.MUTE, **fields):
    fields = {"starts_at": timezone.now(), "ends_at": timezone.now() + DAY, **fields}
    return Sanction.objects.create(person=person, kind=kind, reason="Insults.", **fields)


@pytest.mark.parametrize(
    ("rejections", "label"),
    [(0, None), (1, None), (2, "Warning"), (3, "Mute for 1 day"), (4, "Mute for 1 day"),
     (5, "Mute for 7 days"), (8, "Ban")],
)  # fmt: skip
def test_the_highest_step_reached_is_suggested(reader, rejected, rejections, label):
    rejected(rejections)
    suggestion = suggested(reader)
    assert (suggestion and suggestion.label) == label


def test_the_suggestion_says_why_and_until_when(reader, rejected):
    rejected(3)
    suggestion, at = suggested(reader), timezone.now()
    assert suggestion.reason == "3 comments rejected or marked as spam within 30 days"
    assert suggestion.ends_at(at) == at + DAY
    assert not suggestion.is_automatic


def test_rejections_of_long_ago_count_no_more(reader, rejected):
    rejected(2, ago=31 * DAY)
    rejected(1)
    assert suggested(reader) is None


def test_a_rejection_that_was_taken_back_counts_no_more(reader, rejected):
    first, *_ = rejected(2)
    first.undone_at = timezone.now()
    first.save(update_fields=["undone_at"])
    assert suggested(reader) is None


def test_a_comment_that_was_restored_counts_no_more(reader, rejected):
    first, *_ = rejected(2)
    first.comment.status = "published"
    first.comment.save(update_fields=["status"])
    assert suggested(reader) is None


def marked_as_spam(count, article, person, by):
    comments = [a_comment(article=article, author=person) for _ in range(count)]
    pks = [comment.pk for comment in comments]
    decisions.decide(Decision.Verb.SPAM, pks, by=by, at=timezone.now())
    return comments


def test_what_a_moderator_marks_as_spam_counts_like_a_rejection(
    reader, moderator, article, rejected
):
    marked_as_spam(1, article, reader, moderator)
    assert suggested(reader) is None
    marked_as_spam(1, article, reader, moderator)
    assert suggested(reader).label == "Warning"
    rejected(1)
    assert suggested(reader).label == "Mute for 1 day"


def test_what_screening_alone_took_for_spam_does_not_count(reader, article):
    for _ in range(3):
        a_comment(article=article, author=reader, status="spam")
    assert suggested(reader) is None


def test_spam_that_was_taken_back_or_restored_counts_no_more(reader, moderator, article):
    (restored,) = marked_as_spam(1, article, reader, moderator)
    marked_as_spam(1, article, reader, moderator)
    decisions.decide(Decision.Verb.RESTORE, [restored.pk], by=moderator, at=timezone.now())
    assert suggested(reader) is None
    marked_as_spam(1, article, reader, moderator)
    assert suggested(reader).label == "Warning"
    decisions.undo(Decision.objects.last_act_of(moderator), by=moderator, at=timezone.now())
    assert suggested(reader) is None


def test_a_step_that_is_automatic_is_imposed_after_spam_too(reader, moderator, article):
    LadderStep.objects.filter(rejections=3).update(is_automatic=True)
    marked_as_spam(2, article, reader, moderator)
    assert not Sanction.objects.exists()
    *_, last = marked_as_spam(1, article, reader, moderator)
    sanction = Sanction.objects.get()
    assert (sanction.person, sanction.kind, sanction.comment) == (reader, Kind.MUTE, last)


def test_a_comment_rejected_twice_counts_once(reader, rejected):
    (first,) = rejected(1)
    first.pk = None
    first.save(force_insert=True)
    assert suggested(reader) is None


def test_a_step_that_was_taken_since_is_not_suggested_again_though_it_was_lifted(reader, rejected):
    rejected(3)
    imposed(reader, lifted_at=timezone.now())
    assert suggested(reader) is None
    rejected(1, ago=-timedelta(minutes=2))
    assert suggested(reader).label == "Mute for 1 day"


def test_nothing_is_suggested_for_who_is_banned(reader, rejected):
    imposed(reader, Kind.BAN, starts_at=timezone.now() - DAY, ends_at=None)
    rejected(3)
    assert suggested(reader) is None


def test_nothing_is_suggested_for_staff(moderator):
    assert suggested(moderator, house_rule=HouseRule.objects.get(label="Hate")) is None


@pytest.mark.parametrize(
    ("rejections", "label", "suggestion"),
    [
        (0, "Hate", "Mute for 7 days"),
        (3, "Hate", "Mute for 7 days"),
        (8, "Hate", "Ban"),
        (3, "Off topic", "Mute for 1 day"),
        (0, "Threat or call to violence", "Ban"),
        (2, "Against the law", "Premoderation for 30 days"),
    ],
)
def test_of_ladder_and_house_rule_the_graver_speaks(
    reader, rejected, rejections, label, suggestion
):
    rejected(rejections)
    rule = HouseRule.objects.get(label=label)
    assert suggested(reader, house_rule=rule).label == suggestion


def climb(person, by, **options):
    return sanctions.climb(person, by=by, at=timezone.now(), **options)


def test_nothing_is_imposed_by_itself_unless_the_newsroom_says_so(reader, moderator, rejected):
    rejected(3)
    assert climb(reader, moderator) is None
    assert not Sanction.objects.exists()


def test_a_step_that_is_automatic_is_imposed_once(reader, moderator, rejected):
    LadderStep.objects.filter(rejections=3).update(is_automatic=True)
    comment = rejected(3)[-1].comment
    sanction = climb(reader, moderator, comment=comment)
    assert climb(reader, moderator, comment=comment) is None
    assert Sanction.objects.get() == sanction
    assert (sanction.kind, sanction.comment) == (Kind.MUTE, comment)
    assert sanction.reason == "3 comments rejected or marked as spam within 30 days"


def test_a_paper_without_a_ladder_suggests_nothing(reader, rejected):
    LadderStep.objects.all().delete()
    rejected(9)
    assert suggested(reader) is None


@pytest.mark.parametrize(
    ("kind", "hours", "complaint"),
    [
        ("mute", "", "A mute needs an end"),
        ("warning", "24", "A warning ends when it is read"),
        ("mute", "24", ""),
        ("ban", "", ""),
        ("ban", "24", ""),
    ],
)
def test_a_step_is_only_saved_if_it_can_be_imposed(db, kind, hours, complaint):
    form = modelform_factory(LadderStep, LadderStepForm, fields="__all__")(
        {"rejections": "3", "within_days": "30", "kind": kind, "hours": hours}
    )
    assert form.is_valid() == (not complaint)
    assert complaint in str(form.errors)

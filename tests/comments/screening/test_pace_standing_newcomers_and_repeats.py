from datetime import timedelta
from itertools import permutations

import pytest

from comments.models import Sanction
from comments.screening import fingerprint
from comments.screening.checks import newcomer, pace, repeats, standing
from comments.screening.submission import Earlier, Pace, Submission
from comments.screening.verdict import Verdict
from comments.standing import Standing

STAFF = Standing(is_staff=True, approved=0)


def told(check, limits, submission):
    return [(each.evidence, each.leads_to) for each in check.find(submission, limits)]


# Who writes


def test_whoever_is_under_premoderation_is_read_first():
    sanction = Sanction(kind=Sanction.Kind.PREMODERATION, reason="Twice rude")
    found = told(
        standing,
        standing.StandingLimits(),
        Submission("Hi.", standing=Standing(premoderation=sanction)),
    )
    assert found == [("under premoderation: Twice rude", Verdict.HOLD)]


@pytest.mark.parametrize(
    ("approved", "rejected", "age", "number"),
    [(0, 0, 365, 1), (1, 0, 365, 0), (0, 0, 0, 2), (5, 3, 365, 1), (50, 2, 365, 0)],
)
def test_a_newcomer_and_one_often_rejected_are_read_first(approved, rejected, age, number):
    author = Standing(approved=approved, rejected=rejected, account_age=timedelta(days=age))
    found = told(newcomer, newcomer.NewcomerLimits(), Submission("Hi.", standing=author))
    assert len(found) == number


def test_nought_turns_the_newcomers_off_and_staff_are_no_newcomers():
    off = newcomer.NewcomerLimits(first_comments=0, youngest_minutes=0, forgiven=0)
    young = Standing(approved=0, rejected=9, account_age=timedelta())
    assert told(newcomer, off, Submission("Hi.", standing=young)) == []
    assert told(newcomer, newcomer.NewcomerLimits(), Submission("Hi.", standing=STAFF)) == []


def paced(standing=None, **facts):
    submission = Submission("Hi.", standing=standing or Standing(), pace=Pace(**facts))
    return list(pace.find(submission, pace.PaceLimits()))


@pytest.mark.parametrize(
    ("facts", "wait"),
    [
        ({"seconds_since_last": 3.5}, 7),
        ({"seconds_since_last_here": 20.0, "slow_mode_seconds": 60}, 40),
        ({"by_account": 12}, 300),
        ({"by_address": 30}, 300),
    ],
)
def test_haste_is_refused_with_the_time_that_is_left(facts, wait):
    [finding] = paced(**facts)
    assert (finding.leads_to, finding.wait_seconds) == (Verdict.REFUSE, wait)
    assert pace.in_words(wait) in finding.advice


def test_whoever_waits_and_whoever_is_staff_may_write():
    assert paced(seconds_since_last=11.0, by_account=3, by_address=9) == []
    assert paced(seconds_since_last_here=61.0, slow_mode_seconds=60) == []
    assert paced(STAFF, seconds_since_last=0.1, by_account=40) == []


# The same again


def earlier(author, *, likeness=0.9, is_removed=False):
    return Earlier(comment=1, author=author, likeness=likeness, group=1, is_removed=is_removed)


def repeated(*before, author=1, standing=None, **limits):
    submission = Submission(
        "Hi.", author=author, earlier=tuple(before), standing=standing or Standing(approved=3)
    )
    return told(repeats, repeats.RepeatLimits(**limits), submission)


def test_ones_own_words_again_are_refused_and_nearly_the_same_are_held():
    assert repeated(earlier(1, likeness=1.0))[0][1] == Verdict.REFUSE
    assert repeated(earlier(1)) == [("the author has written nearly the same 1×", Verdict.HOLD)]
    assert repeated(earlier(1, likeness=0.3)) == []


def test_the_more_accounts_say_it_the_graver_it_is():
    others = [earlier(number) for number in range(2, 6)]
    assert repeated(*others[:1]) == []
    assert repeated(*others[:2])[0][1] == Verdict.HOLD
    assert repeated(*others)[0][1] == Verdict.SPAM
    assert repeated(*others, accounts_spam=0)[0][1] == Verdict.HOLD


def test_what_moderators_have_removed_is_spam_when_it_comes_again():
    assert repeated(earlier(2, is_removed=True))[0][1] == Verdict.SPAM
    assert repeated(earlier(2, is_removed=True), standing=Standing(approved=40)) == []


LONG = "The harbour board has sold us out again and everybody in this town knows it by now."


@pytest.mark.parametrize(
    "changed",
    [
        LONG.upper() + "!!!",
        LONG + " 🔥🔥🔥",
        LONG.replace("a", "а"),
        LONG.replace("o", "ö"),
        "Listen. " + LONG,
        LONG.replace("harbour", "council"),
        "\u200b".join(LONG),
    ],
)
def test_a_paste_is_known_again_when_it_was_changed_a_little(changed):
    one, other = fingerprint.of(LONG), fingerprint.of(changed)
    assert one.exact == other.exact or set(one.bands) & set(other.bands)
    assert one.exact == other.exact or fingerprint.likeness(one.sketch, other.sketch) > 0.6


def test_two_who_say_something_else_are_not_taken_for_one():
    one = fingerprint.of(LONG)
    other = fingerprint.of(
        "The ferry was late again this morning, and nobody at the quay could say why."
    )
    assert not set(one.bands) & set(other.bands)
    assert fingerprint.likeness(one.sketch, other.sketch) < 0.2


def test_a_long_text_with_one_word_changed_is_nearly_but_not_the_same():
    long = " ".join(f"{LONG} Number {number} of our reasons is its cost." for number in range(9))
    one, other = fingerprint.of(long), fingerprint.of(long.replace("Number 7", "Numero 7"))
    assert one.exact != other.exact
    assert 0.8 < fingerprint.likeness(one.sketch, other.sketch) < 1


def test_what_short_texts_lack_makes_them_like_no_other():
    """Few pieces leave many bins empty, and whole bands: in every such text the same."""
    words = ["harbour", "council", "festival", "bicycle", "lamppost", "umbrella", "gardener"]
    said = [f"Is it a {one} or no {other}" for one, other in permutations(words, 2)]
    lacking = [each for each in map(fingerprint.of, said) if each and each.exact in each.bands]
    assert len(lacking) > 1
    assert len({each.exact for each in lacking}) == len(lacking)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I agree",
        "Thank you for this!",
        "Спасибо большое за статью",
        "정말좋은기사입니다고맙습니다여러분 감사합니다다시한번",
        "🔥" * 40,
        "!!!!",
    ],
)
def test_what_many_say_has_no_fingerprint(text):
    assert fingerprint.of(text) is None


def test_a_sentence_of_a_script_without_spaces_is_known_again():
    sentence = "港湾委员会又一次出卖了我们这座城市里的每一个人现在都已经知道这件事了"
    assert fingerprint.of(sentence).exact == fingerprint.of(f"{sentence}！！！").exact


def test_a_fingerprint_is_the_same_in_every_process():
    assert fingerprint.of(LONG).exact == -1548677345366983421
    assert fingerprint.of(LONG).bands[0] == 6495794193327548139

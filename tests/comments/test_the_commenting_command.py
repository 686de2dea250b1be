"""The switch from the command line."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments import notices, switch
from comments.models import CommentingHours, Mode, Scope, Suspension


def commenting(*words: str) -> str:
    said = StringIO()
    call_command("commenting", *words, stdout=said)
    return said.getvalue()


def test_suspending_without_more_closes_the_whole_site(article):
    commenting("suspend")
    state = switch.state(article, timezone.now())
    assert (state.mode, state.rule.scope, state.reopens_at) == (Mode.CLOSED, "site", None)
    assert notices.of(state, article).title == "Commenting is closed for now"


def test_a_blank_reason_is_none(article):
    assert "without a reason" in commenting("suspend", "--reason", "  ")


def test_everything_can_be_said(article, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("# A pause\n\nDear reader,\n\nwe rest.\n", encoding="utf-8")
    commenting(
        *("suspend", "--scope", f"article:https://paper.example{article.path}", "--mode", "hidden"),
        *("--cause", "holiday", "--notice", str(letter), "--until", "2099-01-31T08:00"),
        *("--reason", "Christmas"),
    )
    suspension = Suspension.objects.get()
    assert (suspension.article, suspension.mode) == (article, Mode.HIDDEN)
    assert (suspension.cause, suspension.reason) == ("holiday", "Christmas")
    assert (suspension.notice_title, suspension.notice_body) == (
        "A pause",
        "Dear reader,\n\nwe rest.",
    )
    assert suspension.ends_at == datetime(2099, 1, 31, 8, 0, tzinfo=UTC)


def test_reopening_lifts_what_was_set_for_that_scope_alone(article):
    commenting("suspend")
    commenting("suspend", "--scope", "section:city", "--mode", "premoderated")
    assert "Now, the whole site: open" in commenting("reopen")
    assert [str(each) for each in Suspension.objects.in_force(timezone.now())] == [
        "Premoderated: section City"
    ]


def test_the_status_says_all_that_bears_on_commenting(article):
    commenting("suspend", "--scope", "section:city", "--reason", "Tempers")
    hours = CommentingHours.objects.create()
    hours.opening_times.create(weekday=0, opens="00:00", closes="00:00")
    status = commenting("status")
    assert "Section City: closed" in status
    assert "other: Tempers. Set by the command line." in status
    assert "Scheduled: none" in status
    assert "The whole site: Monday 00:00 to 00:00; otherwise closed" in status
    assert commenting("status", "--scope", "section:city").startswith("Section City: closed")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["suspend", "--scope", "page:1"], "'page:1' is no scope: write site, section:SLUG or"),
        (["suspend", "--scope", "section:nowhere"], "There is no section 'nowhere'; there are: ci"),
        (["suspend", "--scope", "article:/2026/99/99/x/"], "No article is at '/2026/99/99/x/': g"),
        (["suspend", "--until", "soon"], "--until 'soon' is no time: write it as in 2027-01-31T0"),
        (["suspend", "--until", "2020-01-01"], "A suspension must end after it begins."),
        (["suspend", "--notice", "/no/such/file"], "--notice /no/such/file: No such file or dire"),
        (["suspend", "--publish-held"], "--publish-held goes with reopen."),
        (["reopen"], "No suspension is in force for the whole site itself. In force: none anywhe"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(article, words, complaint):
    with pytest.raises(CommandError) as refused:
        commenting(*words)
    assert str(refused.value).startswith(complaint)
    assert "\n" not in str(refused.value)
    assert not Suspension.objects.exists()


@pytest.mark.parametrize("reason", ["abuse", "ABUSE", "Abuse: attacks, spam, trolling", " Abuse "])
def test_a_reason_that_is_the_name_of_a_cause_is_that_cause_with_its_letter(article, reason):
    commenting("suspend", "--mode", "closed", "--reason", reason)
    suspension = Suspension.objects.get()
    assert suspension.cause == "abuse"
    letter = notices.letter(Scope(), mode=Mode.CLOSED, cause="abuse")
    assert (suspension.notice_title, suspension.notice_body) == (letter.title, letter.body)
    assert ", abuse. Set by the command line." in commenting("status")


def test_every_cause_can_be_named_so_and_any_other_reason_is_another(article):
    for cause, label in Suspension.CAUSES:
        for reason in (cause, label):
            commenting("suspend", "--reason", reason)
            assert Suspension.objects.first().cause == cause
            commenting("reopen")
    commenting("suspend", "--reason", "Abuse of the lift by the editors")
    assert Suspension.objects.first().cause == "other"
    commenting("reopen")
    commenting("suspend", "--reason", "import")
    assert Suspension.objects.first().cause == "other"


def test_a_cause_that_is_given_stands_whatever_the_reason_says(article):
    commenting("suspend", "--cause", "legal", "--reason", "abuse")
    suspension = Suspension.objects.get()
    assert (suspension.cause, suspension.reason) == ("legal", "abuse")
    assert "legal: abuse. Set by" in commenting("status")

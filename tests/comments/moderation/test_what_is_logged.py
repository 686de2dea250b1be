"""Each act writes its entry, with the act or not at all."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from comments import switch
from comments.models import (
    AlertChannel,
    ClosingAge,
    CommentingHours,
    HouseRule,
    LadderStep,
    LogEntry,
    Mode,
    Rulebook,
    Sanction,
    Scope,
    Word,
)
from comments.moderation import record, sanctions

pytestmark = pytest.mark.usefixtures("open_admin")


@pytest.fixture
def at_work(client, administrator):
    client.force_login(administrator)
    return client


def told():
    """The acts, what they are about, and by whom; the chain they make is whole."""
    assert record.verify() is None
    rows = LogEntry.objects.order_by("number")
    return [(entry.act, entry.about, entry.by) for entry in rows]


def page(noun, act, *args):
    return reverse(f"admin:comments_{noun}_{act}", args=args)


# The switch


def test_who_throws_the_switch_and_who_lifts_it(moderator, administrator, article):
    suspension = switch.suspend(
        Scope(article=article), mode=Mode.CLOSED, cause="abuse", reason="A flood.", by=moderator
    )
    assert switch.lift(suspension, by=administrator)
    assert not switch.lift(suspension, by=administrator)
    about = f"suspension {suspension.pk}"
    assert told() == [("suspend", about, moderator), ("lift", about, administrator)]
    thrown = LogEntry.objects.get(act="suspend").details
    assert (thrown["name"], thrown["reason"]) == (str(suspension), "A flood.")


def test_a_suspension_that_is_refused_leaves_no_entry(db):
    with pytest.raises(ValidationError):
        switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason=" ")
    assert told() == []


def test_the_command_line_is_nobody_in_person(article):
    call_command("commenting", "suspend", stdout=StringIO())
    assert [(act, by) for act, _, by in told()] == [("suspend", None)]


# Sanctions


def test_what_befalls_an_account_and_what_is_lifted(reader, moderator):
    now = timezone.now()
    mute = Sanction(person=reader, kind="mute", reason="Rule 3.", ends_at=now + timedelta(days=1))
    sanctions.impose(mute, by=moderator, at=now)
    assert sanctions.lift(mute, by=moderator, at=now)
    about = f"account {reader.pk}"
    assert told() == [("sanction", about, moderator), ("sanction lifted", about, moderator)]


# Rules and settings, in the admin


@pytest.mark.parametrize(
    ("noun", "fields", "model"),
    [
        ("houserule", {"label": "Kindness", "rule": "Be kind.", "statement": "It was not kind.",
                       "severity": 2, "position": 20, "suggests": "", "suggests_hours": "",
                       "is_on": "on", "canned_notes-TOTAL_FORMS": 0,
                       "canned_notes-INITIAL_FORMS": 0}, HouseRule),
        ("ladderstep", {"rejections": 9, "within_days": 30, "kind": "ban", "hours": ""},
         LadderStep),
        ("word", {"text": "idiot", "kind": "word", "act": "hold", "whole_words": "on",
                  "is_on": "on", "note": "", "ends_at_0": "", "ends_at_1": ""}, Word),
        ("closingage", {"section": "", "days": 30}, ClosingAge),
    ],
)  # fmt: skip
def test_a_rule_is_added_by_somebody(at_work, administrator, noun, fields, model):
    assert at_work.post(page(noun, "add"), fields).status_code == 302
    made = model.objects.latest("pk")
    assert told() == [("add", f"{model._meta.verbose_name} {made.pk}", administrator)]
    details = LogEntry.objects.get().details
    assert details["name"] == str(made)
    assert all(old is None and new not in ("", None) for old, new in details["changes"].values())


def test_a_change_says_what_was_and_what_is(at_work):
    age = ClosingAge.objects.create(days=30)
    at_work.post(page("closingage", "change", age.pk), {"section": "", "days": 14})
    assert LogEntry.objects.get().details["changes"] == {"days": [30, 14]}


def test_what_is_saved_as_it_was_is_no_change(at_work):
    age = ClosingAge.objects.create(days=30)
    at_work.post(page("closingage", "change", age.pk), {"section": "", "days": 30})
    assert told() == []


def test_what_is_deleted_stays_in_the_log(at_work, administrator):
    age = ClosingAge.objects.create(days=30)
    pk = age.pk
    at_work.post(page("closingage", "delete", pk), {"post": "yes"})
    assert not ClosingAge.objects.exists()
    assert told() == [("delete", f"closing age {pk}", administrator)]
    assert LogEntry.objects.get().details["changes"] == {"days": [30, None]}


def test_opening_times_are_part_of_the_hours(at_work, article):
    times = {
        "opening_times-TOTAL_FORMS": 1, "opening_times-INITIAL_FORMS": 0,
        "opening_times-0-weekday": 0, "opening_times-0-opens": "09:00",
        "opening_times-0-closes": "17:00",
    }  # fmt: skip
    hours = {"scope": "section", "section": article.section_id, "article": "", "mode": "closed"}
    at_work.post(page("commentinghours", "add"), {**hours, "is_active": "on", **times})
    about = f"commenting hours {CommentingHours.objects.get().pk}"
    assert [(act, of) for act, of, _ in told()] == [("add", about), ("change", about)]
    added, changed = LogEntry.objects.order_by("number")
    assert added.details["changes"]["section"] == [None, "City"]
    assert changed.details["opening times"] == {"added": ["Monday 09:00 to 17:00"]}


def test_a_word_turns_the_rulebook_and_names_its_maker(at_work, administrator):
    version = Rulebook.objects.version()
    fields = {"text": "idiot", "kind": "word", "act": "hold", "whole_words": "on", "is_on": "on"}
    at_work.post(page("word", "add"), {**fields, "note": "", "ends_at_0": "", "ends_at_1": ""})
    assert Word.objects.get().made_by == administrator
    assert Rulebook.objects.version() == version + 1


def test_the_address_of_a_hook_is_a_key_and_not_in_the_log(at_work, administrator):
    fields = {
        "kind": "webhook", "target": "https://hooks.example/services/secret-key", "is_on": "on",
        "queue_minutes": 60, "on_breaker": "on",
    }  # fmt: skip
    at_work.post(page("alertchannel", "add"), fields)
    pk = AlertChannel.objects.get().pk
    inline = {"alerts-TOTAL_FORMS": 0, "alerts-INITIAL_FORMS": 0}
    moved = fields | {"target": "https://hooks.example/services/another-key"}
    at_work.post(page("alertchannel", "change", pk), moved | inline)
    at_work.post(page("alertchannel", "delete", pk), {"post": "yes"})
    about = f"alert channel {pk}"
    assert told() == [(act, about, administrator) for act in ("add", "change", "delete")]
    assert "target" in LogEntry.objects.get(act="change").details["changes"]
    assert "-key" not in str([entry.details for entry in LogEntry.objects.all()])


# Exports


def test_an_export_is_logged(db, tmp_path):
    call_command("export_archive", str(tmp_path / "paper.jsonl"), stderr=StringIO())
    assert told() == [("export", "the archive", None)]
    assert LogEntry.objects.get().details["with addresses"] is False


def test_an_export_that_breaks_off_is_logged_too(db, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_archive", str(tmp_path / "none" / "paper.jsonl"), stderr=StringIO())
    assert [act for act, _, _ in told()] == ["export"]


def test_the_words_taken_out_as_a_file_are_an_export(at_work, administrator):
    Word.objects.create(text="idiot")
    at_work.get(reverse("admin:comments_word_file") + "?act__exact=hold")
    assert told() == [("export", "words", administrator)]
    assert LogEntry.objects.get().details == {"number": 1, "narrowed to": "act__exact=hold"}

"""Moderators write notes about people for one another."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import LogEntry, PersonNote
from comments.moderation import person_notes
from comments.transfer import authorship
from tests.builders import a_case, a_comment, a_person

NOTE = "Writes from the town hall: ask before you reject."


@pytest.fixture
def colleague(db):
    return a_person(name="Clara Colleague", group="Moderators")


def a_note(person, by, text=NOTE, **ago):
    return person_notes.write(person, text, by=by, at=timezone.now() - timedelta(**ago))


def page_of(client, person, **asked):
    page = client.get(reverse("commenter", args=[person.pk]), asked)
    return " ".join(strip_tags(page.content.decode()).split())


def write(client, person, text):
    return client.post(reverse("person_note", args=[person.pk]), {"text": text}, follow=True)


def strike_out(client, note):
    return client.post(reverse("person_note_end", args=[note.pk]), follow=True)


def test_a_note_is_seen_by_colleagues_with_who_and_when(
    at_the_desk, client, reader, moderator, colleague
):
    write(at_the_desk, reader, NOTE)
    note = PersonNote.objects.get()
    assert (note.person, note.written_by, note.text) == (reader, moderator, NOTE)
    client.force_login(colleague)
    text = page_of(client, reader)
    assert NOTE in text
    assert f"Note Moritz Calm, {note.written_at:%-d %b %Y}" in text


def test_the_latest_note_stands_beside_a_case_of_its_person(
    at_the_desk, article, reader, moderator
):
    a_note(reader, moderator, "An older one.", days=2)
    a_note(reader, moderator)
    case = a_case(article=article, author=reader)
    text = strip_tags(at_the_desk.get(reverse("case", args=[case.pk])).content.decode())
    assert "Notes (2)" in text
    assert NOTE in text
    assert "An older one." not in text


def test_its_author_strikes_a_note_out_and_the_history_keeps_it(at_the_desk, reader, moderator):
    note = a_note(reader, moderator)
    strike_out(at_the_desk, note)
    text = page_of(at_the_desk, reader)
    assert "Struck out by Moritz Calm" in text
    assert text.count(NOTE) == 1  # in the history, no longer beside it
    again = strike_out(at_the_desk, note)
    assert "Nothing was changed" in again.content.decode()


def test_a_colleague_cannot_strike_a_note_out_and_an_administrator_can(
    client, staff_may_enter, reader, moderator, colleague, administrator
):
    note = a_note(reader, moderator)
    client.force_login(colleague)
    assert "Strike out" not in page_of(client, reader)
    strike_out(client, note)
    assert PersonNote.objects.in_force().exists()
    client.force_login(administrator)
    assert "Strike out" in page_of(client, reader)
    strike_out(client, note)
    assert PersonNote.objects.get().struck_out_by == administrator


def test_nobody_reads_or_writes_notes_about_themselves(at_the_desk, moderator, colleague):
    note = a_note(moderator, colleague)
    text = page_of(at_the_desk, moderator)
    assert NOTE not in text
    assert "Write a note" not in text
    assert write(at_the_desk, moderator, "I am good.").status_code == 422
    assert strike_out(at_the_desk, note).status_code == 404
    assert PersonNote.objects.in_force().count() == 1


def test_without_the_permission_there_are_no_notes(at_the_desk, reader, moderator, colleague):
    a_note(reader, colleague)
    group = moderator.groups.get()
    group.permissions.remove(*Permission.objects.filter(codename__endswith="_personnote"))
    text = page_of(at_the_desk, reader)
    assert NOTE not in text
    assert "Write a note" not in text
    assert write(at_the_desk, reader, NOTE).status_code == 403


@pytest.mark.parametrize("text", ["", "  \u200b ", "x" * 1001])
def test_a_note_that_is_not_taken_comes_back(at_the_desk, reader, text):
    page = write(at_the_desk, reader, text)
    assert page.status_code == 422
    assert text.strip() in page.content.decode()
    assert not PersonNote.objects.exists()


def test_the_log_says_that_there_is_a_note_and_not_what_it_says(at_the_desk, reader, moderator):
    note = a_note(reader, moderator)
    strike_out(at_the_desk, note)
    written = LogEntry.objects.filter(about=f"account {reader.pk}")
    assert [entry.act for entry in written] == ["note struck out", "note written"]
    assert {str(entry.details) for entry in written} == {f"{{'note': {note.pk}}}"}


def test_notes_go_with_the_account(moderator):
    person = a_person()
    a_note(person, moderator)
    person.delete()
    assert not PersonNote.objects.exists()


def test_notes_about_an_imported_person_follow_the_comments_to_their_account(
    article, moderator, reader
):
    imported = a_person(imported_from="wordpress:1")
    a_comment(article=article, author=imported)
    a_note(imported, moderator)
    authorship.give([imported.pk], reader)
    assert PersonNote.objects.get().person == reader


def test_a_note_is_never_in_what_the_person_is_shown(client, article, reader, moderator):
    comment = a_comment(article=article, author=reader, status="held")
    a_note(reader, moderator)
    client.force_login(reader)
    for url in (reverse("my_comments"), article.path, comment.get_absolute_url()):
        assert NOTE not in client.get(url, follow=True).content.decode()

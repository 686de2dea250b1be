"""On a person's page stands everything that happened to them and that they did, as one list."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.desk import person_history
from comments.models import (
    AddressUse,
    Decision,
    HouseRule,
    LegalNotice,
    PersonNote,
    Report,
    Sanction,
)
from comments.moderation import decisions, person_notes, sanctions
from tests.builders import a_case, a_comment, a_person

NOW = timezone.now()


def page_of(client, person, **asked):
    page = client.get(reverse("commenter", args=[person.pk]), asked)
    return " ".join(strip_tags(page.content.decode()).split())


def listed(client, person, **asked):
    page = client.get(reverse("commenter", args=[person.pk]), asked)
    return page.context["history"].entries


def a_past(person, moderator, article, *, at=NOW):
    """One of each kind, an hour apart, the note the latest."""

    def ago(hours):
        return at - timedelta(hours=hours)

    comment = a_comment(article=article, author=person, text="You utter fool.", at=ago(20))
    other = a_comment(article=article, text="Boats are boats.", at=ago(20))
    person_notes.write(person, "A regular at the harbour.", by=moderator, at=ago(1))
    person.earlier_names.create(
        name="Prophet of Doom", used_from=ago(99), used_until=ago(2), ended_by=moderator,
        ending="taken_away", reason="It mocks a rabbi.",
    )  # fmt: skip
    AddressUse.objects.create(
        person=person, address="203.0.113.7", first_at=ago(50), last_at=ago(3)
    )
    rule = HouseRule.objects.in_use()[0]
    decided = decisions.decide(
        Decision.Verb.REJECT, [comment.pk], by=moderator, at=ago(4), house_rule=rule,
        reason="As before.",
    )  # fmt: skip
    decisions.undo(decided.act, by=moderator, at=ago(3.5))
    sanction = Sanction(person=person, kind="mute", reason="Insults.", ends_at=at)
    sanctions.impose(sanction, by=moderator, at=ago(5))
    sanctions.lift(sanction, by=moderator, at=ago(4.5))
    Report.objects.create(
        comment=other, reporter=person, reason="spam", made_at=ago(6), upheld=False
    )
    LegalNotice.objects.create(
        comment=comment, name="A. B.", email="a@example.org", text="It is libel.", made_at=ago(7)
    )


def test_the_page_of_a_person_shows_one_history_of_all_kinds(
    at_the_desk, article, reader, moderator
):
    a_past(reader, moderator, article)
    AddressUse.objects.seen(a_person(name="Nele Neighbour"), "203.0.113.7", NOW)
    kinds = [entry.kind for entry in listed(at_the_desk, reader)]
    assert kinds == ["note", "name", "network", "decision", "sanction", "report", "notice"]
    text = page_of(at_the_desk, reader)
    for part in (
        "A regular at the harbour.",
        "Prophet of Doom Taken away by Moritz Calm: It mocks a rabbi.",
        "Network 203.0.113.7 First seen",
        "Other accounts there: Nele Neighbour",
        "Rejected Personal attack Moritz Calm",
        "As before.",
        "Taken back by Moritz Calm",
        "Mute Moritz Calm",
        "Lifted by Moritz Calm",
        "Reported Spam or advertising",
        "Not upheld Boats are boats.",
        "Legal notice A. B.",
        "“It is libel.”",
        "0 of 1",
    ):
        assert part in text


def test_the_history_can_be_narrowed_to_one_kind(at_the_desk, article, reader, moderator):
    a_past(reader, moderator, article)
    for kind, _ in person_history.KINDS:
        assert [entry.kind for entry in listed(at_the_desk, reader, kind=kind)] == [kind]
    assert len(listed(at_the_desk, reader, kind="nonsense")) == 7


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_page_by_page_everything_comes_once_and_in_order(
    article, reader, moderator, monkeypatch, size
):
    """Also where several things have one moment."""
    monkeypatch.setattr(person_history, "PAGE", size)
    a_past(reader, moderator, article)
    for hour in (1, 1, 3, 3):
        person_notes.write(reader, "Again.", by=moderator, at=NOW - timedelta(hours=hour))
    seen, cursor = [], ""
    while True:
        page = person_history.history(reader, moderator, cursor=cursor)
        assert len(page.entries) <= size
        seen += [entry.key for entry in page.entries]
        if not (cursor := page.next):
            break
    assert len(seen) == 11
    assert seen == sorted(set(seen), reverse=True)


@pytest.mark.parametrize("cursor", ["nonsense", "1.2", "9" * 40 + ".1.1", "-1.x.2"])
def test_a_cursor_that_is_not_ours_leads_to_the_first_page(article, reader, moderator, cursor):
    a_past(reader, moderator, article)
    assert len(person_history.history(reader, moderator, cursor=cursor).entries) == 7


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_of_the_history_costs_nine_queries_however_much_there_is(
    article, reader, moderator, number, django_assert_num_queries
):
    for days in range(number):
        AddressUse.objects.all().delete()
        a_past(reader, moderator, article, at=NOW - timedelta(days=days))
    moderator.has_perm("comments.view_personnote")  # asked once for the whole page
    with django_assert_num_queries(9):
        page = person_history.history(reader, moderator)
        assert len(page.entries) >= 6 * number
        for entry in page.entries:
            render_to_string(entry.template, {"entry": entry, "row": entry.row})


def test_only_the_latest_comments_are_looked_at_for_decisions(
    article, reader, moderator, monkeypatch
):
    monkeypatch.setattr(person_history, "COMMENTS_LOOKED_AT", 1)
    a_past(reader, moderator, article)
    a_comment(article=article, author=reader)
    page = person_history.history(reader, moderator)
    assert not {"decision", "notice"} & {entry.kind for entry in page.entries}
    assert not page.is_complete


def test_a_page_of_the_history_leads_to_the_one_before(at_the_desk, reader, moderator, monkeypatch):
    monkeypatch.setattr(person_history, "PAGE", 2)
    for days in range(3):
        at = NOW - timedelta(days=days)
        PersonNote.objects.create(
            person=reader, text=f"Note {days}.", written_by=moderator, written_at=at
        )
    first = at_the_desk.get(reverse("commenter", args=[reader.pk]), {"kind": "note"})
    cursor = first.context["history"].next
    assert f"kind=note&amp;before={cursor}" in first.content.decode()
    [entry] = listed(at_the_desk, reader, kind="note", before=cursor)
    assert entry.row.text == "Note 2."
    assert "The latest" in page_of(at_the_desk, reader, before=cursor)


def search(client, name):
    page = client.get(reverse("people"), {"q": name})
    return {each.person.pk for each in page.context["found"]}, strip_tags(page.content.decode())


def test_a_person_is_found_by_the_name_they_have_or_had(at_the_desk, reader):
    reader.earlier_names.create(name="Prophet of Doom", used_from=NOW, used_until=NOW)
    a_person(name="Somebody Else")
    for name in ("Rita", "RÍTA READER", "prophet"):
        people, text = search(at_the_desk, name)
        assert people == {reader.pk}
        assert "Prophet of Doom" in text
    assert search(at_the_desk, "nobody at all")[0] == set()
    assert "Nobody has or had a name" in search(at_the_desk, "nobody at all")[1]
    assert search(at_the_desk, "")[0] == set()


@pytest.mark.parametrize("number", [1, 3])
def test_the_search_for_people_costs_the_same_queries_for_one_and_for_three(
    at_the_desk, number, django_assert_num_queries
):
    for each in range(number):
        person = a_person(name=f"Zora {each}")
        person.earlier_names.create(name=f"Xaver {each}", used_from=NOW, used_until=NOW)
    search(at_the_desk, "Zora")
    with django_assert_num_queries(14):
        assert len(search(at_the_desk, "Zora")[0]) == number


def test_what_the_command_line_decided_names_nobody_and_not_none(at_the_desk, article):
    case = a_case(article=article, at=NOW)
    made = decisions.decide(Decision.Verb.APPROVE, [case.comment_id], by=None, at=NOW)
    assert "Approved the command line," in page_of(at_the_desk, case.author)
    for url in (reverse("case", args=[case.pk]), reverse("batch", args=[made.act])):
        assert "None" not in strip_tags(at_the_desk.get(url).content.decode())

"""Notes to authors that moderators choose rather than type, for each house rule and language."""

import pytest
from django.urls import reverse

from comments.models import CannedNote, Decision, HouseRule, LogEntry
from comments.moderation.canned_notes import canned_notes, note_from
from tests.builders import a_case, an_article


@pytest.fixture
def rule(db):
    return HouseRule.objects.get(label="Personal attack")


def a_note(rule, title, *, language="en", text=""):
    return CannedNote.objects.create(
        house_rule=rule, language=language, title=title, text=text or f"{title}, please."
    )


def titles(language):
    return {
        str(group.house_rule): [note.title for note in group.notes]
        for group in canned_notes(language)
    }


def decide(desk, case, **fields):
    desk.post(reverse("decision", args=[case.pk]), {"seen": "held", **fields})
    return Decision.objects.get(comment=case.comment_id)


def test_a_case_offers_the_canned_notes_of_each_rule(at_the_desk, rule):
    note = a_note(rule, "Leave out the insult")
    case = a_case()
    html = at_the_desk.get(reverse("case", args=[case.pk])).content.decode()
    assert '<optgroup label="Personal attack">' in html
    assert f'value="{note.pk}" data-text="{note.text}">Leave out the insult</option>' in html


def test_without_any_there_is_no_menu(at_the_desk):
    html = at_the_desk.get(reverse("case", args=[a_case().pk])).content.decode()
    assert "canned" not in html.partition("<body")[2].partition("case-acts")[2]


def test_notes_are_in_the_language_of_the_comment_or_else_in_the_papers(rule, settings):
    settings.LANGUAGE_CODE = "en-gb"
    hate = HouseRule.objects.get(label="Hate")
    a_note(rule, "Without the insult")
    a_note(rule, "Ohne die Beleidigung", language="de")
    a_note(rule, "Sans insulte", language="fr")
    a_note(hate, "Not here", language="en-gb")
    assert titles("de-at") == {"Personal attack": ["Ohne die Beleidigung"], "Hate": ["Not here"]}
    assert titles("DE") == titles("de-at")
    assert titles("it") == {"Personal attack": ["Without the insult"], "Hate": ["Not here"]}


def test_the_language_of_a_case_is_that_of_its_article(at_the_desk, rule):
    a_note(rule, "Without the insult")
    a_note(rule, "Ohne die Beleidigung", language="de")
    case = a_case(article=an_article(language="de"))
    html = at_the_desk.get(reverse("case", args=[case.pk])).content.decode()
    assert "Ohne die Beleidigung" in html
    assert "Without the insult" not in html


def test_a_rule_that_is_switched_off_offers_no_notes(rule):
    note = a_note(rule, "Leave out the insult")
    HouseRule.objects.filter(pk=rule.pk).update(is_on=False)
    assert titles("en") == {}
    assert note_from({"canned_note": str(note.pk)}) == ""


def test_the_chosen_note_goes_with_the_decision(at_the_desk, rule):
    note = a_note(rule, "Leave out the insult", text="Leave out the insult, and it can appear.")
    decision = decide(at_the_desk, a_case(), house_rule=rule.pk, reason="", canned_note=note.pk)
    assert decision.reason == note.text
    assert note.text in decision.statement


def test_it_goes_with_a_decision_on_many_too(at_the_desk, rule):
    note = a_note(rule, "Leave out the insult")
    comment = a_case().comment
    sent = {
        "house_rule": rule.pk, "reason": "", "canned_note": note.pk,
        "comment": [f"{comment.pk}:{comment.status}"],
    }  # fmt: skip
    at_the_desk.post(reverse("bulk"), sent)
    assert Decision.objects.get().reason == note.text


def test_what_was_typed_counts_more_than_what_was_chosen(at_the_desk, rule):
    note = a_note(rule, "Leave out the insult")
    decision = decide(
        at_the_desk, a_case(), house_rule=rule.pk, reason="Not so.", canned_note=note.pk
    )
    assert decision.reason == "Not so."


@pytest.mark.parametrize("chosen", ["", "x", "0", "9" * 30, "²"])
def test_what_is_no_canned_note_is_no_note(chosen, db):
    assert note_from({"canned_note": chosen}) == ""


@pytest.mark.parametrize("number", [1, 3])
def test_canned_notes_cost_one_query(number, rule, django_assert_num_queries):
    for each in range(number):
        a_note(rule, f"Note {each}")
        a_note(HouseRule.objects.get(label="Hate"), f"Note {each}")
    with django_assert_num_queries(1):
        groups = canned_notes("en")
        assert [len(group.notes) for group in groups] == [number, number]


def sent(rule, **note):
    """The form of the rule with one canned note added."""
    fields = {
        name: getattr(rule, name)
        for name in ("label", "rule", "position", "statement", "severity", "suggests")
    }
    management = {
        "canned_notes-TOTAL_FORMS": 1, "canned_notes-INITIAL_FORMS": 0,
        "canned_notes-MIN_NUM_FORMS": 0, "canned_notes-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    inline = {f"canned_notes-0-{name}": value for name, value in note.items()}
    return {**fields, "is_on": "on", "suggests_hours": "", **management, **inline}


def test_who_may_change_house_rules_edits_their_canned_notes_and_the_log_knows(
    client, staff_may_enter, administrator, rule
):
    client.force_login(administrator)
    url = reverse("admin:comments_houserule_change", args=[rule.pk])
    assert "Canned notes" in client.get(url).content.decode()
    note = {"language": "DE_at", "title": "Ohne die Beleidigung", "text": "Ohne sie gern."}
    page = client.post(url, sent(rule, **note))
    assert page.status_code == 302, page.context["errors"]
    stored = CannedNote.objects.get()
    assert (stored.house_rule, stored.language, stored.text) == (rule, "de-at", "Ohne sie gern.")
    entry = LogEntry.objects.latest("number")
    assert (entry.act, entry.details["canned notes"]) == (
        "change",
        {"added": ["Ohne die Beleidigung (de-at)"]},
    )


def test_a_moderator_sees_canned_notes_and_cannot_change_them(at_the_desk, rule):
    a_note(rule, "Leave out the insult")
    url = reverse("admin:comments_houserule_change", args=[rule.pk])
    assert "Leave out the insult" in at_the_desk.get(url).content.decode()
    at_the_desk.post(url, sent(rule, language="en", title="Mine", text="Mine."))
    assert CannedNote.objects.count() == 1

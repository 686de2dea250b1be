"""Who may open which page of the desk. A page without a row here fails."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import switch
from comments.desk import urls
from comments.models import Decision, Mode, Queue, Scope, Word
from comments.moderation import decisions
from tests.builders import a_case, a_comment, a_person

SIGN_IN, REFUSED, SHOWN, NOT_SO = 302, 403, 200, 405
# To the desk, without a filter that could be saved.
LED_BACK = 302

# What a page answers when it is opened: to a stranger, a reader, an editor, a moderator, an
# administrator. Pages that only take forms say so, but never before they know who is there.
TABLE = {
    "desk": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "case": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "decision": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "claim": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "case_assignment": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "assignment_end": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "queues": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "queue_draft": (SIGN_IN, SIGN_IN, REFUSED, LED_BACK, LED_BACK),
    "queue_settings": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "queue_removal": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "queue_assignment": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "shift": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "hand_over": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "note_reading": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "comment_detail": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "comment_decision": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "comment_retraction": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "comment_case": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "claims": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "counts": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "batch": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "bulk": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "retraction": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "bench": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "log": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "statistics": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "sweeping": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "rehearsal": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "rule": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "commenter": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "sanction": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "desk_preferences": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "desk_reminder": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "people": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "person_note": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "person_note_end": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "sanction_end": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "spammer": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "removal_retraction": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "trip_answer": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "switchboard": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "suspension_draft": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "suspension_letter": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "suspension_preview": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "suspensions": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "suspension": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "lifting": (SIGN_IN, SIGN_IN, REFUSED, SHOWN, SHOWN),
    "publication": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
    "publication_retraction": (SIGN_IN, SIGN_IN, REFUSED, NOT_SO, NOT_SO),
}


@pytest.fixture
def people(reader, editor, moderator, administrator, staff_may_enter):
    return SimpleNamespace(
        stranger=None,
        reader=reader,
        editor=editor,
        moderator=moderator,
        administrator=administrator,
    )


@pytest.fixture
def addresses(article, moderator):
    """Of each page, about something that is there."""
    suspension = switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason="Spam.")
    case = a_case(article=article)
    swept = [a_comment(article=article).pk]
    act = decisions.decide(Decision.Verb.SPAM, swept, by=moderator, at=timezone.now()).act
    about = dict.fromkeys(["case", "decision", "claim", "sweeping"], case.pk)
    about["case_assignment"] = case.pk
    queue = Queue.objects.create(name="Held", made_by=moderator, made_at=timezone.now())
    about |= dict.fromkeys(["queue_settings", "queue_removal", "queue_assignment"], queue.pk)
    about |= dict.fromkeys(["commenter", "sanction", "spammer"], case.author_id)
    of_comments = ("comment_detail", "comment_decision", "comment_retraction", "comment_case")
    about |= dict.fromkeys(of_comments, case.comment_id)
    return {
        pattern.name: reverse(
            pattern.name,
            kwargs={"pk": about.get(pattern.name, suspension.pk)}
            if "pk" in str(pattern.pattern)
            else {"rule": Word.objects.get_or_create(text="fool")[0].rule}
            if "rule>" in str(pattern.pattern)
            else {"batch_id": act}
            if "batch_id" in str(pattern.pattern)
            else {},
        )
        for pattern in urls.urlpatterns
    }


def test_every_page_of_the_desk_has_its_row():
    assert {pattern.name for pattern in urls.urlpatterns} == set(TABLE)


def test_every_page_of_the_desk_is_made_by_the_gate():
    assert [p.name for p in urls.urlpatterns if not hasattr(p.callback, "permissions")] == []


@pytest.mark.parametrize("name", TABLE)
def test_a_page_of_the_desk_opens_to_those_it_is_for(client, people, addresses, name):
    answers = []
    for person in vars(people).values():
        client.logout()
        if person:
            client.force_login(person)
        answers.append(client.get(addresses[name]).status_code)
    assert tuple(answers) == TABLE[name]


@pytest.mark.parametrize("name", TABLE)
def test_a_form_sent_by_others_changes_nothing(client, people, addresses, name):
    for person in (people.stranger, people.reader, people.editor):
        client.logout()
        if person:
            client.force_login(person)
        assert client.post(addresses[name], {"scope": "site"}).status_code in (SIGN_IN, REFUSED)
    assert switch.states_of_sections([], timezone.now())[None].mode == Mode.CLOSED


def test_a_stranger_is_led_to_the_sign_in_and_back(client, people):
    answer = client.get(reverse("switchboard"))
    assert answer.url == f"{reverse('admin:login')}?next={reverse('switchboard')}"


def test_staff_without_a_second_factor_stay_outside(client, db):
    client.force_login(a_person(group="Moderators"))
    assert client.get(reverse("switchboard")).status_code == SIGN_IN

"""A name stays for a while, longer for those under a sanction, and is screened like a text."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from comments.models import LogEntry, Sanction, Word
from comments.moderation import sanctions
from newsroom.accounts import naming
from newsroom.models import EarlierName, HeldName, User
from tests.builders import a_comment, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader)
    return client


def rename(client, name):
    return client.post(reverse("account_name"), {"display_name": name})


def name_page(client):
    return client.get(reverse("account_name")).text


def the_name_of(person):
    return User.objects.get(pk=person.pk).display_name


def a_sanction(person, moderator, kind, *, days=None):
    at = timezone.now()
    ends_at = at + timedelta(days=days) if days else None
    sanction = Sanction(person=person, kind=kind, reason="Insults.", ends_at=ends_at)
    sanctions.impose(sanction, by=moderator, at=at)
    return sanction


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("ban", None), ("ban", 9), ("mute", 2), ("premoderation", None), ("premoderation", 3),
        ("warning", None),
    ],
)  # fmt: skip
def test_nobody_renames_himself_while_a_sanction_is_in_force(
    signed_in, reader, moderator, kind, days
):
    a_sanction(reader, moderator, kind, days=days)
    assert rename(signed_in, "Editors are liars").status_code == 422
    assert the_name_of(reader) == "Rita Reader"


def test_the_page_says_from_when_on_a_muted_reader_may_choose(signed_in, reader, moderator):
    sanction = a_sanction(reader, moderator, "mute", days=2)
    page = name_page(signed_in)
    assert "While you are muted, your name stays as it is." in page
    assert f"{timezone.localtime(sanction.ends_at):%H:%M} on." in page
    assert 'name="display_name"' not in page


def test_the_page_of_a_banned_reader_names_no_day(signed_in, reader, moderator):
    a_sanction(reader, moderator, "ban")
    assert "While you are banned, your name stays as it is.</strong>" in name_page(signed_in)


def test_a_warned_reader_reads_the_warning_first(signed_in, reader, moderator):
    warning = a_sanction(reader, moderator, "warning")
    assert "Please read the warning first." in name_page(signed_in)
    sanctions.confirm(warning, by=reader, at=timezone.now())
    rename(signed_in, "Rita Read")
    assert the_name_of(reader) == "Rita Read"


def test_a_reader_whose_sanction_is_over_may_choose_again(signed_in, reader, moderator):
    sanction = a_sanction(reader, moderator, "ban")
    sanctions.lift(sanction, by=moderator, at=timezone.now())
    rename(signed_in, "Rita Read")
    assert the_name_of(reader) == "Rita Read"


def test_a_name_stays_for_thirty_days(signed_in, reader):
    rename(signed_in, "Rita Read")
    page = rename(signed_in, "Rita Writes")
    assert page.status_code == 422
    assert "A name stays for 30 days. You can choose another from" in page.text
    assert the_name_of(reader) == "Rita Read"
    month_ago = timezone.now() - timedelta(days=30, minutes=1)
    EarlierName.objects.filter(person=reader).update(used_until=month_ago)
    rename(signed_in, "Rita Writes")
    assert the_name_of(reader) == "Rita Writes"


def test_another_spelling_is_a_change_too(signed_in, reader):
    rename(signed_in, "RITA Reader")
    rename(signed_in, "rita reader")
    assert the_name_of(reader) == "RITA Reader"


def test_the_same_name_again_is_no_change(signed_in, reader):
    rename(signed_in, "Rita Reader")
    assert not EarlierName.objects.exists()
    rename(signed_in, "Rita Read")
    assert the_name_of(reader) == "Rita Read"


def test_what_an_administrator_changed_keeps_a_reader_from_nothing(
    signed_in, reader, administrator
):
    naming.rename(reader, "Rita R.", by=administrator, at=timezone.now())
    rename(signed_in, "Rita Read")
    assert the_name_of(reader) == "Rita Read"


def test_earlier_names_are_kept_with_their_time_and_shown_to_no_reader(signed_in, reader, article):
    a_comment(article=article, author=reader)
    rename(signed_in, "Rita Read")
    [earlier] = EarlierName.objects.filter(person=reader)
    assert (earlier.name, earlier.used_from, earlier.ended_by) == (
        "Rita Reader", reader.date_joined, reader,
    )  # fmt: skip
    for page in (article.get_absolute_url(), reverse("account_name"), reverse("my_comments")):
        assert "Rita Reader" not in signed_in.get(page, follow=True).text.replace("data-", "")


# Screening


@pytest.fixture
def lists(screened):
    Word.objects.create(text="lunatic", act=Word.Act.REFUSE)
    Word.objects.create(text="prophet", act=Word.Act.HOLD)


def sign_up(client, name):
    said = {"email": "n@example.org", "display_name": name, "password1": "a quiet harbour at dawn"}
    return client.post(reverse("account_signup"), said)


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("name", ["Lunatic Larry", "L.u.n.a.t.i.c", "Lunаtic".replace("а", "á")])
def test_a_name_with_a_banned_word_is_refused_and_why(client, name):
    page = sign_up(client, name)
    [sentence] = page.context["form"].errors["display_name"]
    assert sentence.startswith("Please say it without “")
    assert not User.objects.exists()


@pytest.mark.usefixtures("lists")
def test_nobody_renames_himself_to_a_banned_word(signed_in, reader):
    assert rename(signed_in, "Lunatic Larry").status_code == 422
    assert the_name_of(reader) == "Rita Reader"


@pytest.mark.usefixtures("lists")
def test_a_suspect_name_waits_at_sign_up_and_a_neutral_one_stands(client):
    assert sign_up(client, "Prophet of Doom").status_code == 302
    person = User.objects.get()
    assert person.display_name.startswith("Reader ")
    assert person.check_password("a quiet harbour at dawn")
    held = HeldName.objects.get()
    assert (held.person, held.name) == (person, "Prophet of Doom")
    assert held.findings == ["“Prophet” is on the list of suspect words"]
    assert "“Prophet of Doom” waits for a moderator." in name_page(client)


@pytest.mark.usefixtures("lists")
def test_a_suspect_name_waits_and_the_old_one_stands(signed_in, reader):
    answer = rename(signed_in, "Prophet of Doom")
    said = signed_in.get(answer.url).text
    assert "“Prophet of Doom” is read by a moderator first. Until then you are Rita Reader." in said
    assert the_name_of(reader) == "Rita Reader"
    assert rename(signed_in, "Prophet of Gloom").status_code == 422
    assert HeldName.objects.count() == 1


@pytest.mark.usefixtures("lists")
def test_two_clicks_on_sign_up_with_a_suspect_name_are_one_account(client):
    sign_up(client, "Prophet of Doom")
    assert sign_up(client, "Prophet of Doom").status_code == 302
    assert User.objects.count() == 1


@pytest.mark.usefixtures("lists")
def test_staff_and_administrators_are_not_screened(client, editor, reader, administrator):
    client.force_login(editor)
    rename(client, "Prophet Quill")
    assert the_name_of(editor) == "Prophet Quill"
    naming.rename(reader, "Prophet Ann", by=administrator, at=timezone.now())
    assert the_name_of(reader) == "Prophet Ann"


@pytest.fixture
def held(reader):
    return HeldName.objects.create(
        person=reader, name="Prophet of Doom", findings=["a suspect word"], chosen_at=timezone.now()
    )


@pytest.fixture
def at_the_desk(client, moderator, open_admin):
    client.force_login(moderator)
    return client


def decide(client, held, decision, reason=""):
    said = {"decision": decision, "reason": reason}
    return client.post(reverse("name_decision", args=[held.pk]), said)


def test_a_moderator_sees_why_a_name_waits_and_approves_it(at_the_desk, reader, held):
    page = at_the_desk.get(reverse("names")).text
    assert "Prophet of Doom" in page
    assert "<li>a suspect word</li>" in page
    assert "Names (1)</a>" in page
    decide(at_the_desk, held, "approval")
    assert the_name_of(reader) == "Prophet of Doom"
    assert [each.name for each in reader.earlier_names.all()] == ["Rita Reader"]
    assert LogEntry.objects.filter(act="name approved", about=f"account {reader.pk}").exists()
    assert "Prophet of Doom</h3>" not in at_the_desk.get(reverse("names")).text


def test_a_moderator_refuses_a_name_with_a_reason_that_its_bearer_reads(
    at_the_desk, reader, held, settings, django_capture_on_commit_callbacks
):
    assert decide(at_the_desk, held, "refusal").status_code == 422
    settings.SENDS_MAIL = True
    decide(at_the_desk, held, "refusal", "It frightens children.")
    assert the_name_of(reader) == "Rita Reader"
    at_the_desk.force_login(reader)
    assert "for this reason: It frightens children." in name_page(at_the_desk)
    rename(at_the_desk, "Rita Read")
    assert "It frightens children." not in name_page(at_the_desk)


def test_two_moderators_decide_once(at_the_desk, held):
    decide(at_the_desk, held, "approval")
    answer = decide(at_the_desk, held, "refusal", "No.")
    page = at_the_desk.get(answer.url)
    assert "A colleague has decided on this name already." in page.text


def test_a_name_taken_meanwhile_is_not_approved(at_the_desk, reader, held):
    a_person(name="Prophet of Doom")
    assert "Somebody already has this name" in decide(at_the_desk, held, "approval").text
    assert the_name_of(reader) == "Rita Reader"
    assert HeldName.objects.waiting().exists()


def test_no_letter_leaves_where_no_mail_is_sent(at_the_desk, held):
    decide(at_the_desk, held, "refusal", "It frightens children.")
    assert mail.outbox == []

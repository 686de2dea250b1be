"""The owner of a confirmed address may claim what was written with it elsewhere."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments import standing
from comments.models import Case, Comment, LogEntry, Sanction, Thread
from newsroom.models import ImportedEmail, User
from tests.exports import a_post, a_word, an_export, brought_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sends_mail(settings):
    settings.SENDS_MAIL = True


@pytest.fixture
def page(client, reader):
    client.force_login(reader)
    return reverse("account_earlier_comments")


def confirm(person: User, *, verified: bool = True) -> None:
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": verified, "primary": True}
    )


@pytest.fixture
def export(tmp_path, reader):
    words = (
        a_word(1, name="Rita R.", email=reader.email.upper(), text="My first.")
        + a_word(2, name="Rita R.", email=reader.email, approved="0", text="My second.")
        + a_word(3, name="Troll", email=reader.email, text="Not mine.")
        + a_word(4, name="Somebody", email="other@reader.example", text="Another's.")
    )
    return an_export(tmp_path, a_post(inside=words))


def number_of(name: str) -> int:
    return User.objects.get(display_name=name).pk


def test_they_are_offered_by_the_names_they_had(export, client, reader, page):
    brought_in(export)
    confirm(reader)
    shown = client.get(page).text
    assert "Rita R." in shown
    assert "2 comments." in shown
    assert "My second." in shown
    assert "Troll" in shown
    assert "Somebody" not in shown


def test_the_names_that_are_chosen_become_ones_own(export, client, reader, page):
    brought_in(export)
    confirm(reader)
    before = Thread.objects.get()
    answer = client.post(page, {"names": [number_of("Rita R.")]}, follow=True)
    assert "2 comments are yours now" in answer.text
    assert sorted(c.text for c in reader.comments.all()) == ["My first.", "My second."]
    assert Case.objects.get().author == reader
    assert Thread.objects.get().comment_count == before.comment_count
    assert Thread.objects.get().version > before.version
    names = client.get(Article.objects.get().path).text
    assert "Rita Reader" in names
    assert "Rita R.<" not in names
    assert "Troll" in names


def test_a_claim_is_in_the_log_without_a_name_or_an_address(export, client, reader, page):
    brought_in(export)
    confirm(reader)
    client.post(page, {"names": [number_of("Rita R.")]})
    entry = LogEntry.objects.order_by("number").last()
    assert (entry.act, entry.about) == ("claim", f"account {reader.pk}")
    assert entry.details == {"comments_moved": 2, "earlier_names": 1}
    assert entry.who == ""


def test_an_address_that_is_not_confirmed_claims_nothing(export, client, reader, page):
    brought_in(export)
    confirm(reader, verified=False)
    assert "Rita R." not in client.get(page).text
    client.post(page, {"names": [number_of("Rita R.")]})
    assert not reader.comments.exists()


def test_where_no_mail_is_sent_no_address_is_proved(export, client, reader, page, settings):
    settings.SENDS_MAIL = False
    brought_in(export)
    confirm(reader)
    assert "This site sends no mail" in client.get(page).text
    client.post(page, {"names": [number_of("Rita R.")]})
    assert not reader.comments.exists()


@pytest.mark.parametrize("names", [["Somebody"], ["Rita Reader"], []])
def test_nobody_claims_what_was_not_offered(export, client, reader, second_reader, page, names):
    brought_in(export)
    confirm(reader)
    client.post(page, {"names": [number_of(name) for name in names]})
    client.post(page, {"names": ["x", "-1", "9" * 30, "²"]})
    assert not reader.comments.exists()
    assert number_of("Somebody") != reader.pk


def test_a_stranger_is_asked_to_sign_in(client):
    answer = client.get(reverse("account_earlier_comments"))
    assert answer.url.startswith(reverse("account_login"))


def test_nothing_is_claimed_under_a_sanction(export, client, reader, moderator, page):
    brought_in(export)
    confirm(reader)
    Sanction.objects.create(
        person=reader, kind="ban", reason="Rude.", starts_at=timezone.now(), set_by=moderator
    )
    client.post(page, {"names": [number_of("Rita R.")]})
    assert not reader.comments.exists()
    assert "You cannot join them to your account at present." in client.get(page).text


def test_a_second_import_gives_nothing_back(export, client, reader, page):
    brought_in(export)
    confirm(reader)
    client.post(page, {"names": [number_of("Rita R.")]})
    people = User.objects.count()
    brought_in(export)
    assert reader.comments.count() == 2
    assert User.objects.count() == people


def test_the_owner_may_take_the_earlier_name(export, client, reader, page):
    brought_in(export)
    confirm(reader)
    taken = client.post(reverse("account_name"), {"display_name": "Rita R."})
    assert taken.status_code == 422
    client.post(page, {"names": [number_of("Rita R.")]})
    assert ImportedEmail.objects.get(claimed_by=reader).person.display_name == "Rita R."
    client.post(reverse("account_name"), {"display_name": "Rita R."})
    reader.refresh_from_db()
    assert reader.display_name == "Rita R."


def test_standing_follows_the_proof(tmp_path, client, reader, page):
    words = "".join(a_word(n, name="Rita", email=reader.email) for n in range(1, 25))
    brought_in(an_export(tmp_path, a_post(inside=words)))
    assert standing.with_history(reader, timezone.now()).is_newcomer
    confirm(reader)
    client.post(page, {"names": [number_of("Rita")]})
    assert standing.with_history(reader, timezone.now()).is_trusted
    assert Comment.objects.filter(author=reader).count() == 24

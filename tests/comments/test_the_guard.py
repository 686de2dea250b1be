"""One guard stands on every writing verb, whatever the mode and whoever asks."""

from __future__ import annotations

import uuid
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import posting, reporting, switch
from comments.models import Comment, Edit, Mode, Report, Sanction, Scope
from comments.posting import Refused, Submission, Taken
from tests.builders import a_comment, a_person

MODES = list(Mode)
WRITERS = ["reader", "banned", "moderator"]
TEXT = "A long and careful thought."


@pytest.fixture
def banned(db):
    person = a_person(name="Bernard Out")
    Sanction.objects.create(person=person, reason="Threats.", starts_at=timezone.now())
    return person


def set_mode(mode):
    if mode != Mode.OPEN:
        switch.suspend(Scope(), mode=mode, cause="abuse", reason="A flood of spam.")


def may_write(mode, who):
    return mode in (Mode.OPEN, Mode.PREMODERATED) and who != "banned"


def write(verb, person, article):
    if verb == "edit":
        own = a_comment(article=article, author=person, text="Before.")
        return lambda: posting.edit(own, TEXT, by=person)
    parent = a_comment(article=article) if verb == "reply" else None
    submission = Submission(article, person, TEXT, uuid.uuid4(), parent)
    return lambda: posting.submit(submission)


@pytest.mark.parametrize(
    ("verb", "mode", "who"), list(product(["submit", "reply", "edit"], MODES, WRITERS))
)
def test_nobody_writes_where_it_is_closed_and_a_banned_person_nowhere(
    request, article, verb, mode, who
):
    person = request.getfixturevalue(who)
    attempt = write(verb, person, article)
    set_mode(mode)
    before = list(Comment.objects.order_by("pk").values())
    outcome = attempt()
    if may_write(mode, who):
        assert isinstance(outcome, Taken)
        assert outcome.comment.text == TEXT
        assert outcome.held == (mode == Mode.PREMODERATED)
    else:
        assert isinstance(outcome, Refused)
        assert outcome.text == TEXT
        assert list(Comment.objects.order_by("pk").values()) == before
        assert not Edit.objects.exists()


@pytest.mark.parametrize(("mode", "who"), list(product(MODES, WRITERS)))
def test_an_author_may_always_delete_what_is_his_own(request, article, mode, who):
    person = request.getfixturevalue(who)
    own = a_comment(article=article, author=person)
    set_mode(mode)
    assert posting.delete(own, by=person)
    own.refresh_from_db()
    assert own.status == Comment.Status.DELETED


@pytest.mark.parametrize(("mode", "who"), list(product(MODES, WRITERS)))
def test_nobody_deletes_or_edits_what_another_wrote(request, article, mode, who):
    person = request.getfixturevalue(who)
    anothers = a_comment(article=article, text="Mine alone.")
    set_mode(mode)
    assert not posting.delete(anothers, by=person)
    assert isinstance(posting.edit(anothers, TEXT, by=person), Refused)
    anothers.refresh_from_db()
    assert (anothers.text, anothers.status) == ("Mine alone.", Comment.Status.PUBLISHED)


@pytest.mark.parametrize(("mode", "who"), list(product(MODES, WRITERS)))
def test_what_can_be_read_can_be_reported(request, article, mode, who):
    person = request.getfixturevalue(who)
    comment = a_comment(article=article)
    set_mode(mode)
    at = timezone.now()
    reporting.report(comment, by=person, reason=Report.Reason.values[0], text="", at=at)
    assert Report.objects.count() == (0 if mode == Mode.HIDDEN else 1)


@pytest.mark.parametrize(
    ("verb", "mode"), list(product(["write", "reply", "comment_text", "deletion"], MODES))
)
def test_a_stranger_writes_nothing_in_any_mode(client, article, verb, mode):
    comment = a_comment(article=article, text="Mine alone.")
    set_mode(mode)
    key = article.pk if verb == "write" else comment.pk
    client.post(reverse(verb, args=[key]), {"text": TEXT, "token": str(uuid.uuid4())})
    assert [(c.text, c.status) for c in Comment.objects.all()] == [
        ("Mine alone.", Comment.Status.PUBLISHED)
    ]


def test_a_form_open_when_the_switch_was_thrown_keeps_its_text(client, reader, article):
    client.force_login(reader)
    set_mode(Mode.CLOSED)
    page = client.post(reverse("write", args=[article.pk]), {"text": TEXT})
    assert TEXT in page.content.decode() or TEXT in str(client.session.items())
    assert not Comment.objects.exists()

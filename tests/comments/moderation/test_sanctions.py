"""Warnings, premoderation, mutes and bans: imposed by moderators, felt on the next request."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from comments import standing
from comments.models import Sanction
from comments.moderation import sanctions
from tests.builders import a_comment, a_person

Kind = Sanction.Kind
DAY = timedelta(days=1)


def impose(person, by, *, kind=Kind.MUTE, lasts=DAY, at=None, **fields):
    at = at or timezone.now()
    ends_at = at + lasts if lasts else None
    sanction = Sanction(person=person, kind=kind, reason="Threats.", ends_at=ends_at, **fields)
    sanctions.impose(sanction, by=by, at=at)
    return sanction


@pytest.mark.parametrize("kind", Kind.values)
def test_a_sanction_is_in_force_at_once_and_over_once_it_is_lifted(reader, moderator, kind):
    sanction = impose(reader, moderator, kind=kind)
    assert getattr(standing.of(reader, timezone.now()), kind) == sanction
    assert sanctions.lift(sanction, by=moderator, at=timezone.now())
    assert getattr(standing.of(reader, timezone.now()), kind) is None
    assert not sanctions.lift(sanction, by=moderator, at=timezone.now())


def test_a_mute_ends_by_itself(reader, moderator):
    impose(reader, moderator)
    now = timezone.now()
    assert not standing.of(reader, now).may_write
    assert standing.of(reader, now + DAY).may_write


@pytest.mark.parametrize("staff", ["moderator", "editor", "administrator"])
def test_nobody_sanctions_staff(request, staff, moderator):
    person = request.getfixturevalue(staff)
    with pytest.raises(ValidationError, match="Staff"):
        impose(person, moderator)
    assert not Sanction.objects.exists()


def test_a_mute_needs_an_end_and_one_that_lies_ahead(reader, moderator):
    with pytest.raises(ValidationError, match="A mute needs an end"):
        impose(reader, moderator, lasts=None)
    with pytest.raises(ValidationError, match="lie ahead"):
        impose(reader, moderator, lasts=-DAY)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"kind": Kind.BAN, "lasts": None}, {"kind": Kind.BAN}),
        ({"kind": Kind.BAN, "lasts": None}, {"kind": Kind.BAN, "lasts": None}),
        ({"kind": Kind.WARNING, "lasts": None}, {"kind": Kind.WARNING, "lasts": None}),
    ],
)
def test_the_second_of_two_moderators_does_not_impose_the_same(reader, moderator, first, second):
    colleague = a_person(group="Moderators")
    impose(reader, moderator, **first)
    with pytest.raises(ValidationError, match="in force already"):
        impose(reader, colleague, at=timezone.now() + timedelta(minutes=5), **second)
    assert Sanction.objects.get().set_by == moderator


@pytest.mark.parametrize("graver", [{"lasts": 7 * DAY}, {"kind": Kind.BAN, "lasts": None}])
def test_what_goes_further_is_imposed_beside_what_is_in_force(reader, moderator, graver):
    impose(reader, moderator)
    impose(reader, moderator, **graver)
    assert Sanction.objects.count() == 2


def test_each_comment_may_bring_its_warning(reader, moderator, article):
    for _ in range(2):
        comment = a_comment(article=article, author=reader)
        impose(reader, moderator, kind=Kind.WARNING, lasts=None, comment=comment)
    assert Sanction.objects.count() == 2


def test_a_warning_is_over_once_its_receiver_has_read_it(reader, second_reader, moderator):
    warning = impose(reader, moderator, kind=Kind.WARNING, lasts=None)
    assert not sanctions.confirm(warning, by=second_reader, at=timezone.now())
    assert not standing.of(reader, timezone.now()).may_write
    assert sanctions.confirm(warning, by=reader, at=timezone.now())
    assert standing.of(reader, timezone.now()).may_write


def test_a_ban_is_not_over_because_it_was_read(reader, moderator):
    ban = impose(reader, moderator, kind=Kind.BAN, lasts=None)
    assert not sanctions.confirm(ban, by=reader, at=timezone.now())


def test_nobody_lifts_what_befell_oneself(reader, moderator):
    sanction = impose(reader, moderator)
    assert not sanctions.lift(sanction, by=reader, at=timezone.now())

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import standing
from comments.models import Sanction
from comments.models.prepared import Prepared
from tests.builders import a_person


@pytest.fixture
def in_force():
    return Prepared(
        lambda at, person: Sanction.objects.in_force(at).filter(person=person),
        moments=("at",),
        numbers=("person",),
    )


def a_sanction(person, kind="ban", **fields):
    return Sanction.objects.create(
        person=person, kind=kind, starts_at=timezone.now() - timedelta(days=9), **fields
    )


def test_a_prepared_query_answers_as_the_one_it_was_made_from(reader, second_reader, in_force):
    now = timezone.now()
    a_sanction(reader, ends_at=now - timedelta(days=1))
    a_sanction(reader, kind="warning", read_at=now)
    lasting = [a_sanction(reader), a_sanction(reader, kind="warning")]
    a_sanction(second_reader)
    for person in (reader, second_reader, a_person()):
        for at in (now, now - timedelta(days=5), now - timedelta(days=10)):
            asked = Sanction.objects.in_force(at).filter(person=person)
            assert list(in_force.instances(at=at, person=person.pk)) == list(asked)
            rows = in_force.rows(at=at, person=person.pk)
            assert [row[0] for row in rows] == [each.pk for each in asked]
    assert set(in_force.instances(at=now, person=reader.pk)) == set(lasting)


def test_a_prepared_query_is_one_query_with_values_of_their_kind(
    reader, in_force, django_assert_num_queries
):
    a_sanction(reader, ends_at=timezone.now() + timedelta(days=2))
    with django_assert_num_queries(1):
        [found] = in_force.instances(at=timezone.now(), person=reader.pk)
    assert found.ends_at - found.starts_at > timedelta(days=10)


def test_a_query_that_forgets_an_argument_is_refused(db):
    forgetful = Prepared(
        lambda at, person: Sanction.objects.in_force(at), moments=("at",), numbers=("person",)
    )
    with pytest.raises(ValueError, match="person"):
        forgetful.rows(at=timezone.now(), person=1)


def test_a_standing_asks_once(reader, django_assert_num_queries):
    a_sanction(reader)
    with django_assert_num_queries(1):
        assert standing.of(reader, timezone.now()).ban

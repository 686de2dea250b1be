import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import standing
from comments.models import AddressUse, Comment, Finding, Fingerprint, Sanction
from newsroom.foundation.prepared import Insertion, Prepared
from tests.builders import a_comment, a_person


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


def test_a_row_is_written_as_its_model_would_save_it(reader, article):
    at, text = timezone.now(), "Höre! 'And' {see} %s “that”."
    first, second = a_comment(article=article), a_comment(article=article)
    alike = [
        (AddressUse, {"address": "2001:db8::7", "first_at": at, "last_at": at}, "person"),
        (
            Comment,
            {
                "thread": first.thread, "author": reader, "text": text, "html": text, "level": 2,
                "shown_under": first, "parent": first, "status": "published", "created_at": at,
                "address": "203.0.113.7",
            },
            "token",
        ),
        (
            Fingerprint,
            {
                "exact": -7, "band_1": 1, "band_2": 2, "band_3": 3, "band_4": 2**62,
                "sketch": b"\x00\xff%s", "group": 9, "made_at": at,
            },
            "comment",
        ),
    ]  # fmt: skip
    own = {
        "person": (reader, a_person()),
        "token": (uuid.uuid4(), uuid.uuid4()),
        "comment": (first, second),
    }
    for model, fields, differs in alike:
        saved = model.objects.create(**fields, **{differs: own[differs][0]})
        written = model(**fields, **{differs: own[differs][1]})
        Insertion(model).write(written)
        assert written.pk == model.objects.latest("pk").pk
        assert shown(written, differs) == shown(saved, differs)


def shown(row, differs):
    """The row as the database has it, but for what makes it another."""
    [values] = type(row).objects.filter(pk=row.pk).values()
    left_out = ("id", "comment_id", differs, f"{differs}_id")
    return {
        name: bytes(value) if name == "sketch" else value
        for name, value in values.items()
        if name not in left_out
    }


def test_many_rows_are_written_at_once_with_the_keys_they_got(
    reader, article, django_assert_num_queries
):
    comment = a_comment(article=article, author=reader)
    found = [
        Finding(
            comment=comment,
            check_name=name,
            evidence=name,
            weight=1,
            leads_to="hold",
            found_at=timezone.now(),
        )
        for name in ("words", "links", "pace")
    ]
    with django_assert_num_queries(1):
        Insertion(Finding).write(*found)
    assert {each.pk: each.check_name for each in found} == dict(
        Finding.objects.values_list("pk", "check_name")
    )

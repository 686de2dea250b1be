"""What PostgreSQL plans once for a connection behaves as what it plans anew each time."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from comments.models import Pulse
from newsroom.foundation.prepared import cursor_with_plans, execute

BEAT = "UPDATE comments_pulse SET number = number + %s WHERE slot = %s"
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")


def beats() -> int:
    return Pulse.objects.get(slot=1).number


def asked(sql: str, *values: object) -> list[tuple[object, ...]]:
    with cursor_with_plans() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asks_before", [False, True])
def test_it_is_in_the_transaction_even_as_its_first_statement(asks_before: bool) -> None:
    before = beats()
    with transaction.atomic():
        if asks_before:
            beats()
        assert execute(BEAT, 7, 1) == 1
        assert execute(BEAT, 7, 1) == 1
        assert beats() == before + 14
        transaction.set_rollback(True)
    assert beats() == before
    with transaction.atomic():
        execute(BEAT, 7, 1)
    assert beats() == before + 7


@pytest.mark.django_db(transaction=True)
def test_what_breaks_a_rule_raises_what_django_would_and_can_be_asked_again() -> None:
    add = "INSERT INTO comments_pulse (slot, number) VALUES (%s, 0)"
    for _ in range(2):
        with pytest.raises(IntegrityError):
            execute(add, 1)
    assert execute(add, 1_000) == 1


def test_a_percent_sign_is_one(db: None) -> None:
    assert asked("SELECT 7 %% 4, slot FROM comments_pulse WHERE slot = %s", 1) == [(3, 1)]


def test_it_is_counted_and_logged_as_any_query(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(1) as log:
        execute(BEAT, 0, 1)
    assert "UPDATE comments_pulse" in log[0]["sql"]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_it_is_planned_once() -> None:
    connection.close()
    for number in range(9):
        execute(BEAT, number, 1)
    held = asked("SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'UPDATE%%'")
    assert held == [("UPDATE comments_pulse SET number = number + $1 WHERE slot = $2",)]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_server_that_let_go_of_its_plans_makes_them_anew() -> None:
    execute(BEAT, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert execute(BEAT, 1, 1) == 1


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_so_it_does_when_a_table_has_changed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE said AS SELECT 1 AS number")
    assert asked("SELECT * FROM said") == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE said ALTER number TYPE text")
    assert asked("SELECT * FROM said") == [("1",)]
    connection.close()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_off_is_an_outage_and_the_next_one_works() -> None:
    execute(BEAT, 1, 1)
    with pytest.raises(OperationalError):
        asked("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(OperationalError):
        execute(BEAT, 1, 1)
    connection.close()
    assert execute(BEAT, 1, 1) == 1

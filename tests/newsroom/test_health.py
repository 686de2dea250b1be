import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from newsroom import health


@pytest.fixture(autouse=True)
def a_process_that_has_just_started(monkeypatch):
    monkeypatch.setattr(health, "_known_migrated", False)


def test_a_process_is_alive_without_its_database(client):
    assert client.get("/healthz").text == "alive\n"  # any query would fail this test


def test_it_is_ready_with_a_database_that_is_up_to_date(client, db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200, {"ready": True, "database": "ok", "migrations": "ok", "cache": "ok"},
    )  # fmt: skip
    assert "no-store" in answer.headers["Cache-Control"]


def test_once_known_to_be_ready_it_asks_one_question(client, db, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


def test_it_is_not_ready_before_the_migrations(client, db):
    MigrationRecorder(connection).migration_qs.filter(app="newsroom").last().delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503, {"ready": False, "database": "ok", "migrations": "missing", "cache": "ok"},
    )  # fmt: skip


def test_it_is_not_ready_without_its_database(client, db):
    def unreachable(execute, sql, params, many, context):
        raise OperationalError("could not connect to server at 10.0.0.5")

    with connection.execute_wrapper(unreachable):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503, {"ready": False, "database": "unreachable", "migrations": "unknown", "cache": "ok"},
    )  # fmt: skip

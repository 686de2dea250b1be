"""The log of the desk: written with the act, in an order that can be proved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from comments.models import LogEntry
from comments.moderation import record

AT = datetime(2026, 3, 4, 5, 6, 7, 890123, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def write(act="approve", **fields):
    with transaction.atomic():
        return LogEntry.objects.write(act, **{"by": None, "at": AT, **fields})


@pytest.fixture
def tamper():
    """Somebody with the keys of the database, who stops at nothing."""

    def tampered(statement, *values):
        steps = [statement.replace("log", "comments_logentry", 1)]
        if connection.vendor == "postgresql":
            table = "ALTER TABLE comments_logentry"
            steps = [
                "SET CONSTRAINTS ALL IMMEDIATE",
                f"{table} DISABLE TRIGGER log_is_append_only",
                *steps,
                f"{table} ENABLE TRIGGER log_is_append_only",
            ]
        with connection.cursor() as cursor:
            for step in steps:
                cursor.execute(step, values if "%s" in step else None)

    return tampered


def verified():
    said = StringIO()
    try:
        call_command("verify_log", stdout=said)
    except SystemExit as left:
        return left.code, said.getvalue().strip()
    return 0, said.getvalue().strip()


# Writing


def test_an_entry_says_who_did_what_and_about_what(moderator):
    entry = write(by=moderator, about="comment 12", details={"reason": "Rule 3."})
    entry.refresh_from_db()
    assert (entry.number, entry.by, entry.who) == (1, moderator, "Moritz Calm")
    assert (entry.act, entry.about, entry.at) == ("approve", "comment 12", AT)
    assert entry.details == {"reason": "Rule 3."}


def test_an_entry_carries_the_hash_of_the_one_before():
    first, second = write(), write()
    assert (first.number, first.previous) == (1, "")
    assert (second.number, second.previous) == (2, first.hash)


def test_the_name_stays_what_it_was(moderator):
    write(by=moderator)
    moderator.display_name = "Somebody Else"
    moderator.save(update_fields=["display_name"])
    assert LogEntry.objects.get().who == "Moritz Calm"
    assert record.verify() is None


def test_the_hash_can_be_computed_by_anybody():
    entry = write(about="comment 12", details={"b": "é", "a": [1, None]})
    # printf '%s' '[1,"2026-03-04T05:06:07.890123+00:00",null,"","approve","comment 12",
    # {"a":[1,null],"b":"é"},""]' | sha256sum
    assert entry.hash == "5e1a4cb5da79eb49eefce21cadfe0a3166c4b6d80430ee50127c2f9e8f2a7e4c"


def test_nothing_is_written_without_an_act(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        LogEntry.objects.write("approve", by=None, at=AT)


def test_an_act_that_fails_leaves_no_entry():
    with transaction.atomic():
        LogEntry.objects.write("approve", by=None, at=AT)
        transaction.set_rollback(True)
    assert not LogEntry.objects.exists()
    assert write().number == 1


@pytest.mark.parametrize("number", [1, 3])
def test_writing_costs_the_same_however_long_the_log(number, django_assert_num_queries):
    for _ in range(number):
        write()
    with transaction.atomic(), django_assert_num_queries(2 + (connection.vendor == "postgresql")):
        LogEntry.objects.write("approve", by=None, at=AT)


# Staying


def test_an_entry_is_neither_changed_nor_deleted(db):
    entry = write()
    entry.who = "Nobody"
    for act in (
        entry.save,
        entry.delete,
        LogEntry.objects.all().delete,
        lambda: LogEntry.objects.update(who="Nobody"),
    ):
        with pytest.raises(ProtectedError):
            act()
    assert LogEntry.objects.get().who == ""


@pytest.mark.parametrize(
    "statement", ["UPDATE comments_logentry SET who = 'Nobody'", "DELETE FROM comments_logentry"]
)
def test_postgresql_refuses_to_change_the_log_whoever_asks(statement):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot refuse; the chain tells")
    write()
    refused = pytest.raises(DatabaseError, match="The log is append-only")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)
    assert LogEntry.objects.count() == 1


# Verifying


@pytest.mark.parametrize(
    ("entries", "said"),
    [(0, "0 entries, unbroken."), (1, "1 entry, unbroken."), (3, "3 entries, unbroken.")],
)
def test_a_log_that_nobody_touched_is_unbroken(entries, said):
    for _ in range(entries):
        write()
    assert verified() == (0, said)


CHANGES = {
    "the act": ("UPDATE log SET act = 'reject' WHERE number = 3", "Entry 3: it is not as it was"),
    "the name": ("UPDATE log SET who = 'Nobody' WHERE number = 3", "Entry 3: it is not as it was"),
    "details": ("UPDATE log SET details = '{}' WHERE number = 3", "Entry 3: it is not as it was"),
    "the hash": ("UPDATE log SET hash = 'f' WHERE number = 5", "Entry 5: it is not as it was"),
    "the link": ("UPDATE log SET previous = 'f' WHERE number = 2", "Entry 2: it does not follow"),
    "the first": ("DELETE FROM log WHERE number = 1", "Entry 1: missing"),
    "the first two": ("DELETE FROM log WHERE number <= 2", "Entry 1: missing"),
    "one between": ("DELETE FROM log WHERE number = 3", "Entry 3: missing"),
    "a number": ("UPDATE log SET number = 9 WHERE number = 3", "Entry 3: missing"),
    "the front": ("UPDATE log SET number = 0 WHERE number = 1", "Entry 1: missing"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("batch", [1, 2, 1_000])
def test_what_was_done_to_the_log_is_found(monkeypatch, tamper, change, batch):
    monkeypatch.setattr(record, "BATCH", batch)
    for number in range(5):
        write(about=f"comment {number}", details={"reason": "Rule 3."})
    statement, said = CHANGES[change]
    tamper(statement)
    code, line = verified()
    assert (code, line[: len(said)]) == (1, said)


def test_an_entry_forged_with_a_hash_of_its_own_breaks_the_chain_behind_it(tamper):
    for _ in range(3):
        write()
    forged = LogEntry.objects.get(number=2)
    forged.who = "Nobody"
    tamper("UPDATE log SET who = 'Nobody', hash = %s WHERE number = 2", forged.digest())
    assert str(record.verify()) == "Entry 3: it does not follow from the one before."


def test_an_entry_linked_to_a_forged_one_has_to_be_forged_as_well(tamper):
    for _ in range(3):
        write()
    forged = LogEntry.objects.get(number=2)
    forged.who = "Nobody"
    tamper("UPDATE log SET who = 'Nobody', hash = %s WHERE number = 2", forged.digest())
    tamper("UPDATE log SET previous = %s WHERE number = 3", forged.digest())
    assert str(record.verify()) == "Entry 3: it is not as it was written."


@pytest.mark.parametrize(("entries", "queries"), [(1, 3), (3, 4)])
def test_verifying_reads_batch_by_batch(monkeypatch, entries, queries, django_assert_num_queries):
    monkeypatch.setattr(record, "BATCH", 2)
    for _ in range(entries):
        write()
    with django_assert_num_queries(queries):
        assert record.verify() is None


plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
)
trees = st.recursive(
    plain,
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.text(
                st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5
            ),
            inside,
            max_size=4,
        )
    ),
    max_leaves=8,
)
zones = st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))


class WhateverIsWritten(TestCase):
    @given(
        details=st.dictionaries(st.text("ab\u00e9 1", max_size=4), trees, max_size=4),
        at=st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=zones),
    )
    def test_comes_back_from_the_database_with_the_same_hash(self, details, at):
        write(details=details, at=at)
        assert record.verify() is None

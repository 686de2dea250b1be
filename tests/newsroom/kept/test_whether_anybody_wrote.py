"""On SQLite no stamp is asked for while nobody has committed anything; after that it always is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client

from newsroom.pagecache import stamp, writes
from newsroom.pagecache.stamp import LastAnswer, Stamp
from tests.builders import a_comment

IN_ANOTHER_PROCESS = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)
database.executescript(sys.argv[2])
database.close()
"""


def elsewhere(path: Path, sql: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, str(path), sql],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "paper.sqlite3"
    assert elsewhere(path, "PRAGMA journal_mode=WAL; CREATE TABLE said (text)").returncode == 0
    return path


@pytest.mark.parametrize(
    "write",
    [
        "INSERT INTO said VALUES ('a')",
        "BEGIN IMMEDIATE; INSERT INTO said VALUES ('a'); COMMIT",
        "UPDATE said SET text = 'of now'",
        "DELETE FROM said",
        "CREATE TABLE other (text)",
        "INSERT INTO said VALUES ('a'); PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA synchronous=OFF; INSERT INTO said VALUES ('a')",
    ],
)
def test_every_commit_of_another_process_is_seen(path: Path, write: str) -> None:
    elsewhere(path, "INSERT INTO said VALUES ('of before')")
    before = writes.head(path)
    assert before is not None
    assert elsewhere(path, write).returncode == 0
    assert writes.head(path) != before


def test_each_of_many_commits_in_this_process_is_seen(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        heads = {writes.head(path)}
        for number in range(1, 3001):  # beyond several checkpoints, when the log begins anew
            database.execute("INSERT INTO said VALUES (?)", [str(number) * 100])
            heads.add(writes.head(path))
            assert len(heads) == number + 1


def test_reading_and_what_is_rolled_back_is_no_writing(path: Path) -> None:
    before = writes.head(path)
    elsewhere(path, "SELECT * FROM said")
    elsewhere(path, "BEGIN IMMEDIATE; INSERT INTO said VALUES ('a'); ROLLBACK")
    assert writes.head(path) == before


def test_who_is_first_to_open_it_and_last_to_close_it_are_seen_too(path: Path) -> None:
    """SQLite throws the index away with the last connection and then makes another."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("SELECT * FROM said").fetchall()
        before = writes.head(path)
    assert elsewhere(path, "INSERT INTO said VALUES ('a')").returncode == 0
    assert writes.head(path) != before


def test_looking_takes_no_lock_from_whoever_writes_here(path: Path) -> None:
    """A process that closes a file lets go of all its locks on it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        assert writes.head(path) is not None
        refused = elsewhere(path, "BEGIN IMMEDIATE")
        assert "database is locked" in refused.stderr


@pytest.mark.parametrize("mode", ["DELETE", "TRUNCATE", "MEMORY"])
def test_of_a_database_without_such_a_log_nothing_is_said(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "old.sqlite3"
    elsewhere(path, f"PRAGMA journal_mode={mode}; CREATE TABLE said (text)")
    assert writes.head(path) is None


def test_nor_of_one_that_is_not_there_and_none_is_made(tmp_path: Path) -> None:
    assert writes.head(tmp_path / "none.sqlite3") is None
    assert list(tmp_path.iterdir()) == []


def test_nor_of_one_in_memory() -> None:
    assert writes.head(":memory:") is None
    assert writes.head("file:paper?mode=memory&cache=shared") is None


def test_an_answer_is_good_until_something_is_written() -> None:
    last, asked = LastAnswer(), []

    def ask() -> Stamp:
        asked.append(1)
        return Stamp(len(asked), 0, 0)

    heads = [b"1", b"1", b"2", b"2", b"1", None, None]
    assert [last.or_asked(head, ask).edition for head in heads] == [1, 1, 2, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_a_kept_page_asks_nothing_until_somebody_writes(
    client: Client, article, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = article.get_absolute_url()
    client.get(page)
    asked = []
    read = stamp._read
    monkeypatch.setattr(stamp, "_read", lambda *of: asked.append(of) or read(*of))
    client.get(page)
    asked.clear()
    assert client.get(page).headers["ETag"]
    assert asked == []
    # Something that no page shows: asked once, and the copy is as good as it was.
    path = connection.settings_dict["NAME"]
    assert elsewhere(path, "PRAGMA user_version = 7").returncode == 0
    client.get(page)
    client.get(page)
    assert len(asked) == 1
    a_comment(article=article, text="A word from elsewhere")
    assert b"A word from elsewhere" in client.get(page).content


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_within_a_transaction_it_is_asked_every_time(db: None, monkeypatch) -> None:
    read = SimpleNamespace(times=0)

    def count(*_of: object) -> Stamp:
        read.times += 1
        return Stamp(0, 0, 0)

    monkeypatch.setattr(stamp, "_read", count)
    stamp.read(stamp.AT_FIRST)
    stamp.read(stamp.AT_FIRST)
    assert read.times == 2

"""The way up is the way down."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest


def manage(*arguments: str, data_dir: str) -> None:
    environment = {
        **os.environ,
        "DATA_DIR": data_dir,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("app", ["comments", "articles"])
def test_an_apps_migrations_go_back_to_zero_and_up_again(app, tmp_path):
    manage("migrate", "-v0", data_dir=str(tmp_path))
    manage("migrate", app, "zero", "-v0", data_dir=str(tmp_path))
    manage("migrate", "-v0", data_dir=str(tmp_path))


def test_a_demo_that_was_loaded_before_keeps_its_password_on_the_way_up_and_down(tmp_path):
    """A database of before: the password stood in the masthead."""
    database = tmp_path / "newsroom.sqlite3"

    def sql(statement: str) -> list[tuple]:
        with closing(sqlite3.connect(database)) as connection, connection:
            return connection.execute(statement).fetchall()

    manage("migrate", "newsroom", "0004", "-v0", data_dir=str(tmp_path))
    sql("UPDATE newsroom_masthead SET demo_password = 'shown at every start'")
    manage("migrate", "-v0", data_dir=str(tmp_path))
    row = "SELECT name, password, brought, removed_at FROM newsroom_demopaper"
    assert sql(row) == [("The Allard Courier", "shown at every start", None, None)]
    manage("migrate", "newsroom", "0004", "-v0", data_dir=str(tmp_path))
    assert sql("SELECT demo_password FROM newsroom_masthead") == [("shown at every start",)]


def test_a_real_paper_of_before_becomes_no_demo(tmp_path):
    manage("migrate", "newsroom", "0004", "-v0", data_dir=str(tmp_path))
    manage("migrate", "-v0", data_dir=str(tmp_path))
    with closing(sqlite3.connect(tmp_path / "newsroom.sqlite3")) as connection:
        assert connection.execute("SELECT * FROM newsroom_demopaper").fetchall() == []


def test_a_paper_in_another_language_has_no_changes_of_models_to_migrate(tmp_path, monkeypatch):
    monkeypatch.setenv("LANGUAGE_CODE", "pt-br")
    manage("makemigrations", "--check", "--dry-run", data_dir=str(tmp_path))

"""A home for one run: a folder and a database of its own, both gone at the end."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
# Nothing else of the environment gets to the site: it runs as where nobody has set anything.
PASSED_ON = ("PATH", "HOME", "LANG", "TZ")
REACHED_BY_DEFAULT = "postgres:///postgres"


@dataclass(frozen=True)
class Home:
    name: str
    """SQLite or PostgreSQL."""
    folder: Path
    version: str
    url: str = ""
    paper: dict[str, Any] = field(default_factory=dict)
    """What stands in it: see benchmarks.serving.inside.paper."""

    @property
    def environment(self) -> dict[str, str]:
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        ours = {"DATA_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        return passed | ours | ({"DATABASE_URL": self.url} if self.url else {})

    def do(self, task: str, told: Any = None, **environment: str) -> Any:
        """Have a task of benchmarks.serving.inside done in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.serving.inside", task],
            input=json.dumps(told), stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT,
            env=self.environment | environment, timeout=300,
        )  # fmt: skip
        return json.loads(done.stdout.splitlines()[-1])


def asked_for(databases: list[str]) -> list[str]:
    """The databases to measure on: those that were named, else SQLite (the empty string), and
    PostgreSQL where one answers."""
    if databases:
        return ["" if each == "sqlite" else each for each in databases]
    return ["", REACHED_BY_DEFAULT] if _answers(REACHED_BY_DEFAULT) else [""]


@contextmanager
def home(server: str) -> Iterator[Home]:
    """A home whose database is made on this PostgreSQL server, beside the database that the
    address names; for the empty string, SQLite's."""
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        if not server:
            yield Home("SQLite", Path(folder), f"SQLite {sqlite3.sqlite_version}")
            return
        named = urlsplit(server).path.strip("/")
        name = f"{'newsroom' if named == 'postgres' else named}_bench_{secrets.token_hex(3)}"
        number = _at(server, sql.SQL("CREATE DATABASE {}"), name)
        try:
            yield Home("PostgreSQL", Path(folder), f"PostgreSQL {number}", beside(server, name))
        finally:
            _at(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)


def beside(server: str, name: str) -> str:
    """The address of another database on the same server."""
    parts = urlsplit(server)
    return f"{parts.scheme}://{parts.netloc}/{name}{parts.query and '?'}{parts.query}"


def _at(server: str, statement: sql.SQL, name: str) -> str:
    """Do this to the database of that name; the version of the server."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name)))
        row = connection.execute("SHOW server_version").fetchone()
        return str(row[0]).split()[0] if row else ""


def _answers(server: str) -> bool:
    try:
        psycopg.connect(server, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True

"""`make run` brings the site up to date and serves it; a second time it changes nothing."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article
from newsroom.demo import load
from newsroom.management.commands import serve
from newsroom.models import DemoPaper
from tests.builders import a_demo_paper


@pytest.fixture
def started(monkeypatch, settings, tmp_path):
    """Starts the site with a server that does not run: gives what it would have been told."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    served: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: served.append(arguments))
    monkeypatch.setattr(serve.work, "start_beside", lambda parent: None)
    monkeypatch.setattr(serve.connection, "close", lambda: None)

    def start(**environment: str) -> list[str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        call_command("serve")
        return served[-1]

    return start


@pytest.mark.django_db
def test_a_paper_that_is_there_is_served_as_it_is(started, article, capsys):
    options = started(PORT="8123")
    assert options[options.index("--port") + 1] == "8123"
    assert options[options.index("--host") + 1] == "127.0.0.1"
    assert options[-1] == "newsroom.wsgi:application"
    assert "http://localhost:8123/" in capsys.readouterr().out
    assert list(Article.objects.all()) == [article]


@pytest.mark.django_db
def test_a_second_start_collects_no_static_file_again(started, article, settings):
    started()
    mark = settings.STATIC_ROOT / ".collected-from"
    kept = settings.STATIC_ROOT / "css" / "tokens.css"
    kept.unlink()
    started()
    assert mark.exists()
    assert not kept.exists()


@pytest.mark.django_db
def test_a_log_names_the_demo_accounts_and_never_their_password(started, article, capfd):
    started()
    assert "Demo accounts" not in capfd.readouterr().out
    a_demo_paper(password="open sesame")
    started()
    printed = capfd.readouterr()
    assert "moderator@example.org" in printed.out
    assert "run `manage.py demo --password`" in printed.out
    assert "open sesame" not in printed.out + printed.err


@pytest.fixture
def terminal():
    """A real terminal, as a file to write to and a function that reads what stands on it."""
    master, slave = pty.openpty()
    with os.fdopen(master, "rb", buffering=0) as screen, os.fdopen(slave, "w") as terminal:

        def shown() -> str:
            """All that stands there: a terminal gives it in pieces, so its end is marked."""
            print("\nThat is all.", file=terminal, flush=True)
            text = ""
            while "That is all." not in text:
                text += screen.read(16_384).decode(errors="replace")
            return text

        yield terminal, shown


@pytest.mark.django_db
@pytest.mark.parametrize("command", [("serve",), ("demo", "--password")])
def test_a_terminal_shows_the_password_of_the_demo(started, article, terminal, command):
    a_demo_paper(password="open sesame")
    terminal, shown = terminal
    call_command(*command, stdout=terminal)
    assert "All have the password open sesame" in shown()


@pytest.mark.django_db
def test_the_password_is_not_shown_into_a_pipe(article):
    a_demo_paper(password="open sesame")
    with pytest.raises(CommandError, match="at a terminal only") as refusal:
        call_command("demo", "--password")
    assert "open sesame" not in str(refusal.value)


@pytest.mark.django_db
def test_a_real_paper_has_no_demo_password_to_show(article):
    with pytest.raises(CommandError, match="holds no demo paper"):
        call_command("demo", "--password")


@pytest.mark.django_db
def test_a_demo_that_others_can_reach_says_that_staff_need_a_second_factor(
    started, article, capsys, settings
):
    a_demo_paper()
    settings.HOST = "0.0.0.0"
    started(HOST="0.0.0.0")
    printed = capsys.readouterr().out
    assert "listens on 0.0.0.0" in printed
    assert "staff set up a second factor before the admin opens" in printed


@pytest.mark.django_db
def test_a_demo_that_was_removed_does_not_come_back_with_the_next_start(started, capsys):
    a_demo_paper(removed_at=timezone.now())
    started()
    assert "No paper is open in this database" in capsys.readouterr().out
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_where_an_administrator_was_made_first_there_is_no_demo(started, administrator, capsys):
    started()
    assert "demo" not in capsys.readouterr().out
    assert not DemoPaper.objects.exists()


@pytest.mark.django_db
def test_an_odd_port_is_refused_in_one_line(started, article):
    with pytest.raises(CommandError, match="name a number, as in PORT=8000"):
        started(PORT="eighty")


@pytest.mark.django_db
def test_the_demo_goes_into_an_empty_database_alone(article):
    with pytest.raises(CommandError, match="goes into an empty one only"):
        call_command("demo")


def test_a_secret_is_made_once_and_kept_to_its_owner(tmp_path):
    def secret() -> str:
        environment = {**os.environ, "DATA_DIR": str(tmp_path), "SECRET_KEY": ""}
        show = "from newsroom import settings; print(settings.SECRET_KEY)"
        return subprocess.run(
            [sys.executable, "-c", show],
            env=environment, capture_output=True, text=True, check=True,
            cwd=Path(load.__file__).parents[2],
        ).stdout.strip()  # fmt: skip

    first = secret()
    assert secret() == first
    assert len(first) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0

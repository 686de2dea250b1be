"""`make run` brings the site up to date and serves it; a second time it changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from newsroom.demo import load
from newsroom.management.commands import serve
from newsroom.models import Masthead


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
def test_the_demo_accounts_are_told_as_long_as_it_is_the_demo(started, article, capsys):
    started()
    assert "Demo accounts" not in capsys.readouterr().out
    Masthead.objects.update(demo_password="open sesame")
    started()
    told = capsys.readouterr().out
    assert "all with the password open sesame" in told
    assert "moderator@example.org" in told


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

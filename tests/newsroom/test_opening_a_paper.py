"""`manage.py open_paper` opens a real paper in an empty database."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Section
from comments.models import HouseRule
from newsroom.models import DemoPaper, Masthead, User
from tests.builders import a_demo_paper

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
PAPER = {
    "name": "The Harbour Post",
    "language": "pt-BR",
    "time_zone": "Europe/Lisbon",
    "site_url": "https://post.example/",
    "sections": "News, Culture & Books,Opinião",
    "email": "Editor@Post.example",
    "display_name": "Dora Vane",
}
PASSWORD = "a heron in the harbour"


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def opened(data_dir, tmp_path, monkeypatch):
    """Opens the paper with these options, where nobody can be asked: gives what was printed."""
    secret = tmp_path / "secret"
    secret.write_text(f"{PASSWORD}\n")
    for name in ("SITE_URL", "TIME_ZONE", "LANGUAGE_CODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", StringIO())

    def open_it(*, password: bool = True, without: tuple[str, ...] = (), **changed: str) -> str:
        options = {name: value for name, value in {**PAPER, **changed}.items()
                   if name not in without}  # fmt: skip
        if password:
            options["password_file"] = str(secret)
        printed = StringIO()
        call_command("open_paper", **options, stdout=printed)
        return printed.getvalue()

    return open_it


def test_a_paper_is_opened_with_what_was_asked_for_and_no_demo(opened, client, data_dir):
    printed = opened()
    assert Masthead.current().name == "The Harbour Post"
    assert [(each.name, each.slug) for each in Section.objects.all()] == [
        ("News", "news"), ("Culture & Books", "culture-books"), ("Opinião", "opinião")
    ]  # fmt: skip
    assert HouseRule.objects.in_use().count() == 9
    assert not Article.objects.exists()
    assert not DemoPaper.objects.exists()
    assert (data_dir / "paper.env").read_text().splitlines() == [
        "SITE_URL=https://post.example", "TIME_ZONE=Europe/Lisbon", "LANGUAGE_CODE=pt-br",
    ]  # fmt: skip
    assert PASSWORD not in printed
    assert "The Harbour Post" in client.get("/").content.decode()


def test_its_administrator_signs_in_and_sets_up_a_second_factor_like_everybody(opened, client):
    opened()
    signed_in = client.post(
        "/accounts/login/?next=/admin/",
        {"login": "editor@post.example", "password": PASSWORD},
        SERVER_NAME="localhost",
    )
    assert signed_in.url == "/admin/"
    page = client.get("/admin/", SERVER_NAME="localhost", follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_index")
    assert User.objects.get().is_superuser


def test_without_a_password_a_link_is_printed_by_which_one_is_set(opened, client):
    printed = opened(password=False)
    link = re.search(r"https://post\.example(/accounts/password/reset/key/\S+)", printed)
    assert not User.objects.get().has_usable_password()
    page = client.get(link[1], follow=True)
    form = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(page.redirect_chain[-1][0], form)
    assert User.objects.get().check_password(PASSWORD)
    assert "within 3 days" in printed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "x" * 81}, "--name: Ensure this value has at most 80 characters"),
        ({"language": "klingon"}, "--language: klingon is no language that is known here"),
        ({"time_zone": "Lisbon"}, "--time-zone: Lisbon is no time zone"),
        ({"time_zone": "../../etc/passwd"}, "--time-zone: "),
        ({"site_url": "post.example"}, "--site-url: SITE_URL is 'post.example'"),
        ({"site_url": "https://post.example/news"}, "a host and nothing after it"),
        ({"email": "editor"}, "--email: Enter a valid email address."),
        ({"display_name": "D"}, "--display-name: One letter tells nobody who you are"),
        ({"display_name": "Dora\u202eVane"}, "--display-name: A display name is made of"),
        ({"sections": " , "}, "--sections: Name one section at least."),
        ({"sections": "News,news"}, "--sections: The section “News” is named twice."),
        ({"sections": "News,???"}, "--sections: “???” is no name for a section."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_opened(opened, data_dir, wrong, said):
    with pytest.raises(CommandError, match=re.escape(said)):
        opened(**wrong)
    assert not User.objects.exists()
    assert not Section.objects.exists()
    assert not (data_dir / "paper.env").exists()


def test_where_nobody_can_be_asked_what_is_missing_is_named(opened):
    with pytest.raises(CommandError, match=r": --time-zone, --email\.$"):
        opened(without=("time_zone", "email"))
    assert not User.objects.exists()


def test_what_the_environment_says_need_not_be_said_again(opened, monkeypatch, data_dir):
    monkeypatch.setenv("TIME_ZONE", "Asia/Tokyo")
    printed = opened(without=("time_zone",))
    assert "TIME_ZONE=Asia/Tokyo" in (data_dir / "paper.env").read_text()
    assert "wins" not in printed


def test_a_variable_of_the_environment_that_says_otherwise_is_named(opened, monkeypatch):
    monkeypatch.setenv("TIME_ZONE", "Asia/Tokyo")
    assert "TIME_ZONE is Asia/Tokyo in the environment, which wins" in opened()


@pytest.mark.parametrize("password", ["short", "12345678901", "editor@post.exam"])
def test_a_weak_password_is_refused(opened, tmp_path, password):
    weak = tmp_path / "weak"
    weak.write_text(password)
    with pytest.raises(CommandError, match=r"--password-file: (This|The) password"):
        opened(password_file=str(weak), password=False)
    assert not User.objects.exists()


def test_a_password_file_that_is_not_there_is_said(opened, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere cannot be used: No such file"):
        opened(password_file=str(tmp_path / "nowhere"), password=False)


def test_a_password_file_that_is_no_utf8_is_said_in_a_sentence(opened, tmp_path):
    odd = tmp_path / "odd"
    odd.write_bytes("ein Pförtner am Hafentor".encode("latin-1"))
    with pytest.raises(CommandError, match=r"--password-file: this is no text in UTF-8"):
        opened(password_file=str(odd), password=False)
    assert not User.objects.exists()


def test_a_demo_is_no_place_to_open_a_paper(opened, reader):
    a_demo_paper()
    with pytest.raises(CommandError, match=r"take it out with `manage.py demo --remove`"):
        opened()


@pytest.mark.parametrize("there", ["article", "reader"])
def test_a_paper_is_not_opened_over_another(opened, request, there):
    request.getfixturevalue(there)
    with pytest.raises(CommandError, match="already holds a paper: name an empty one"):
        opened()
    assert Masthead.current().name == "Newsroom"


def test_after_the_demo_was_removed_a_paper_is_opened(opened):
    a_demo_paper(removed_at=timezone.now())
    User.objects.create_user("", "A Closed Account", is_active=False)
    opened()
    assert Masthead.current().name == "The Harbour Post"


def test_at_a_terminal_one_is_asked_until_the_answers_are_right(data_dir, monkeypatch):
    answers = [
        "The Harbour Post", "en", "Lisbon", "Europe/Lisbon", "https://post.example", "News",
        "dora@post.example", "Dora Vane",
    ]  # fmt: skip
    master, slave = pty.openpty()
    with os.fdopen(master, "r+b", buffering=0) as keys, os.fdopen(slave) as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        keys.write("".join(f"{answer}\n" for answer in answers).encode())
        complaints = StringIO()
        call_command("open_paper", "--invite", stdout=StringIO(), stderr=complaints)
    assert "Lisbon is no time zone" in complaints.getvalue()
    assert User.objects.get().display_name == "Dora Vane"


def test_other_lines_of_the_file_stay(opened, data_dir):
    (data_dir / "paper.env").write_text("EMAIL_URL=smtp://mail.example\nexport TIME_ZONE=UTC\n")
    opened()
    lines = (data_dir / "paper.env").read_text().splitlines()
    assert lines[0] == "EMAIL_URL=smtp://mail.example"
    assert lines.count("TIME_ZONE=Europe/Lisbon") == 1
    assert "export TIME_ZONE=UTC" not in lines
    assert (data_dir / "paper.env").stat().st_mode & 0o077 == 0


def test_the_settings_read_the_file_and_the_real_environment_wins(tmp_path):
    (tmp_path / "paper.env").write_text(
        "SITE_URL=https://post.example\nTIME_ZONE=Europe/Lisbon\nLANGUAGE_CODE=pt-br\n"
    )
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("SITE_URL", "TIME_ZONE", "LANGUAGE_CODE")}  # fmt: skip
    show = "from newsroom import settings as s; print(s.SITE_URL, s.TIME_ZONE, s.LANGUAGE_CODE)"
    shown = subprocess.run(
        [sys.executable, "-c", show], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**environment, "DATA_DIR": str(tmp_path), "TIME_ZONE": "Asia/Tokyo"},
    ).stdout.strip()  # fmt: skip
    assert shown == "https://post.example Asia/Tokyo pt-br"

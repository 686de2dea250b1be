"""Open a paper: its name, its sections, its first administrator, its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from articles import edition
from articles.models import Article, Section
from newsroom.models import DemoPaper, Masthead, User
from newsroom.setup.forms import slug_of
from newsroom.setup.paper_env import write_paper_env


class NotEmptyError(Exception):
    """The database holds a paper already; `is_demo` says which kind."""

    def __init__(self, *, is_demo: bool) -> None:
        super().__init__(is_demo)
        self.is_demo = is_demo


def check_is_empty() -> None:
    """Raise NotEmptyError where there are articles, sections or people. A closed account, which
    a demo may have left behind, is nobody."""
    if DemoPaper.current():
        raise NotEmptyError(is_demo=True)
    if (
        Article.objects.exists()
        or Section.objects.exists()
        or User.objects.filter(is_active=True).exists()
    ):
        raise NotEmptyError(is_demo=False)


def open_paper(paper: dict[str, Any], password: str | None, data_dir: Path) -> User:
    """Open a paper with what a valid PaperForm has, in one transaction, and write `paper.env`. The
    first administrator, who without a password sets one through a link. Raises NotEmptyError, and
    OSError where the file cannot be written: then nothing is opened."""
    with transaction.atomic():
        # Two who open at once stand in line here: the second finds a paper.
        Masthead.objects.get_or_create()
        masthead = Masthead.objects.select_for_update().order_by("pk")[0]
        check_is_empty()
        masthead.name = paper["name"]
        masthead.save(update_fields=["name"])
        colours = Section.Colour.values
        for position, name in enumerate(paper["sections"]):
            Section.objects.create(
                name=name,
                slug=slug_of(name),
                colour=colours[position % len(colours)],
                position=position,
            )
        administrator = User.objects.create_superuser(
            paper["email"], paper["display_name"], password
        )
        EmailAddress.objects.create(
            user=administrator, email=administrator.email, verified=True, primary=True
        )
        edition.bump()
        write_paper_env(
            data_dir,
            {
                "SITE_URL": paper["site_url"],
                "TIME_ZONE": paper["time_zone"],
                "LANGUAGE_CODE": paper["language"],
            },
        )
    return administrator

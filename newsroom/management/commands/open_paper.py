from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.models import HouseRule
from newsroom.accounts.password_links import days_valid, password_path
from newsroom.models import User
from newsroom.setup.forms import PaperForm, check_password
from newsroom.setup.migrating import migrate
from newsroom.setup.opening import NotEmptyError, check_is_empty, open_paper
from newsroom.setup.paper_env import NAME, real_environment

# Options that need not be given where the environment says it.
IN_ENVIRONMENT = {
    "language": "LANGUAGE_CODE",
    "time_zone": "TIME_ZONE",
    "site_url": "SITE_URL",
}
IS_DEMO = (
    "This database holds the demo paper: take it out with `manage.py demo --remove`, or name "
    "another database with DATABASE_URL or DATA_DIR."
)
IS_OPEN = (
    "This database already holds a paper: name an empty one with DATABASE_URL or DATA_DIR. The "
    "name of a paper that is open is changed in the admin, under Masthead."
)


class Command(BaseCommand):
    help = (
        "Open a real paper in an empty database: its name and sections, the house rules, its "
        "first administrator. At a terminal it asks for what no option says."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        for name, field in PaperForm.base_fields.items():
            parser.add_argument(_option(name), help=str(field.label))
        parser.add_argument(
            "--password-file",
            metavar="FILE",
            help="read the administrator's password from the first line of this file; - for stdin",
        )
        parser.add_argument(
            "--invite",
            action="store_true",
            help="print a link by which the administrator sets a password, and ask for none",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        migrate(self.stdout.write)
        self.environment = real_environment(Path(settings.DATA_DIR), IN_ENVIRONMENT.values())
        try:
            check_is_empty()
            paper = self._paper(options)
            password = self._password(paper, options)
            administrator = open_paper(paper, password, Path(settings.DATA_DIR))
        except NotEmptyError as refusal:
            raise CommandError(IS_DEMO if refusal.is_demo else IS_OPEN) from None
        except UnicodeError:
            raise CommandError(
                "--password-file: this is no text in UTF-8. Nothing was opened."
            ) from None
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be used: {error.strerror}. Nothing was opened."
            ) from error
        self._say(paper, administrator, invited=password is None)

    def _paper(self, options: dict[str, Any]) -> dict[str, Any]:
        typed = {
            name: options[name] or self.environment.get(IN_ENVIRONMENT.get(name, ""), "")
            for name in PaperForm.base_fields
        }
        missing = [name for name, value in typed.items() if not value.strip()]
        if missing and not sys.stdin.isatty():
            names = ", ".join(map(_option, missing))
            raise CommandError(f"Say more of the paper, or run this at a terminal: {names}.")
        for name in missing:
            typed[name] = self._ask(name)
        form = PaperForm(typed)
        if not form.is_valid():
            raise CommandError(
                " ".join(
                    f"{_option(name)}: {' '.join(map(str, errors))}"
                    for name, errors in form.errors.items()
                )
            )
        return form.cleaned_data

    def _ask(self, name: str) -> str:
        """Ask until the answer is one that the form takes."""
        while True:
            self.stdout.write(f"{PaperForm.base_fields[name].label}: ", ending="")
            self.stdout.flush()
            line = sys.stdin.readline()
            if not line:
                raise CommandError("Nothing was opened.")
            form = PaperForm({name: line})
            if name not in form.errors:
                return line
            self.stderr.write(" ".join(map(str, form.errors[name])))

    def _password(self, paper: dict[str, Any], options: dict[str, Any]) -> str | None:
        """None where a link is printed in its place: asked for, or with nobody to ask."""
        if path := options["password_file"]:
            text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
            password = text.partition("\n")[0].rstrip("\r")
            if error := _error_of(password, paper):
                raise CommandError(f"--password-file: {error}")
            return password
        if options["invite"] or not sys.stdin.isatty():
            return None
        while True:
            password = getpass("Password of the first administrator (empty: print a link): ")
            if not password:
                return None
            if error := _error_of(password, paper):
                self.stderr.write(error)
            elif password == getpass("Once more: "):
                return password
            else:
                self.stderr.write("The two are not the same.")

    def _say(self, paper: dict[str, Any], administrator: User, *, invited: bool) -> None:
        write = self.stdout.write
        write(f"{paper['name']} is open, with {len(paper['sections'])} sections and")
        write(f"{HouseRule.objects.in_use().count()} house rules. Its settings are in")
        write(f"{Path(settings.DATA_DIR) / NAME}.")
        for name, variable in IN_ENVIRONMENT.items():
            if self.environment.get(variable, paper[name]) != paper[name]:
                write(
                    f"{variable} is {self.environment[variable]} in the environment, which wins "
                    "over this file: change it there."
                )
        if invited:
            write(
                f"\n{administrator.display_name} sets a password here, once, within "
                f"{days_valid()} days:\n{paper['site_url']}{password_path(administrator)}"
            )
        write(
            f"\nStart it with `manage.py serve`. {administrator.display_name} signs in with "
            f"{administrator.email}, sets up a second factor, and then opens "
            f"{paper['site_url']}/admin/"
        )


def _error_of(password: str, paper: dict[str, Any]) -> str:
    try:
        check_password(password, email=paper["email"], display_name=paper["display_name"])
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"

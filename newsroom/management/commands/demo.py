from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newsroom.demo import load, removal, sign_in
from newsroom.demo.removal_report import foresight, what_next
from newsroom.models import DemoPaper
from newsroom.setup.migrating import migrate


class Command(BaseCommand):
    help = (
        "Put the demo paper, The Allard Courier, into an empty database; show its password; or "
        "take it out again with all that it brought."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--password", action="store_true", help="show the accounts and their password"
        )
        which.add_argument("--remove", action="store_true", help="take the demo paper out")
        parser.add_argument("--yes", action="store_true", help="remove without asking")

    def handle(self, *args: Any, password: bool, remove: bool, yes: bool, **options: Any) -> None:
        migrate(self.stdout.write)
        if password:
            self._show_password()
        elif remove:
            self._remove(yes)
        else:
            self._load()

    def _load(self) -> None:
        if not load.is_empty():
            raise CommandError(
                "This database already holds articles or accounts: the demo paper goes into an "
                "empty one only. Name another with DATABASE_URL or DATA_DIR."
            )
        demo = load.open_paper(timezone.now())
        self.stdout.write("The demo paper is in.\n\n")
        self._write(demo)

    def _show_password(self) -> None:
        demo = DemoPaper.current()
        if demo is None:
            raise CommandError("This database holds no demo paper.")
        if not self.stdout.isatty():
            raise CommandError(
                "The password is shown at a terminal only, so that it gets into no log: run this "
                "command in one, without a pipe."
            )
        self._write(demo)

    def _write(self, demo: DemoPaper) -> None:
        for line in sign_in.lines(demo, at_terminal=self.stdout.isatty()):
            self.stdout.write(line)

    def _remove(self, yes: bool) -> None:
        try:
            self._delete_files()
            for line in foresight(removal.foresee_removal()):
                self.stdout.write(line)
            if not yes:
                self._confirm()
            removal.remove_demo(timezone.now())
        except DemoPaper.DoesNotExist:
            raise CommandError("This database holds no demo paper.") from None
        except OSError as error:
            raise CommandError(
                f"The demo paper is out, but for the file {error.filename}, which cannot be "
                f"deleted: {error.strerror}. Run this command again when it can."
            ) from error
        self.stdout.write("The demo paper is out.")
        for line in what_next():
            self.stdout.write(line)

    def _delete_files(self) -> None:
        """Those that an earlier removal has left."""
        if removal.delete_files() and DemoPaper.current() is None:
            self.stdout.write("The files that were left of the demo paper are deleted.")
            sys.exit(0)

    def _confirm(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError(
                "Nothing was removed: confirm at a terminal, or add --yes. A backup first is wise."
            )
        self.stdout.write("This cannot be undone. Remove the demo paper? [yes/no] ", ending="")
        self.stdout.flush()
        if sys.stdin.readline().strip().lower() not in ("yes", "y"):
            raise CommandError("Nothing was removed.")

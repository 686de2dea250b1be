from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newsroom.demo import load, sign_in
from newsroom.models import DemoPaper


class Command(BaseCommand):
    help = "Put the demo paper, The Allard Courier, into an empty database; show its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--password", action="store_true", help="show the accounts and their password"
        )

    def handle(self, *args: Any, password: bool, **options: Any) -> None:
        if password:
            self._show_password()
            return
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

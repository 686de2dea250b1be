"""What the commands that bring a paper in have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.accounts import bylines
from newsroom.transfer import intake, summary
from newsroom.transfer.records import BrokenFileError, Record
from newsroom.transfer.summary import NAMED, Summary


class ImportCommand(BaseCommand):
    """Takes a file in, or says in one line why not. Of a format, `opened` gives the records."""

    def opened(self, options: dict[str, Any]) -> AbstractContextManager[Iterator[Any]]:
        """The records, each with the number of its line. May raise OSError and, while they are
        read, BrokenFileError."""
        raise TypeError("a format opens its own files")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="try it and leave nothing")

    def handle(self, *args: Any, dry_run: bool, verbosity: int, **options: Any) -> None:
        try:
            with self.opened(options) as records:
                result = intake.take(records, dry_run=dry_run)
        except OSError as error:
            name = error.filename or options.get("file")
            raise CommandError(f"{name} cannot be read: {error.strerror or error}.") from error
        except BrokenFileError as error:
            raise CommandError(f"{error}. Nothing was brought in.") from error
        for line in summary.lines(result, named=NAMED if verbosity < 2 else 10_000):
            self.stdout.write(line)
        self.say_more(result)
        if result.marked:
            self.stdout.write(bylines.sentence_about(result.marked))
        if dry_run:
            self.stdout.write("A dry run: nothing was kept.")

    def say_more(self, result: Summary) -> None:
        """What this format alone has to say."""


Records = Iterator[tuple[int, Record]]

"""What the commands that bring a paper in have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newsroom.accounts import bylines
from newsroom.transfer import intake, summary
from newsroom.transfer.intake import Record, Summary


class ImportCommand(BaseCommand):
    """Takes a file in, or says in one line why not. Of a format, `opened` gives the records."""

    def opened(self, file: str) -> AbstractContextManager[Iterator[tuple[int, Record]]]:
        """The records of the file. May raise OSError and, while it is read, BrokenFileError."""
        raise TypeError("a format opens its own files")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file to bring in")
        parser.add_argument("--dry-run", action="store_true", help="try it and leave nothing")

    def handle(self, *args: Any, file: str, dry_run: bool, **options: Any) -> None:
        try:
            with self.opened(file) as records:
                result = intake.take(records, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error
        except intake.BrokenFileError as error:
            raise CommandError(f"{error}. Nothing was brought in.") from error
        for line in summary.lines(result):
            self.stdout.write(line)
        self.say_more(result)
        if not dry_run and (marked := bylines.mark_readers(None, by=None, at=timezone.now())):
            self.stdout.write(bylines.sentence_about(marked))
        if dry_run:
            self.stdout.write("A dry run: nothing was kept.")

    def say_more(self, result: Summary) -> None:
        """What this format alone has to say."""

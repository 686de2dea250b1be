from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from articles.transfer import NOT_CARRIED
from comments.models import LogEntry
from newsroom.transfer import archive, export


class Command(BaseCommand):
    help = "Write the whole paper as an archive: JSON Lines, gzipped by name (docs/archive.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="where to; - writes standard output, without pictures")
        parser.add_argument(
            "--with-addresses", action="store_true", help="the readers' mail addresses too"
        )

    def handle(self, *args: Any, file: str, with_addresses: bool, **options: Any) -> None:
        pictures = None if file == "-" else archive.files_of(file)
        unfinished = file if file == "-" else f"{file}.unfinished{''.join(Path(file).suffixes)}"
        _log(file, with_addresses)
        try:
            with archive.opened(unfinished, "w") as lines:
                written = export.write(lines, files=pictures, with_addresses=with_addresses)
            if file != "-":
                Path(unfinished).replace(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror or error}.") from error
        left_behind = written.pop(NOT_CARRIED, 0)
        told = ", ".join(
            f"{number} {kind}" for kind, number in written.items() if kind != "archive"
        )
        self.stderr.write(f"Written to {file}: {told or 'an empty paper'}.")
        if left_behind:
            self.stderr.write(f"Left out: {left_behind:,} {NOT_CARRIED}.")


def _log(file: str, with_addresses: bool) -> None:
    """Before the first line has left: one that breaks off has carried something away too."""
    with transaction.atomic():
        LogEntry.objects.write(
            "export",
            by=None,
            at=timezone.now(),
            about="the archive",
            details={"file": file, "with addresses": with_addresses},
        )

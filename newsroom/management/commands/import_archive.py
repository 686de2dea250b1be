from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.transfer import archive, intake, summary


class Command(BaseCommand):
    help = "Bring a paper in from an archive: JSON Lines, gzipped or not (docs/archive.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the archive; - reads standard input")
        parser.add_argument("--dry-run", action="store_true", help="try it and leave nothing")

    def handle(self, *args: Any, file: str, dry_run: bool, **options: Any) -> None:
        try:
            with archive.opened(file, "r") as lines:
                records = archive.read(lines, archive.files_of(file))
                result = intake.take(records, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error
        except intake.BrokenFileError as error:
            raise CommandError(f"{error}. Nothing was brought in.") from error
        for line in summary.lines(result):
            self.stdout.write(line)
        if result.time_zone and result.time_zone != settings.TIME_ZONE:
            self.stdout.write(
                f"The archive's paper keeps the time of {result.time_zone}, this site that of "
                f"{settings.TIME_ZONE}: set TIME_ZONE if it is the same paper."
            )
        if dry_run:
            self.stdout.write("A dry run: nothing was kept.")

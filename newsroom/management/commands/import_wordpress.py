from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.transfer import intake, summary, wordpress


class Command(BaseCommand):
    help = "Bring a paper in from WordPress: an export file, WXR (docs/archive.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the export; pictures lie beside it in uploads/")
        parser.add_argument("--dry-run", action="store_true", help="try it and leave nothing")

    def handle(self, *args: Any, file: str, dry_run: bool, **options: Any) -> None:
        try:
            result = intake.take(wordpress.read(file), dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error
        except intake.BrokenFileError as error:
            raise CommandError(f"{error}. Nothing was brought in.") from error
        for line in summary.lines(result):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("A dry run: nothing was kept.")

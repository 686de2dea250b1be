from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from newsroom.transfer import archive
from newsroom.transfer.command import ImportCommand, Records
from newsroom.transfer.summary import Summary


class Command(ImportCommand):
    help = (
        "Bring a paper in from an archive: JSON Lines, gzipped or not (docs/archive.md); - reads "
        "standard input."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file to bring in")
        super().add_arguments(parser)

    @contextmanager
    def opened(self, options: dict[str, Any]) -> Iterator[Records]:
        file = options["file"]
        with archive.opened(file, "r") as lines:
            yield archive.read(lines, archive.files_of(file))

    def say_more(self, result: Summary) -> None:
        if result.time_zone and result.time_zone != settings.TIME_ZONE:
            self.stdout.write(
                f"The archive's paper keeps the time of {result.time_zone}, this site that of "
                f"{settings.TIME_ZONE}: set TIME_ZONE if it is the same paper."
            )

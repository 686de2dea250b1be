from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from newsroom.transfer import archive
from newsroom.transfer.command import ImportCommand
from newsroom.transfer.intake import Record, Summary


class Command(ImportCommand):
    help = (
        "Bring a paper in from an archive: JSON Lines, gzipped or not (docs/archive.md); - reads "
        "standard input."
    )

    @contextmanager
    def opened(self, file: str) -> Iterator[Iterator[tuple[int, Record]]]:
        with archive.opened(file, "r") as lines:
            yield archive.read(lines, archive.files_of(file))

    def say_more(self, result: Summary) -> None:
        if result.time_zone and result.time_zone != settings.TIME_ZONE:
            self.stdout.write(
                f"The archive's paper keeps the time of {result.time_zone}, this site that of "
                f"{settings.TIME_ZONE}: set TIME_ZONE if it is the same paper."
            )

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing

from newsroom.transfer import wordpress
from newsroom.transfer.command import ImportCommand
from newsroom.transfer.intake import Record


class Command(ImportCommand):
    help = (
        "Bring a paper in from WordPress: an export file, WXR (docs/archive.md). Pictures come "
        "from the folder uploads beside it."
    )

    def opened(self, file: str) -> AbstractContextManager[Iterator[tuple[int, Record]]]:
        return closing(wordpress.read(file))

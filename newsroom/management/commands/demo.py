from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom.demo import load


class Command(BaseCommand):
    help = "Put the demo paper, The Allard Courier, into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not load.is_empty():
            raise CommandError(
                "This database already holds articles or accounts: the demo paper goes into an "
                "empty one only. Name another with DATABASE_URL or DATA_DIR."
            )
        load.open_paper(timezone.now())
        self.stdout.write("The demo paper is in.")

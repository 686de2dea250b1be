from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from newsroom import weather
from newsroom.models import Masthead


class Command(BaseCommand):
    help = (
        "Bring the masthead's weather up to date, if it is due. `work` does so by itself; this is "
        "for a timer on a site that runs without it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        masthead, at = Masthead.current(), timezone.now()
        if not weather.is_due(masthead, at):
            self.stdout.write("Not due.")
        elif weather.fetch(masthead, at):
            self.stdout.write("The weather is up to date.")
        else:
            self.stdout.write("No weather could be had; the last stays.")

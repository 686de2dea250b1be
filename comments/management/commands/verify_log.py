from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from comments.moderation import record


class Command(BaseCommand):
    help = "Read the log of the desk and say whether it is whole. Exit code 1 where it is not."

    def handle(self, *args: Any, **options: Any) -> None:
        last = record.last_number()
        if broken := record.verify(upto=last):
            self.stdout.write(str(broken))
            sys.exit(1)
        self.stdout.write(f"{last:,} {'entry' if last == 1 else 'entries'}, unbroken.")

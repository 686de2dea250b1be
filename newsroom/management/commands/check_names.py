from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from newsroom.accounts import bylines


class Command(BaseCommand):
    help = (
        "Mark the readers who have the name of an author or of somebody of the staff, and take the "
        "mark from those who no longer do. Run it once after an upgrade."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="name them and mark nobody")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        with transaction.atomic():
            marked = bylines.mark_readers(None, by=None, at=timezone.now())
            transaction.set_rollback(dry_run)
        verb = "would be marked" if dry_run else "marked"
        self.stdout.write(bylines.sentence_about(marked, verb))

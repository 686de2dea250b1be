from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles import library, orphaned_pictures

# Longer than any upload, and than a night's import.
OLDER_THAN_HOURS = 24


class Command(BaseCommand):
    help = (
        "Remove the files of pictures that are not in the library any more. Their addresses answer "
        "410 from then on. With --dry-run they are listed alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list them and remove nothing")
        parser.add_argument(
            "--older-than",
            type=float,
            default=OLDER_THAN_HOURS,
            metavar="HOURS",
            help="leave alone what was written in the last so many hours (%(default)s)",
        )
        parser.add_argument(
            "--in-texts",
            action="store_true",
            help="remove those as well that articles still show, and take them out of the articles",
        )

    def handle(
        self, *args: Any, dry_run: bool, older_than: float, in_texts: bool, **options: Any
    ) -> None:
        if older_than < 0:
            raise CommandError("--older-than is a number of hours: 0 or more.")
        before = timezone.now() - timedelta(hours=older_than)
        orphans = orphaned_pictures.find(before)
        names = orphans.names + (list(orphans.in_texts) if in_texts else [])
        if in_texts and not dry_run:
            library.take_out_of_texts(orphans.in_texts)
        removed = names if dry_run else orphaned_pictures.remove(names, before)
        for name in removed:
            self.stdout.write(f"{'would remove' if dry_run else 'removed'} {name}")
        if not in_texts:
            for name, articles in orphans.in_texts.items():
                shown = ", ".join(article.headline for article in articles)
                self.stdout.write(f"left {name}, which is shown by: {shown}")
        self.stdout.write(
            f"{len(removed)} {'to remove' if dry_run else 'removed'}, "
            f"{0 if in_texts else len(orphans.in_texts)} left in articles (--in-texts), "
            f"{orphans.too_new} too new to say."
        )

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newsroom import population


class Command(BaseCommand):
    help = (
        "Add articles and comments by the thousand or the million, to try the site at that size "
        "(docs/populate.md). Nobody can write meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, required=True, help="how many to add")
        parser.add_argument("--comments", type=int, required=True, help="how many to add, in all")
        parser.add_argument("--seed", type=int, default=1, help="another number, another paper")

    def handle(
        self, *args: Any, articles: int, comments: int, seed: int, verbosity: int, **options: Any
    ) -> None:
        if min(articles, comments) < 0:
            raise CommandError("--articles and --comments are numbers from 0 upwards.")
        begun = timezone.now()
        tell = self.stdout.write if verbosity > 1 else str
        try:
            population.populate(
                articles=articles, comments=comments, seed=seed, at=begun, tell=tell
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        seconds = (timezone.now() - begun).total_seconds()
        self.stdout.write(
            f"{articles:,} articles and {comments:,} comments are in: {seconds:,.1f} seconds, "
            f"{comments / seconds:,.0f} comments a second."
        )

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.rerendering import render_again

BATCHES_BETWEEN_LINES = 50


class Command(BaseCommand):
    help = (
        "Make the HTML of all comments again from their texts. For after an upgrade that renders "
        "comments differently; the site may run meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--after", type=int, default=0, metavar="NUMBER",
            help="Go on behind the comment of this number.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        last_id, comments, changed, batches = options["after"], 0, 0, 0
        try:
            while batch := render_again(last_id):
                last_id = batch.last_id
                comments, changed = comments + batch.comments, changed + batch.changed
                batches += 1
                if batches % BATCHES_BETWEEN_LINES == 0:
                    self.stdout.write(_("Done up to comment %(number)d.") % {"number": last_id})
        except KeyboardInterrupt as stop:
            hint = _("Stopped. Go on with --after %(number)d.") % {"number": last_id}
            raise CommandError(hint) from stop
        self.stdout.write(
            ngettext(
                "%(comments)s comment read, %(changed)s rendered again.",
                "%(comments)s comments read, %(changed)s rendered again.",
                comments,
            )
            % {"comments": f"{comments:,}", "changed": f"{changed:,}"}
        )

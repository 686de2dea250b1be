from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Comment
from comments.moderation import domain_uses
from newsroom.foundation import keyset

BATCHES_BETWEEN_LINES = 50


class Command(BaseCommand):
    help = (
        "Store to which domains comments lead, the latest first. For after an upgrade or an "
        "import; new comments do it by themselves. The site may run meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=int, default=domain_uses.WITHIN.days, metavar="NUMBER",
            help="How far back; 0 for all comments. The desk counts 90 days.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        comments = Comment.objects.only("text", "created_at")
        if days := options["days"]:
            comments = comments.filter(created_at__gte=timezone.now() - timedelta(days=days))
        read, links, cursor, batches = 0, 0, "", 0
        while True:
            page = keyset.page(comments, size=domain_uses.BATCH, time="created_at", cursor=cursor)
            links += domain_uses.index(page.rows)
            read, cursor, batches = read + len(page.rows), page.next, batches + 1
            if not cursor:
                break
            if batches % BATCHES_BETWEEN_LINES == 0:
                self.stdout.write(_("%(comments)s comments read.") % {"comments": f"{read:,}"})
        self.stdout.write(
            ngettext(
                "%(comments)s comment read, links found: %(links)s.",
                "%(comments)s comments read, links found: %(links)s.",
                read,
            )
            % {"comments": f"{read:,}", "links": f"{links:,}"}
        )

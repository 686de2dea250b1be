from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from comments.moderation import alerts
from comments.moderation.scheduled_changes import announce_scheduled_changes


class Command(BaseCommand):
    help = (
        "Tell moderators, by the alert channels, of cases that have waited too long, once an hour "
        "and channel, and of suspensions that began or ended by the clock. For cron, every minute "
        "or so, where neither `serve` nor `work` runs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        sent = alerts.of_the_queue(at) + announce_scheduled_changes(at)
        alerts.resume(at)
        self.stdout.write(f"Told {len(sent)} of the alert channels.")

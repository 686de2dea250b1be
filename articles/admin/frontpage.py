from __future__ import annotations

from django.contrib import admin
from django.utils import timezone

from articles.admin.shown import ShownAdmin
from articles.models import Placement


class PlacementAdmin(ShownAdmin):
    """Which story stands where on the front page, and from when to when."""

    list_display = ["article", "slot", "position", "starts_at", "ends_at", "in_force"]
    list_filter = ["slot", "starts_at"]
    list_select_related = ["article"]
    search_fields = ["article__headline"]
    autocomplete_fields = ["article"]
    fields = ["article", "slot", "position", "starts_at", "ends_at"]

    @admin.display(description="in force", boolean=True)
    def in_force(self, placement: Placement) -> bool:
        at = timezone.now()
        return placement.starts_at <= at and (placement.ends_at is None or at < placement.ends_at)

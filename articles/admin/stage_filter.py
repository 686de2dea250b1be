from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.workflow import Stage


class StageFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(stage.name.lower(), stage.value) for stage in Stage]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        at = timezone.now()
        chosen = {
            "draft": lambda rows: rows.drafts(),
            "scheduled": lambda rows: rows.scheduled(at),
            "published": lambda rows: rows.public(at),
        }.get(self.value() or "")
        return chosen(queryset) if chosen else queryset

"""A conversation's own pace: its slow mode."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.links import LinksForWhoMayFollow
from comments.admin.logged import Logged
from comments.models import Thread


class SlowFilter(admin.SimpleListFilter):
    title = "slow mode"
    parameter_name = "slow"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "On")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Thread]) -> QuerySet[Thread]:
        return queryset.filter(slow_mode_seconds__gt=0) if self.value() else queryset


class ThreadAdmin(LinksForWhoMayFollow, Logged):
    list_display = ["article", "comment_count", "slow_mode_seconds"]
    list_filter = [SlowFilter]
    search_fields = ["article__headline"]
    list_select_related = ["article"]
    ordering = ["-pk"]
    fields = ["article", "comment_count", "slow_mode_seconds"]
    readonly_fields = ["article", "comment_count"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Thread]:
        return super().get_queryset(request).defer("article__body")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

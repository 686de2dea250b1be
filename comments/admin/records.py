"""What is kept to be read: reports and the history of the switch."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.links import LinksForWhoMayFollow
from comments.models import Decision, Edit, Report


class ReadOnly(LinksForWhoMayFollow):
    """Rows that are written by what people do elsewhere, and never changed after."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class _History(ReadOnly, admin.TabularInline):
    extra = 0
    classes = ["history"]
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.related)


class DecisionInline(_History):
    model = Decision
    fields = ["made_at", "verb", "reason", "made_by", "status_before"]
    related = ("made_by",)


class EditInline(_History):
    model = Edit
    fields = ["made_at", "text_before"]
    verbose_name_plural = "What it said before its author changed it"


class ReportInline(_History):
    model = Report
    fields = ["made_at", "reason", "text", "reporter"]
    related = ("reporter",)


class ReportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["made_at", "reason", "about", "text", "reporter"]
    list_filter = ["reason", "made_at"]
    list_select_related = ["comment__author", "reporter"]
    search_fields = ["text", "comment__text"]
    fields = ["made_at", "reason", "about", "text", "reporter"]
    readonly_fields = ["about"]
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="comment")
    def about(self, report: Report) -> str:
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:comments_comment_change", args=[report.comment_id]),
            report.comment,
        )


class SuspensionAdmin(ReadOnly, admin.ModelAdmin):
    """The history of the switch, which is thrown and lifted on the switchboard."""

    list_display = ["reach", "mode", "cause", "starts_at", "ends_at", "set_by", "lifted_at"]
    list_display_links = ["reach", "mode"]
    list_filter = ["mode", "cause", "set_at"]
    list_select_related = ["section", "article", "set_by"]
    search_fields = ["reason", "notice_title"]

    @admin.display(description="where")
    def reach(self, suspension: Any) -> str:
        return str(suspension.reach)

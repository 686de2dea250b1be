from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class RemovedPictureAdmin(admin.ModelAdmin):
    """Pictures whose addresses answer 410: who removed each, when and why. Made by removing one,
    and kept for ever, so that no address says again that something may be there."""

    list_display = ["name", "removed_at", "removed_by", "reason"]
    list_select_related = ["removed_by"]
    list_filter = ["removed_at"]
    search_fields = ["name", "reason"]
    fields = ["name", "removed_at", "removed_by", "reason"]
    readonly_fields = ["name", "removed_at", "removed_by", "reason"]
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see pictures may also see what became of them."""
        return request.user.has_perm("articles.view_image")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

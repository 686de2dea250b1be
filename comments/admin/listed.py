"""What people list besides words: domains of links, networks, mail domains. Nothing is deleted, for
findings name the row that found them: it is switched off."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from comments.admin.logged import Logged


class ListedAdmin(Logged):
    turns_rulebook = True
    list_filter = ["act", "is_on", ("ends_at", admin.EmptyFieldListFilter), "made_at"]
    list_select_related = ["made_by"]
    list_per_page = 100

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DomainAdmin(ListedAdmin):
    fields = ["name", "act", "note", "is_on", "ends_at"]
    list_display = ["name", "act", "is_on", "ends_at", "note", "made_by"]
    search_fields = ["name", "note"]


class MailDomainAdmin(DomainAdmin):
    pass


class NetworkAdmin(ListedAdmin):
    fields = ["network", "act", "note", "is_on", "ends_at"]
    list_display = ["network", "act", "is_on", "ends_at", "note", "made_by"]
    search_fields = ["network", "note"]

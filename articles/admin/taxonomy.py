"""How the paper is ordered: sections, topics, authors, links from the web, old addresses."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.inlines import HTTPS_ASSUMED
from articles.admin.links import LinksForWhoMayFollow
from articles.admin.shown import ShownAdmin
from articles.models import Redirect


class SectionAdmin(ShownAdmin):
    list_display = ["name", "position", "colour", "description"]
    list_editable = ["position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class TopicAdmin(ShownAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    show_full_result_count = False


class AuthorAdmin(LinksForWhoMayFollow, ShownAdmin):
    list_display = ["name", "account"]
    list_select_related = ["account"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["portrait"]
    raw_id_fields = ["account"]


class WebLinkAdmin(ShownAdmin):
    """Links from the web under every article; those of one article stand on its own page too."""

    list_display = ["title", "source", "article", "is_paid", "valid_from", "valid_until"]
    list_select_related = ["article"]
    list_filter = ["is_paid", ("article", admin.EmptyFieldListFilter)]
    search_fields = ["title", "source", "url"]
    autocomplete_fields = ["article"]
    formfield_overrides = HTTPS_ASSUMED


class RedirectAdmin(admin.ModelAdmin):
    """Old addresses, which readers and other sites know: made by themselves, kept for ever."""

    list_display = ["path", "article", "made_at"]
    list_select_related = ["article"]
    search_fields = ["path"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return False

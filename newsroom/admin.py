"""The staff's side of the site: every registration in one list, ordered as staff think."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import ManyToManyField, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst

from articles import models as paper
from articles.admin.article import ArticleAdmin
from articles.admin.frontpage import PlacementAdmin
from articles.admin.guarded import GuardedAdmin
from articles.admin.image import ImageAdmin
from articles.admin.removed_picture import RemovedPictureAdmin
from articles.admin.taxonomy import (
    RedirectAdmin,
    SectionAdmin,
    TopicAdmin,
    WebLinkAdmin,
)
from comments import admin as conversation_admin
from comments import models as conversation
from newsroom.accounts import second_factor
from newsroom.accounts.admin import UserAdmin
from newsroom.accounts.author_admin import AuthorAdmin
from newsroom.folded_search import with_folded_search
from newsroom.masthead_admin import MastheadAdmin
from newsroom.models import HeldName, Masthead, User


class GroupAdmin(GuardedAdmin):
    search_fields = ["name"]
    filter_horizontal = ["permissions"]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "permissions":
            # The name of each says to what it belongs.
            kwargs["queryset"] = Permission.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)


ROOMS: dict[str, dict[type[Model], type[admin.ModelAdmin]]] = {
    "The paper": {
        paper.Article: ArticleAdmin,
        paper.Placement: PlacementAdmin,
        paper.Image: ImageAdmin,
        paper.Author: AuthorAdmin,
        paper.Section: SectionAdmin,
        paper.Topic: TopicAdmin,
        paper.WebLink: WebLinkAdmin,
        paper.Redirect: RedirectAdmin,
        paper.RemovedPicture: RemovedPictureAdmin,
    },
    "The conversation": {
        conversation.Comment: conversation_admin.CommentAdmin,
        conversation.Report: conversation_admin.ReportAdmin,
        conversation.Sanction: conversation_admin.SanctionAdmin,
        conversation.Thread: conversation_admin.ThreadAdmin,
        conversation.Suspension: conversation_admin.SuspensionAdmin,
        conversation.CommentingHours: conversation_admin.CommentingHoursAdmin,
        conversation.ClosingAge: conversation_admin.ClosingAgeAdmin,
    },
    "The rules of the conversation": {
        conversation.Limit: conversation_admin.LimitAdmin,
        conversation.Word: conversation_admin.WordAdmin,
        conversation.Domain: conversation_admin.DomainAdmin,
        conversation.Network: conversation_admin.NetworkAdmin,
        conversation.MailDomain: conversation_admin.MailDomainAdmin,
        conversation.HouseRule: conversation_admin.HouseRuleAdmin,
        conversation.LadderStep: conversation_admin.LadderStepAdmin,
        conversation.AlertChannel: conversation_admin.AlertChannelAdmin,
    },
    "People": {User: UserAdmin, Group: GroupAdmin},
    "Masthead": {Masthead: MastheadAdmin},
}


class StaffSite(admin.AdminSite):
    site_title = "newsroom"
    site_header = "Newsroom"
    index_title = "The newsroom"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        for room in ROOMS.values():
            for model, model_admin in room.items():
                self.register(model, with_folded_search(model_admin))
        # Nothing is deleted by the dozen; each list offers what its own nouns allow.
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return second_factor.may_enter(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """With the number of names that wait, counted where a page says it, and with the demo
        paper, if this is one: the header says so on every page."""
        return {
            **super().each_context(request),
            "names_waiting": SimpleLazyObject(HeldName.objects.waiting().count),
            "demo_paper": second_factor.demo_paper(request),
        }

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return second_factor.lead_in(request)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The rooms of one app, under the name that the links to this page give it."""
        title = capfirst(apps.get_app_config(app_label).verbose_name)
        return super().app_index(request, app_label, {"title": title} | (extra_context or {}))

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """By rooms, not by the apps that the code is divided into."""
        dictionary = self._build_app_dict(request, app_label)
        entries = {
            entry["model"]: (app, entry) for app in dictionary.values() for entry in app["models"]
        }
        rooms = []
        for name, room in ROOMS.items():
            found = [entries[model] for model in room if model in entries]
            if found:
                rooms.append(found[0][0] | {"name": name, "models": [each for _, each in found]})
        return rooms

"""What people list: words, domains of links, networks, mail domains. Nothing is deleted, for
findings name the row that found them: it is switched off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from comments.admin.logged import Logged
from comments.screening.rehearsal import LATEST


@admin.action(description="Switch off the selected", permissions=["change"])
def switch_off(desk: ListedAdmin, request: HttpRequest, chosen: models.QuerySet) -> None:
    desk.switch(request, chosen, is_on=False)


@admin.action(description="Switch on the selected", permissions=["change"])
def switch_on(desk: ListedAdmin, request: HttpRequest, chosen: models.QuerySet) -> None:
    desk.switch(request, chosen, is_on=True)


class ListedAdmin(Logged):
    """With a button that tries the rule on the comments of late before it is saved, and a link to
    what it has done."""

    turns_rulebook = True
    list_filter = ["act", "is_on", ("ends_at", admin.EmptyFieldListFilter), "made_at"]
    list_select_related = ["made_by"]
    list_per_page = 100
    actions = [switch_off, switch_on]
    change_form_template = "admin/comments/rule/change_form.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def switch(self, request: HttpRequest, chosen: models.QuerySet, *, is_on: bool) -> None:
        """Opens its own transaction: lists of the admin have none."""
        with transaction.atomic():
            others = chosen.exclude(is_on=is_on)
            pks = list(others.order_by("pk").values_list("pk", flat=True))
            if others.update(is_on=is_on):
                changes = {"is_on": [not is_on, is_on]}
                self.write_about(request, "change", self._counted(pks), changes=changes, rows=pks)
        said = f"{self._counted(pks).capitalize()} switched {'on' if is_on else 'off'}."
        self.message_user(request, said, messages.SUCCESS)

    def _counted(self, rows: list[int]) -> str:
        names = self.opts.verbose_name if len(rows) == 1 else self.opts.verbose_name_plural
        return f"{len(rows):,} {names}"

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Who comes back from a trial finds what was typed."""
        form = super().get_form(request, obj, change, **kwargs)
        if request.method != "GET" or "typed" not in request.GET:
            return form
        typed = request.GET

        class Typed(form):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                for name, field in self.fields.items():
                    self.initial[name] = field.widget.value_from_datadict(typed, {}, name)

        found: type[forms.ModelForm] = Typed
        return found

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {} if "typed" in request.GET else super().get_changeform_initial_data(request)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if request.user.has_perm("comments.moderate_comment"):
            rule = obj.rule if obj else self.opts.model_name
            context["rehearsal"] = f"{reverse('rehearsal')}?rule={rule}"
            context["rehearsed"] = f"{LATEST:,}"
            context["traces"] = reverse("rule", args=[rule]) if obj else ""
        return super().render_change_form(request, context, add, change, form_url, obj)


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

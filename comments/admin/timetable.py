"""When commenting is open by the week, and after how many days a conversation closes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from articles.admin.links import LinksForWhoMayFollow
from articles.admin.shown import ShownAdmin
from comments.admin.logged import Logged
from comments.models import ClosingAge, CommentingHours, OpeningTime


class OpeningTimesFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        rows = [
            (form.cleaned_data["weekday"], form.cleaned_data["opens"], form.cleaned_data["closes"])
            for form in self.forms
            if getattr(form, "cleaned_data", {}).get("closes") is not None
            and not form.cleaned_data.get("DELETE")
            and form.cleaned_data.get("opens") is not None
        ]
        if len(rows) != len(set(rows)):
            raise ValidationError("The same opening time is there twice.")


class OpeningTimeInline(admin.TabularInline):
    model = OpeningTime
    formset = OpeningTimesFormSet
    extra = 1
    verbose_name_plural = "Open at these times; without any, never"


class CommentingHoursForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        scope = fields.get("scope")
        for kind in ("section", "article"):
            if scope == kind and not fields.get(kind) and kind in self.fields:
                self.add_error(kind, f"Choose the {kind} for which these hours are.")
            elif scope != kind and fields.get(kind):
                self.add_error(kind, "Leave it empty, or change where the hours apply.")
        return fields


class CommentingHoursAdmin(LinksForWhoMayFollow, ShownAdmin, Logged):
    form = CommentingHoursForm
    inlines = [OpeningTimeInline]
    fields = ["scope", "section", "article", "mode", "is_active"]
    raw_id_fields = ["article"]
    list_display = ["where", "mode", "is_active"]
    list_filter = ["is_active", "scope"]
    list_select_related = ["section", "article"]

    @admin.display(description="where")
    def where(self, hours: CommentingHours) -> str:
        return str(hours.reach)


class ClosingAgeAdmin(ShownAdmin, Logged):
    """One row for the site, and one for each section that differs."""

    fields = ["section", "days"]
    list_display = ["where", "closes"]
    list_select_related = ["section"]

    @admin.display(description="where")
    def where(self, age: ClosingAge) -> str:
        return str(age.section or "The whole site")

    @admin.display(description="closes")
    def closes(self, age: ClosingAge) -> str:
        return "never" if age.days is None else f"after {age.days} days"

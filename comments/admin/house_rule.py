"""What rejections refer to, and what follows them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.admin.logged import Logged
from comments.models import CannedNote, HouseRule, LadderStep, Sanction


class _SanctionFor(forms.ModelForm):
    """A sanction with a length, as the rows of the ladder and the house rules suggest them."""

    kind_field = "kind"
    hours_field = "hours"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, hours = cleaned.get(self.kind_field), cleaned.get(self.hours_field)
        if kind == Sanction.Kind.MUTE and not hours:
            self.add_error(self.hours_field, "A mute needs an end; without one it is a ban.")
        if kind == Sanction.Kind.WARNING and hours:
            self.add_error(self.hours_field, "A warning ends when it is read: leave this empty.")
        if not kind and hours:
            self.add_error(self.hours_field, "Choose a sanction, or leave this empty.")
        return cleaned


class HouseRuleForm(_SanctionFor):
    kind_field, hours_field = "suggests", "suggests_hours"


class LadderStepForm(_SanctionFor):
    def clean_rejections(self) -> int:
        if not (rejections := self.cleaned_data["rejections"]):
            raise forms.ValidationError("A step begins with the first rejection.")
        return rejections


class CannedNoteForm(forms.ModelForm):
    class Meta:
        model = CannedNote
        fields = ["language", "title", "text"]
        widgets = {
            "language": forms.TextInput(attrs={"size": 5}),
            "title": forms.TextInput(attrs={"size": 30}),
            "text": forms.Textarea(attrs={"rows": 3, "cols": 50}),
        }


class CannedNoteInline(admin.TabularInline):
    """For people who may change house rules, or see them."""

    model = CannedNote
    form = CannedNoteForm
    extra = 1
    verbose_name_plural = _("Canned notes: what moderators can choose as a note to the author")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_houserule")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.change_houserule")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class HouseRuleAdmin(Logged):
    """Never deleted, for decisions stand on it: switched off."""

    form = HouseRuleForm
    inlines = [CannedNoteInline]
    list_display = ["position", "label", "severity", "suggests", "suggests_hours", "is_on"]
    list_display_links = ["label"]
    list_filter = ["is_on"]
    search_fields = ["label", "rule", "statement"]
    fieldsets = [
        (None, {"fields": ["label", "rule", "position", "is_on"]}),
        ("What the author is told", {"fields": ["statement", "quotes_words"]}),
        ("What follows", {"fields": ["severity", ("suggests", "suggests_hours")]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: HouseRule | None = None) -> bool:
        return False


class LadderStepAdmin(Logged):
    form = LadderStepForm
    list_display = ["step", "kind", "hours", "is_automatic"]
    fields = [("rejections", "within_days"), ("kind", "hours"), "is_automatic"]

    @admin.display(description="after", ordering="rejections")
    def step(self, step: LadderStep) -> str:
        return step.condition

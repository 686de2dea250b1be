from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.admin.links import LinksForWhoMayFollow
from comments.models import Sanction
from comments.moderation import sanctions

LIFT = "_lift"


class SanctionForm(forms.ModelForm):
    """The person is written by name, as it stands beside the comment: a list of all readers to
    choose from would show them to whoever opens it."""

    person = forms.ModelChoiceField(
        get_user_model().objects.all(),
        to_field_name="display_name",
        widget=forms.TextInput,
        label="Whom",
        help_text="The name that stands beside the comment.",
        error_messages={"invalid_choice": "Nobody has this name."},
    )

    def clean_person(self) -> Any:
        person = self.cleaned_data["person"]
        if complaint := sanctions.complaint_about(person):
            raise ValidationError(complaint)
        return person

    def clean(self) -> dict[str, Any]:
        """Within the transaction of the admin's page, so that a colleague who does the same at
        the same moment is heard of here and not after."""
        fields = super().clean() or self.cleaned_data
        if not self.errors:
            meant = Sanction(person=fields["person"], kind=fields["kind"])
            meant.ends_at = fields["ends_at"]
            if complaint := sanctions.double_of(meant, timezone.now()):
                raise ValidationError(complaint)
        return fields

    def clean_ends_at(self) -> Any:
        ends_at = self.cleaned_data["ends_at"]
        if ends_at and ends_at <= timezone.now():
            raise ValidationError("The end must lie ahead.")
        return ends_at


class SanctionAdmin(LinksForWhoMayFollow, admin.ModelAdmin):
    form = SanctionForm
    list_display = ["person", "kind", "reason", "starts_at", "ends_at", "set_by", "lifted_at"]
    list_filter = ["kind", ("lifted_at", admin.EmptyFieldListFilter), "starts_at"]
    list_select_related = ["person", "set_by"]
    search_fields = ["person__display_name", "reason"]
    list_per_page = 50
    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: Sanction | None = None) -> list[Any]:
        fields = ["person", "kind", "reason", "ends_at"]
        if obj is None:
            return fields
        read = ["read_at"] if obj.kind == Sanction.Kind.WARNING else []
        fields += ["comment", "starts_at", "set_by", *read, "lifted_at", "lifted_by"]
        return self.unlinked(request, fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Sanction | None = None) -> list[Any]:
        return self.get_fields(request, obj) if obj else []

    def get_form(
        self, request: HttpRequest, obj: Sanction | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj:
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change=change, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Sanction | None = None) -> bool:
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj: Sanction | None = kwargs.get("obj")
        at = timezone.now()
        in_force = obj is not None and Sanction.objects.in_force(at).filter(pk=obj.pk).exists()
        context |= {
            "show_lift": in_force and self.has_change_permission(request, obj),
            "show_save": obj is None,
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Sanction, form: forms.ModelForm, change: bool
    ) -> None:
        if not change:
            sanctions.impose(obj, by=request.user, at=timezone.now())
        elif LIFT in request.POST and not sanctions.lift(obj, by=request.user, at=timezone.now()):
            self.message_user(request, "It was lifted or over already.", messages.WARNING)

    def save_related(self, *args: Any) -> None:
        """Nothing: a sanction has nothing that hangs on it."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Sanction]:
        return (
            super()
            .get_queryset(request)
            .select_related("person", "set_by", "lifted_by", "comment__author")
        )

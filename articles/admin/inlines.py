"""What hangs on an article, beside it on its page, in an order that the editor gives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from articles.models import Byline, Placement, SeeAlso, WebLink

SEE_ALSO_MOST = 5
HTTPS_ASSUMED: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.URLField: {"assume_scheme": "https"}
}


class InOrderForm(forms.ModelForm):
    position = forms.IntegerField(
        label="order", min_value=0, max_value=32_767, required=False, help_text="Empty: last."
    )


class InOrderFormSet(BaseInlineFormSet):
    """Rows by number; one without a number goes to the end."""

    def clean(self) -> None:
        super().clean()
        kept = [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", None) and form not in self.deleted_forms
        ]
        last = max((form.cleaned_data.get("position") or 0 for form in kept), default=0)
        for form in kept:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.instance.position = last


class InOrder(InlineModelAdmin):
    form = InOrderForm
    formset = InOrderFormSet
    extra = 1
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.related)


class BylineInline(InOrder, admin.TabularInline):
    model = Byline
    verbose_name_plural = "Bylines"
    fields = ["author", "position"]
    autocomplete_fields = ["author"]
    related = ("author",)


class SeeAlsoFormSet(InOrderFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        chosen = [form for form in kept if getattr(form, "cleaned_data", {}).get("related")]
        for form in chosen:
            if form.cleaned_data["related"] == self.instance:
                form.add_error("related", "An article is not related to itself.")
        if len(chosen) > SEE_ALSO_MOST:
            raise ValidationError(f"Choose at most {SEE_ALSO_MOST} related stories.")


class SeeAlsoInline(InOrder, admin.TabularInline):
    model = SeeAlso
    formset = SeeAlsoFormSet
    fk_name = "article"
    verbose_name_plural = "See also: up to five; the paper fills up what is left"
    fields = ["related", "position"]
    autocomplete_fields = ["related"]
    max_num = SEE_ALSO_MOST
    related = ("related",)


class WebLinkInline(InOrder, admin.StackedInline):
    model = WebLink
    verbose_name_plural = "From the web"
    fields = ["title", "url", ("source", "is_paid"), ("valid_from", "valid_until"), "position"]
    extra = 0
    formfield_overrides = HTTPS_ASSUMED


class PlacementInline(InOrder, admin.StackedInline):
    model = Placement
    verbose_name_plural = "On the front page"
    fields = ["slot", ("starts_at", "ends_at"), "position"]
    extra = 0

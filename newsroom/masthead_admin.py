from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from articles.admin.shown import ShownAdmin
from newsroom.models import Masthead

BY_HAND = ("temperature_low", "temperature_high", "sky")
PLACE = ("latitude", "longitude")


class MastheadForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        source = said.get("weather_source")
        if source == Masthead.Source.OPEN_METEO:
            for coordinate in PLACE:
                if said.get(coordinate) is None and coordinate not in self.errors:
                    self.add_error(coordinate, "The weather is asked for a place: give both.")
        low, high = said.get("temperature_low"), said.get("temperature_high")
        if low is not None and high is not None and low > high:
            self.add_error("temperature_low", "The lowest is above the highest.")
        return said


class MastheadAdmin(ShownAdmin):
    """The one masthead: its list is its page."""

    form = MastheadForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ("weather_at",)
    fieldsets = (
        (None, {"fields": ("name", "tagline")}),
        (
            "Weather",
            {
                "fields": ("weather_source", BY_HAND, PLACE, "weather_at"),
                "description": (
                    "What is entered by hand is shown for the rest of the day on which this page "
                    "is saved, six hours at least; a provider's word for six hours."
                ),
            },
        ),
        ("Traffic", {"fields": ("traffic_label", "traffic_url")}),
    )

    def save_model(self, request: HttpRequest, obj: Masthead, form: Any, change: bool) -> None:
        """Saving by hand says that the values are true now. Another source or place makes what
        was known untrue, and the new one is asked at once."""
        if obj.weather_source == Masthead.Source.MANUAL:
            obj.weather_at = timezone.now()
        elif {"weather_source", *PLACE} & set(form.changed_data):
            obj.weather_at = obj.weather_asked_at = None
        fields = {*form.changed_data, "weather_at", "weather_asked_at"}
        if not {"weather_source", *PLACE, *BY_HAND} & set(form.changed_data):
            # A fetch may have brought newer weather while this page was open.
            fields -= {"weather_asked_at"}
            if obj.weather_source != Masthead.Source.MANUAL:
                fields -= {"weather_at"}
        if fields:
            obj.save(update_fields=fields)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        masthead = Masthead.objects.order_by("pk").first()
        if masthead is None:
            return super().changelist_view(request, extra_context)
        return redirect("admin:newsroom_masthead_change", masthead.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Masthead | None = None) -> bool:
        return False

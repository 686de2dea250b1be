"""Fields that are filled with the number of a row, which is looked up in the list of all rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.db.models import ForeignKey
from django.http import HttpRequest


class NumberAndName(ForeignKeyRawIdWidget):
    """The number and the name of the row, without the links to its list and to its own page."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"related_url": None, "link_url": ""}


class LookUpAdmin(admin.ModelAdmin):
    """Links the fields in `raw_id_fields` to the rows only for people who may see those rows."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.raw_id_fields:
            there = self.admin_site.get_model_admin(db_field.related_model)
            if not there.has_view_or_change_permission(request):
                kwargs["widget"] = NumberAndName(db_field.remote_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
